// An inbound call in which no operator spoke to the caller (IM-08), as a provider, a file or a person tells
// it. dialctl observes inbound calls, it never answers them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/ids.h"
#include "engine/model/phone_number.h"

namespace dialctl {

// Where the caller was when he gave up.
enum class LostIn : std::uint8_t {
  ringing,  // somebody's phone rang
  menu,     // an IVR talked to him
  hold,     // he waited in a queue's line
  transfer  // from one who had answered to another
};
std::string_view to_text(LostIn value);
std::optional<LostIn> parse_lost_in(std::string_view text);

struct MissedCall {
  explicit MissedCall(E164 from) : caller(std::move(from)) {}

  E164 caller;
  MissedId id;
  std::string provider_call;  // the provider's own id, unique; empty: it has none
  std::string dialled;        // the number of ours, E.164; empty: not told
  std::optional<ProjectId> project;
  Instant lost_at;
  Seconds waited{0};
  LostIn lost_in = LostIn::ringing;
  std::string site;                       // free words of the provider
  std::string scenario;                   // the same
  std::optional<QueueId> queue;           // whose line he was in, or whose operators were rung
  std::optional<OperatorId> operator_id;  // whose phone it was alone
  std::optional<GroupId> group;
  std::vector<std::string> tags;
  // Who was rung, phase after phase; the last one is who was being rung when he gave up. Of a transfer the
  // last one is who transferred, then who it went to.
  std::vector<std::vector<OperatorId>> phases;
};

}  // namespace dialctl
