// Identities. Each kind is its own type, so that an order's id cannot be handed where a queue's is meant.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/instant.h"

namespace dialctl {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // 0 is no id: stores count from 1

  constexpr explicit operator bool() const { return value != 0; }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using ProjectId = Id<struct ProjectTag>;
using StatusId = Id<struct StatusTag>;
using QueueId = Id<struct QueueTag>;
using OperatorId = Id<struct OperatorTag>;
using GroupId = Id<struct GroupTag>;
using TemplateId = Id<struct TemplateTag>;
using ScheduleId = Id<struct ScheduleTag>;
using PolicyId = Id<struct PolicyTag>;
using ProviderId = Id<struct ProviderTag>;
using AudioId = Id<struct AudioTag>;
using RuleId = Id<struct RuleTag>;      // of callbacks
using MissedId = Id<struct MissedTag>;  // a missed call
using OrderId = Id<struct OrderTag>;
using BatchId = Id<struct BatchTag>;
using TaskId = Id<struct TaskTag>;      // one start of robot calls for an order
using BucketId = Id<struct BucketTag>;  // tasks that share project, template, callee class and priority

// Made by us, never by the store: 42 bits of milliseconds since 1970, then 8 bits of node and 13 of sequence.
// Time-ordered and unique for ever, which the provider's own call ids are not.
using AttemptId = Id<struct AttemptTag>;

// 13 characters of Crockford base 32, sorted as the ids are.
std::string to_text(AttemptId id);
std::optional<AttemptId> parse_attempt_id(std::string_view text);
constexpr Instant made_at(AttemptId id) {
  return from_millis(id.value >> 21);
}

// Hands out ids that only ever grow, also when the clock steps back.
class AttemptIds {
 public:
  AttemptIds(std::uint8_t node, AttemptId last_used) : node_(node), last_(last_used) {}
  AttemptId next(Instant now);
  AttemptId last() const { return last_; }

 private:
  std::uint8_t node_;
  AttemptId last_;
};

}  // namespace dialctl

template <class Tag>
struct std::hash<dialctl::Id<Tag>> {
  std::size_t operator()(dialctl::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
