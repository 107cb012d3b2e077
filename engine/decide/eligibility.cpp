#include "engine/decide/eligibility.h"

#include <algorithm>

#include "engine/decide/mode_access.h"

namespace dialctl {
namespace {

constexpr auto kDay = std::chrono::hours{24};
constexpr auto kWeek = std::chrono::hours{7 * 24};
// How long another call to the number lasts nobody knows: asked again after this.
constexpr auto kAskAgain = Minutes{1};

// Collects one verdict per gate.
class Judge {
 public:
  Judge() {
    for (std::size_t i = 0; i < kGateCount; ++i)
      verdict_.gates[i].gate = static_cast<Gate>(i);
  }
  void say(Gate gate, bool pass, std::int64_t measured = 0, std::int64_t limit = 0,
           std::optional<Instant> opens_at = std::nullopt) {
    verdict_.gates[static_cast<std::size_t>(gate)] = {gate, pass, measured, limit,
                                                      pass ? std::nullopt : opens_at};
  }
  Verdict done() && { return verdict_; }

 private:
  Verdict verdict_;
};

bool status_allows(const Rulebook& rules, const DueTask& task) {
  const auto* status = find(rules.settings().statuses, task.order.status);
  if (status == nullptr) return false;
  if (task.place) return status_feeds(rules, task.order, *status, task.place->mode);
  const TemplateId tmpl = task.tmpl;
  // A template bound to a status is meant for it, whatever the status means ("cancelled: tell the customer").
  if (status->robot_template == tmpl) return true;
  switch (status->meaning) {
    case StatusMeaning::open:
    case StatusMeaning::approved:
      return true;
    case StatusMeaning::cancelled:
    case StatusMeaning::hold:
    case StatusMeaning::done:
    case StatusMeaning::invalid:
      return false;
  }
  return false;
}

// When the task may be dialled: a planned callback may begin before its time (AD-03), unless a gate has put
// it off since.
Instant due_from(const Rulebook& rules, const DueTask& task) {
  if (!task.place || task.place->planned_at != task.next_at) return task.next_at;
  return task.next_at - rules.mode(task.order.project, task.place->mode).early;
}

void judge_order(Judge& judge, const Rulebook& rules, const DueTask& task, Instant now) {
  judge.say(Gate::task_ready, task.phase == TaskPhase::ready, static_cast<std::int64_t>(task.phase));
  judge.say(Gate::order_released, !task.order.held);
  judge.say(Gate::order_status, status_allows(rules, task), task.order.status.value);
  const Instant due = due_from(rules, task);
  judge.say(Gate::retry_due, due <= now, to_millis(due), to_millis(now), due);
}

void judge_mode(Judge& judge, const Rulebook& rules, const DueTask& task, const Project* project) {
  judge.say(Gate::project_active, project != nullptr && !project->paused);
  const int most = rules.mode(task.order.project, task.place->mode).attempts_max;
  judge.say(Gate::attempts_left, most == 0 || task.rounds_done < most, task.rounds_done, most);
}

void judge_callback(Judge& judge, const Rulebook& rules, const DueTask& task, const Project* project) {
  judge.say(Gate::project_active, project != nullptr && !project->paused);
  const CallbackRule* rule = rule_of(rules, task);
  judge.say(Gate::rule_active, makes_callbacks(rules, rule));
  const auto tries = rule != nullptr ? static_cast<int>(rule->intervals.size()) : 0;
  judge.say(Gate::attempts_left, rule == nullptr || task.rounds_done < tries, task.rounds_done, tries);
}

void judge_links(Judge& judge, const Rulebook& rules, const DueTask& task, const Project* project,
                 const CompiledTemplate* tmpl) {
  judge.say(Gate::project_active, project != nullptr && !project->paused);
  const bool usable = tmpl != nullptr && tmpl->problems.empty();
  judge.say(Gate::template_usable, usable,
            tmpl != nullptr ? static_cast<std::int64_t>(tmpl->problems.size()) : 1);
  const bool needs_queue = tmpl != nullptr && tmpl->need != OperatorNeed::never;
  const auto* queue = project != nullptr ? rules.queue_of(*project) : nullptr;
  judge.say(Gate::queue_linked, !needs_queue || queue != nullptr);
  judge.say(Gate::queue_active, !needs_queue || queue == nullptr || !queue->paused);
  if (project == nullptr || tmpl == nullptr) return;
  const auto& policy = rules.policy_for(*project, tmpl->settings);
  judge.say(Gate::attempts_left, task.rounds_done < policy.attempts_max, task.rounds_done,
            policy.attempts_max);
}

void judge_hours(Judge& judge, const Rulebook& rules, const ZoneBook& zones, const Project& project,
                 const OrderNumber& number, const CallbackRule* rule, Instant now) {
  const auto hours = hours_that_hold(rules, zones, project, {number.region, number.zones}, now, rule);
  judge.say(Gate::zone_known, hours.zone_known, static_cast<std::int64_t>(number.zones.size()), 1);
  if (!hours.zone_known) return;
  const std::span all{hours.all};
  const auto own = all.first(hours.schedule_count);
  const auto legal = all.subspan(hours.schedule_count);
  const bool own_open = is_open(own, now);
  judge.say(Gate::schedule, own_open, own_open ? 1 : 0, 1, own_open ? std::nullopt : next_opening(own, now));
  const bool legal_open = is_open(legal, now);
  judge.say(Gate::legal_hours, legal_open, legal_open ? 1 : 0, 1,
            legal_open ? std::nullopt : next_opening(legal, now));
}

// How many of the instants lie in (now - span, now], and when the count falls below `most` again.
struct Rolling {
  int count = 0;
  std::optional<Instant> frees_at;
};
Rolling rolling(const std::vector<Instant>& dialled, Instant now, Milliseconds span, int most) {
  const auto first = std::upper_bound(dialled.begin(), dialled.end(), now - span);
  Rolling result{static_cast<int>(dialled.end() - first), std::nullopt};
  if (most > 0 && result.count >= most) result.frees_at = *(dialled.end() - most) + span;
  return result;
}

void judge_number(Judge& judge, const Rulebook& rules, const NumberFacts& facts, Instant now) {
  judge.say(Gate::number_usable, !facts.number.bad);
  judge.say(Gate::blacklist, !facts.blacklisted, 0, 0, facts.blacklist_expires);
  judge.say(Gate::no_open_attempt, !facts.open_attempt, 0, 0, now + kAskAgain);
  const bool locked = facts.locked_until && *facts.locked_until > now;
  judge.say(Gate::abandoned_lock, !locked, locked ? to_millis(*facts.locked_until) : 0, to_millis(now),
            facts.locked_until);

  const auto limits = rules.limits_for(facts.number.region);
  const auto day = rolling(facts.dialled, now, kDay, limits.attempts_24h_max);
  judge.say(Gate::number_24h, !day.frees_at, day.count, limits.attempts_24h_max, day.frees_at);
  const auto week = rolling(facts.dialled, now, kWeek, limits.attempts_7d_max);
  judge.say(Gate::number_7d, !week.frees_at, week.count, limits.attempts_7d_max, week.frees_at);
  const auto gap_over = facts.dialled.empty() ? kFirstInstant : facts.dialled.back() + limits.gap_min;
  judge.say(Gate::number_gap, gap_over <= now, facts.dialled.empty() ? 0 : to_millis(facts.dialled.back()),
            limits.gap_min.count() / 1000, gap_over);
}

void judge_moment(Judge& judge, const DispatchMoment& moment, OperatorNeed need, Instant now) {
  judge.say(Gate::provider_up, moment.provider_up);
  judge.say(Gate::lines, moment.lines_max == 0 || moment.lines_used < moment.lines_max, moment.lines_used,
            moment.lines_max);
  judge.say(Gate::call_rate, moment.next_slot <= now, to_millis(moment.next_slot), to_millis(now),
            moment.next_slot);
  judge.say(Gate::operators, need == OperatorNeed::never || moment.operator_allowance > 0,
            moment.operator_allowance, 1);
}

}  // namespace

std::string_view to_text(Gate gate) {
  switch (gate) {
    case Gate::task_ready:
      return "task-ready";
    case Gate::order_released:
      return "order-released";
    case Gate::order_status:
      return "order-status";
    case Gate::project_active:
      return "project-active";
    case Gate::template_usable:
      return "template-usable";
    case Gate::queue_linked:
      return "queue-linked";
    case Gate::queue_active:
      return "queue-active";
    case Gate::rule_active:
      return "rule-active";
    case Gate::number_usable:
      return "number-usable";
    case Gate::zone_known:
      return "zone-known";
    case Gate::schedule:
      return "schedule";
    case Gate::legal_hours:
      return "legal-hours";
    case Gate::blacklist:
      return "blacklist";
    case Gate::retry_due:
      return "retry-due";
    case Gate::attempts_left:
      return "attempts-left";
    case Gate::number_gap:
      return "number-gap";
    case Gate::number_24h:
      return "number-24h";
    case Gate::number_7d:
      return "number-7d";
    case Gate::abandoned_lock:
      return "abandoned-lock";
    case Gate::no_open_attempt:
      return "no-open-attempt";
    case Gate::provider_up:
      return "provider-up";
    case Gate::lines:
      return "lines";
    case Gate::call_rate:
      return "call-rate";
    case Gate::operators:
      return "operators";
  }
  return "";
}

const GateVerdict* Verdict::first_blocker() const {
  const auto found =
      std::find_if(gates.begin(), gates.end(), [](const GateVerdict& gate) { return !gate.pass; });
  return found == gates.end() ? nullptr : &*found;
}

bool makes_callbacks(const Rulebook& rules, const CallbackRule* rule) {
  return rule != nullptr && (rule->enabled || rule->when_disabled == DisabledTasks::drain) &&
         !rules.settings().callbacks.paused;
}

const CallbackRule* rule_of(const Rulebook& rules, const DueTask& task) {
  return task.callback ? rules.rule(task.callback->rule, task.callback->version) : nullptr;
}

HoursThatHold hours_that_hold(const Rulebook& rules, const ZoneBook& zones, const Project& project,
                              const CalleeClass& callee, Instant now, const CallbackRule* rule) {
  HoursThatHold result;
  const bool by_rule = callee.zones.empty() && rule != nullptr && !rule->zone.empty();
  const ZoneSet customer = by_rule ? ZoneSet{rule->zone} : callee.zones;
  const auto add = [&](const OpenHours& hours, const ZoneSet& names) {
    if (names.empty()) result.zone_known = false;
    for (const auto& name : names) {
      const ZoneTable* table = zones.find(name);
      if (table == nullptr) {
        result.zone_known = false;
        continue;
      }
      result.all.push_back({&hours, table});
    }
  };
  const auto add_schedule = [&](const std::optional<ScheduleId>& id) {
    if (!id) return;
    const auto* schedule = rules.schedule(*id);
    static const OpenHours kClosed;
    add(schedule != nullptr ? schedule->hours : kClosed,
        clock_zones(schedule != nullptr ? schedule->clock : ScheduleClock{}, customer, project.zone,
                    project.ambiguous_zone));
  };
  add_schedule(project.schedule);
  if (rule != nullptr) add_schedule(rule->calls);
  result.schedule_count = result.all.size();
  add(rules.legal_hours(callee.region, now), clock_zones({}, customer, project.zone, project.ambiguous_zone));
  return result;
}

Verdict eligibility(const Rulebook& rules, const ZoneBook& zones, const DueTask& task, int index,
                    const DispatchMoment& moment, Instant now) {
  Judge judge;
  const Project* project = rules.project(task.order.project);
  const auto tmpl = rules.tmpl(task.tmpl);
  judge_order(judge, rules, task, now);
  if (task.place) {
    judge_mode(judge, rules, task, project);
  } else if (task.callback) {
    if (task.tmpl) judge_links(judge, rules, task, project, tmpl.get());
    judge_callback(judge, rules, task, project);
  } else {
    judge_links(judge, rules, task, project, tmpl.get());
  }
  judge_moment(judge, moment, tmpl ? tmpl->need : OperatorNeed::never, now);
  const auto place = static_cast<std::size_t>(index);
  if (index < 0 || place >= task.numbers.size()) {
    judge.say(Gate::number_usable, false);
    return std::move(judge).done();
  }
  judge_number(judge, rules, task.numbers[place], now);
  if (project != nullptr)
    judge_hours(judge, rules, zones, *project, task.numbers[place].number, rule_of(rules, task), now);
  return std::move(judge).done();
}

std::optional<Instant> next_callable(const Rulebook& rules, const ZoneBook& zones, const DueTask& task,
                                     int index, const DispatchMoment& moment, Instant now) {
  // Each round moves to the latest opening of the gates
  // that refuse; windows and limits can push each other on.
  constexpr int kRoundsMax = 64;
  Instant at = now;
  for (int round = 0; round < kRoundsMax; ++round) {
    const auto verdict = eligibility(rules, zones, task, index, moment, at);
    Instant later = at;
    for (const auto& gate : verdict.gates) {
      const bool to_be_asked_again = gate.gate == Gate::no_open_attempt && at >= now + kAskAgain;
      if (gate.pass || to_be_asked_again) continue;
      if (!gate.opens_at) return std::nullopt;
      later = std::max(later, *gate.opens_at);
    }
    if (later == at) return at;
    at = later;
  }
  return std::nullopt;
}

std::string gates_text(const Verdict& verdict) {
  std::string text;
  for (const auto& gate : verdict.gates) {
    if (gate.pass && gate.limit == 0) continue;
    if (!text.empty()) text += ' ';
    text += gate.pass ? "" : "!";
    text += to_text(gate.gate);
    if (gate.limit != 0) text += "=" + std::to_string(gate.measured) + "/" + std::to_string(gate.limit);
  }
  return text;
}

}  // namespace dialctl
