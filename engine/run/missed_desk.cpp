#include "engine/run/missed_desk.h"

#include <algorithm>

namespace dialctl {
namespace {

// The caller's number has its country code: the region does not matter, but there must be one.
const NumberRules kAnyNumber{"US", true, true};

}  // namespace

MissedDesk::MissedDesk(MissedPorts ports, StatusId status, std::string who, Instant now)
    : ports_(ports), status_(status), who_(std::move(who)), now_(now) {
  for (const auto& project : ports_.rules.settings().projects)
    know(project.zone);
  for (const auto& schedule : ports_.rules.settings().schedules)
    know(schedule.clock);
  for (const auto& rule : ports_.rules.settings().rules)
    know(rule.zone);
}

void MissedDesk::know(const ZoneName& name) {
  if (name.empty() || name == "customer" || name == "project" || zones_.find(name) != nullptr) return;
  if (auto table = ports_.zones.find(name)) zones_.add(std::move(table).value());
}

// What becomes of the call, and the record of it.
Taken MissedDesk::judge(const MissedCall& call, MissedTaken& record) {
  OrderNumber number{call.caller, call.caller.text(), "", {}, ZoneOrigin::number, false};
  if (const auto parsed = ports_.numbers.parse(call.caller.text(), kAnyNumber)) {
    number.region = parsed.value().region;
    number.zones = parsed.value().zones;
  }
  if (number.zones.empty()) number.origin = ZoneOrigin::unknown;
  for (const auto& zone : number.zones)
    know(zone);
  OpenWorld world;
  world.paused = ports_.rules.settings().callbacks.paused;
  world.blacklisted = ports_.book.is_blacklisted(call.caller, call.project, now_);
  world.has_open_task = call.project && ports_.book.has_open_callback(call.caller, *call.project);
  const LossFacts facts{&call, number.zones};
  const Taken taken = dialctl::take(ports_.rules, zones_, facts, world);
  record.taking = to_text(taken.what);
  if (taken.rule != nullptr) {
    record.rule = taken.rule->id;
    record.version = taken.rule->version;
  }
  if (taken.what == Taking::task || taken.what == Taking::joined) {
    const Instant first = call.lost_at + taken.rule->intervals.front();
    record.start = MissedTaken::Start{status_, std::move(number), std::max(first, now_), ""};
  }
  return taken;
}

MissedJudged MissedDesk::take(const MissedCall& call) {
  if (!call.provider_call.empty() && ports_.book.is_known(call.provider_call)) return {true, {}};
  MissedTaken record{call, "", std::nullopt, 1, std::nullopt, now_, who_};
  const Taken taken = judge(call, record);
  const Record one = std::move(record);
  ports_.book.apply({&one, 1});
  return {false, taken};
}

MissedJudged MissedDesk::take_again(const MissedCall& call) {
  MissedTaken record{call, "", std::nullopt, 1, std::nullopt, now_, who_};
  const Taken taken = judge(call, record);
  ports_.book.take_again(record);
  return {false, taken};
}

}  // namespace dialctl
