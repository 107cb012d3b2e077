// What one instant leaves room for: lines, call rates, free operators (RT-03, PA-01), as the gates judge it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "engine/decide/operator_desk.h"
#include "engine/decide/route.h"

namespace dialctl {

// Of one world at one instant, for as long as nothing but launches changes it. Each project's
// ways out are looked at once, operators and calls once for all queues, so that many buckets and many orders
// cost little more than one.
class Moments {
 public:
  Moments(const World& world, Instant now) : world_(world), now_(now) {}

  const DispatchMoment& of(const Project& project, const Route& route, OperatorNeed need);
  const QueueLoad& load(QueueId queue);
  // A call was launched: less is left for the next one.
  void note_call(const LiveCall& call);

 private:
  DispatchMoment look(const Project& project, const Route& route, bool needs_operator);

  const World& world_;
  Instant now_;
  std::map<std::tuple<ProjectId, ProviderId, std::string, bool>, DispatchMoment> seen_;
  std::optional<std::map<QueueId, QueueLoad>> loads_;
};

}  // namespace dialctl
