#include "engine/run/missed_desk.h"

namespace dialctl {
namespace {

// The caller's number has its country code: the region does not matter, but there must be one.
const NumberRules kAnyNumber{"US", true, true};

}  // namespace

OrderNumber caller_number(const PhoneNumbers& numbers, const E164& caller) {
  OrderNumber number{caller, caller.text(), "", {}, ZoneOrigin::number, false};
  if (const auto parsed = numbers.parse(caller.text(), kAnyNumber)) {
    number.region = parsed.value().region;
    number.zones = parsed.value().zones;
  }
  if (number.zones.empty()) number.origin = ZoneOrigin::unknown;
  return number;
}

MissedDesk::MissedDesk(MissedPorts ports, std::string who, Instant now)
    : ports_(ports), who_(std::move(who)), now_(now) {
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

MissedJudged MissedDesk::judge(const MissedCall& call, bool is_kept) {
  MissedHeard heard{
      call, caller_number(ports_.numbers, call.caller), ports_.book.caller_known(call, now_), who_, {}};
  if (is_kept) heard.known.call_told = false;
  for (const auto& zone : heard.caller.zones)
    know(zone);
  return judge_missed(ports_.rules, zones_, heard, now_);
}

MissedJudged MissedDesk::take(const MissedCall& call) {
  MissedJudged judged = judge(call, false);
  if (judged.told_before) return judged;
  const Record one = judged.record;
  ports_.book.apply({&one, 1});
  return judged;
}

MissedJudged MissedDesk::take_again(const MissedCall& call) {
  MissedJudged judged = judge(call, true);
  ports_.book.take_again(judged.record);
  return judged;
}

}  // namespace dialctl
