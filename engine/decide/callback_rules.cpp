#include "engine/decide/callback_rules.h"

#include <algorithm>

#include "engine/model/text_table.h"

namespace dialctl {
namespace {

constexpr Seconds kLongestInterval{7 * 24 * 3600};
constexpr Seconds kWaitMost{60};
constexpr Seconds kKeepLeast{1};
constexpr Seconds kKeepMost{3650LL * 24 * 3600};
constexpr Seconds kRingLeast{5};
constexpr Seconds kRingMost{120};
constexpr int kAtOnceMost = 1000;
constexpr std::size_t kIntervalsMost = 100;

constexpr TextTable<Taking, 9> kTakings{{{
    {Taking::task, "task"},
    {Taking::joined, "joined"},
    {Taking::no_rule, "no-rule"},
    {Taking::short_wait, "short-wait"},
    {Taking::blacklisted, "blacklisted"},
    {Taking::paused, "paused"},
    {Taking::reached, "reached"},
    {Taking::no_status, "no-status"},
    {Taking::no_project, "no-project"},
}}};

Error refused(const CallbackRule& rule, const char* code, std::string why, std::string hint) {
  return {ErrorKind::usage, code, "rule '" + rule.name + "': " + std::move(why), std::move(hint)};
}

bool has_transfer(const CallbackRule& rule) {
  return std::any_of(rule.places.begin(), rule.places.end(),
                     [](const LossPlace& place) { return place.kind == PlaceKind::transfer; });
}

Result<void> check_profile(const CallbackRule& rule) {
  switch (rule.profile) {
    case RuleProfile::none:
      return {};
    case RuleProfile::uis:
      if (rule.intervals.size() > 5)
        return refused(
            rule, "rule.intervals",
            std::to_string(rule.intervals.size()) + " intervals are more than the 5 of profile uis",
            "give at most 5, or --profile none");
      if (rule.at_once_max > 5)
        return refused(rule, "rule.at-once",
                       std::to_string(rule.at_once_max) + " at once are more than the 5 of profile uis",
                       "give --at-once 5 or less, or --profile none");
      return {};
    case RuleProfile::voximplant:
      for (const Seconds interval : rule.intervals) {
        if (interval >= Minutes{1} && interval <= Minutes{60}) continue;
        return refused(rule, "rule.intervals",
                       "an interval of " + std::to_string(interval.count()) +
                           " s is not within the 1 to 60 minutes of profile voximplant",
                       "give minutes from 1m to 60m, or --profile none");
      }
      if (rule.at_once_max > 15 || rule.target.lines_max > 15)
        return refused(rule, "rule.at-once",
                       std::to_string(std::max(rule.at_once_max, rule.target.lines_max)) +
                           " lines are more than the 15 of profile voximplant",
                       "give 15 or less, or --profile none");
      return {};
  }
  return {};
}

// CB-17.
Result<void> check_recording(const CallbackRule& rule) {
  const RecordingWish& wish = rule.recording;
  const CallNotice& notice = wish.notice;
  if (notice.kind != NoticeKind::none && !wish.no_notice_reason.empty())
    return refused(rule, "rule.notice", "a customer who is told needs no reason why he is not",
                   "give --notice none, or --no-notice-reason ''");
  if (notice.kind != NoticeKind::text && !(notice.language.empty() && notice.voice.empty()))
    return refused(rule, "rule.notice", "only words have a language and a voice",
                   "give --notice text:WORDS, or --notice-language none --notice-voice none");
  if (!wish.on) return {};
  if (notice.kind == NoticeKind::none && wish.no_notice_reason.empty())
    return refused(rule, "rule.notice", "conversations are recorded, and the customer is not told so",
                   "give --notice text:WORDS or audio:NAME, or say why not with --no-notice-reason");
  if (wish.keep_for < kKeepLeast || wish.keep_for > kKeepMost)
    return refused(rule, "rule.keep-for", "a recording is kept for 1 second to 3650 days",
                   "give --keep-for 30d");
  if (rule.target.kind == TargetKind::scenario)
    return refused(rule, "rule.record", "a template talks to the customer, and robot calls are not recorded",
                   "give another --target, or --record no");
  return {};
}

bool is_member(const Settings& settings, std::int64_t group, OperatorId one) {
  const auto* row = find(settings.groups, GroupId{group});
  return row != nullptr && std::find(row->members.begin(), row->members.end(), one) != row->members.end();
}

bool is_at(const Settings& settings, const LossPlace& place, const MissedCall& call) {
  switch (place.kind) {
    case PlaceKind::number:
      return !call.dialled.empty() && call.dialled == place.text;
    case PlaceKind::project:
      return call.project == ProjectId{place.id};
    case PlaceKind::site:
      return !call.site.empty() && call.site == place.text;
    case PlaceKind::scenario:
      return !call.scenario.empty() && call.scenario == place.text;
    case PlaceKind::queue:
      return call.queue == QueueId{place.id};
    case PlaceKind::operator_name:
      return call.operator_id == OperatorId{place.id};
    case PlaceKind::group:
      return call.group == GroupId{place.id} ||
             (call.operator_id && is_member(settings, place.id, *call.operator_id));
    case PlaceKind::transfer:
      return call.lost_in == LostIn::transfer;
    case PlaceKind::tag:
      return std::find(call.tags.begin(), call.tags.end(), place.text) != call.tags.end();
  }
  return false;
}

// On the customer's clock; where that cannot be told, on the rule's. Where neither is known the task is made,
// and says so (CB-18).
bool applies(const Rulebook& rules, const ZoneBook& zones, const CallbackRule& rule, const LossFacts& facts) {
  if (!rule.applies) return true;
  const CompiledSchedule* schedule = rules.schedule(*rule.applies);
  if (schedule == nullptr) return false;
  const Project* project = facts.call->project ? rules.project(*facts.call->project) : nullptr;
  const ZoneSet customer = facts.zones.empty() && !rule.zone.empty() ? ZoneSet{rule.zone} : facts.zones;
  const ZoneSet clocks =
      clock_zones(schedule->clock, customer, project != nullptr ? project->zone : rule.zone,
                  project != nullptr ? project->ambiguous_zone : AmbiguousZone::all);
  for (const ZoneName& name : clocks) {
    const ZoneTable* zone = zones.find(name);
    if (zone == nullptr || !is_open(schedule->hours, *zone, facts.call->lost_at)) return false;
  }
  return true;
}

// Every call that `lower` takes by its place, `upper` takes.
bool covers_places(const CallbackRule& upper, const CallbackRule& lower) {
  if (upper.places.empty()) return true;
  if (lower.places.empty()) return false;
  return std::all_of(lower.places.begin(), lower.places.end(), [&](const LossPlace& place) {
    return std::find(upper.places.begin(), upper.places.end(), place) != upper.places.end();
  });
}

bool covers(const CallbackRule& upper, const CallbackRule& lower) {
  const bool at_all_times = !upper.applies || (upper.applies == lower.applies && upper.zone == lower.zone);
  return at_all_times && covers_places(upper, lower);
}

bool is_reached(const CallbackRule& rule, Instant lost_at, const OpenWorld& world) {
  const bool dialled = rule.cancel_on == CancelOn::any_dial && world.dialled_at > lost_at;
  return world.talked_at > lost_at || dialled;
}

}  // namespace

std::string_view to_text(Taking value) {
  return kTakings.text(value);
}
std::optional<Taking> parse_taking(std::string_view text) {
  return kTakings.parse(text);
}

void take_profile(CallbackRule& rule, RuleProfile profile) {
  rule.profile = profile;
  switch (profile) {
    case RuleProfile::none:
      return;
    case RuleProfile::uis:
      rule.when_disabled = DisabledTasks::drain;
      rule.apply = ApplyEdits::next_attempt;
      rule.cancel_on = CancelOn::success;
      return;
    case RuleProfile::voximplant:
      rule.when_disabled = DisabledTasks::cancel;
      rule.apply = ApplyEdits::loaded_keep;
      rule.cancel_on = CancelOn::any_dial;
      if (rule.target.kind == TargetKind::queue) rule.only_when_empty = QueueId{rule.target.id};
      return;
  }
}

Result<void> check_rule(const CallbackRule& rule) {
  if (rule.intervals.empty() || rule.intervals.size() > kIntervalsMost)
    return refused(rule, "rule.intervals", "a rule has 1 to 100 intervals, one for each try",
                   "give them as --intervals 0s,5m,15m");
  for (const Seconds interval : rule.intervals) {
    if (interval < Seconds{0} || interval > kLongestInterval)
      return refused(rule, "rule.intervals", "an interval is 0 seconds to 7 days",
                     "give them as --intervals 0s,5m,15m");
  }
  if (rule.shortest_wait < Seconds{0} || rule.shortest_wait > kWaitMost)
    return refused(
        rule, "rule.shortest-wait",
        "a shortest wait of " + std::to_string(rule.shortest_wait.count()) + " s is not within 0 to 60 s",
        "give --shortest-wait 0s to 60s");
  if (rule.shortest_wait > Seconds{0} && has_transfer(rule))
    return refused(rule, "rule.shortest-wait", "calls that were lost in a transfer have no shortest wait",
                   "give --shortest-wait 0s, or make a rule of its own for transfers");
  if (rule.at_once_max < 1 || rule.at_once_max > kAtOnceMost || rule.target.lines_max < 1 ||
      rule.target.lines_max > kAtOnceMost)
    return refused(rule, "rule.at-once", "calls at once, and phones rung at once, are 1 to 1000",
                   "give --at-once 5");
  if (rule.ring_limit < kRingLeast || rule.ring_limit > kRingMost)
    return refused(rule, "rule.ring-limit", "the customer's phone rings for 5 to 120 s",
                   "give --ring-limit 30s");
  if (auto right = check_recording(rule); !right) return right;
  return check_profile(rule);
}

namespace {

// Why this rule, were it on, does not take the call.
std::optional<std::string_view> elsewhere(const Rulebook& rules, const ZoneBook& zones,
                                          const CallbackRule& rule, const LossFacts& facts) {
  const bool here =
      rule.places.empty() || std::any_of(rule.places.begin(), rule.places.end(), [&](const LossPlace& place) {
        return is_at(rules.settings(), place, *facts.call);
      });
  if (!here) return "place";
  if (!applies(rules, zones, rule, facts)) return "applies";
  return std::nullopt;
}

bool waited_long_enough(const CallbackRule& rule, const MissedCall& call) {
  return call.lost_in == LostIn::transfer || call.waited >= rule.shortest_wait;
}

}  // namespace

std::optional<std::string_view> passed_over(const Rulebook& rules, const ZoneBook& zones,
                                            const CallbackRule& rule, const LossFacts& facts) {
  if (!rule.enabled) return "disabled";
  return elsewhere(rules, zones, rule, facts);
}

const CallbackRule* rule_for(const Rulebook& rules, const ZoneBook& zones, const LossFacts& facts) {
  for (const CallbackRule& rule : rules.settings().rules) {
    if (!passed_over(rules, zones, rule, facts)) return &rule;
  }
  return nullptr;
}

const CallbackRule& rule_again(const Rulebook& rules, const ZoneBook& zones, const LossFacts& facts,
                               const CallbackRule& own) {
  if (own.apply == ApplyEdits::loaded_keep) return own;
  for (const CallbackRule& rule : rules.settings().rules) {
    const bool is_own = rule.id == own.id;
    const bool on = is_own || (rule.enabled && waited_long_enough(rule, *facts.call));
    if (on && !elsewhere(rules, zones, rule, facts)) return rule;
  }
  return own;
}

Taken take(const Rulebook& rules, const ZoneBook& zones, const LossFacts& facts, const OpenWorld& world) {
  Taken taken;
  taken.rule = rule_for(rules, zones, facts);
  if (world.paused) {
    taken.what = Taking::paused;
  } else if (taken.rule == nullptr) {
    taken.what = Taking::no_rule;
  } else if (!waited_long_enough(*taken.rule, *facts.call)) {
    taken.what = Taking::short_wait;
  } else if (!facts.call->project) {
    taken.what = Taking::no_project;
  } else if (world.blacklisted) {
    taken.what = Taking::blacklisted;
  } else if (is_reached(*taken.rule, facts.call->lost_at, world)) {
    taken.what = Taking::reached;
  } else {
    taken.what = world.has_open_task ? Taking::joined : Taking::task;
  }
  return taken;
}

std::vector<Shadowed> shadowed(const std::vector<CallbackRule>& rules) {
  std::vector<Shadowed> found;
  for (auto lower = rules.begin(); lower != rules.end(); ++lower) {
    if (!lower->enabled) continue;
    const auto upper = std::find_if(
        rules.begin(), lower, [&](const CallbackRule& one) { return one.enabled && covers(one, *lower); });
    if (upper != lower) found.push_back({lower->id, upper->id});
  }
  return found;
}

}  // namespace dialctl
