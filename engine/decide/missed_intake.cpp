#include "engine/decide/missed_intake.h"

#include <algorithm>

namespace dialctl {

MissedJudged judge_missed(const Rulebook& rules, const ZoneBook& zones, const MissedHeard& heard,
                          Instant now) {
  MissedJudged judged{
      heard.known.call_told, {}, {heard.call, "", std::nullopt, 1, std::nullopt, now, heard.who}};
  if (judged.told_before) return judged;
  const OpenWorld world{heard.known.blacklisted, heard.known.has_open_task, rules.settings().callbacks.paused,
                        heard.known.talked_at, heard.known.dialled_at};
  judged.taken = take(rules, zones, {&heard.call, heard.caller.zones, nullptr}, world);
  Taken& taken = judged.taken;
  const bool wanted = taken.what == Taking::task || taken.what == Taking::joined;
  const auto* status = find_named(rules.settings().statuses, kCallbackStatus);
  if (wanted && status == nullptr) taken.what = Taking::no_status;
  MissedTaken& record = judged.record;
  record.taking = to_text(taken.what);
  if (taken.rule != nullptr) {
    record.rule = taken.rule->id;
    record.version = taken.rule->version;
  }
  if (wanted && status != nullptr) {
    const Instant first = heard.call.lost_at + taken.rule->intervals.front();
    record.start = MissedTaken::Start{status->id, heard.caller, std::max(first, now), ""};
  }
  return judged;
}

}  // namespace dialctl
