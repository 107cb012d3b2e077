// What no run may ever break (reliability invariants I1 to
// I8), read from the provider's history and the records.
#include <algorithm>
#include <map>

#include "engine/decide/eligibility.h"
#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {
namespace {

using Broken = std::vector<std::string>;

void at_most_one_call_per_attempt(const CallCentre& centre, Broken& broken) {
  std::map<LegId, int> placed;
  for (const auto& call : centre.provider->history())
    placed[call.leg] += 1;
  for (const auto& [leg, count] : placed) {
    if (count > 1) broken.push_back("I1 " + to_text(leg) + " was placed twice");
    if (leg.kind == LegKind::customer && !centre.data.attempts.contains(leg.number)) {
      broken.push_back("I8 " + to_text(leg) + " was placed without an intent");
    }
  }
}

void never_two_calls_at_once(const CallCentre& centre, Broken& broken) {
  std::map<std::string, std::vector<const CallSeen*>> by_address;
  for (const auto& call : centre.provider->history())
    by_address[call.address].push_back(&call);
  for (const auto& [address, calls] : by_address) {
    for (std::size_t i = 0; i + 1 < calls.size(); ++i) {
      const auto ended = calls[i]->ended;
      if (!ended || *ended > calls[i + 1]->placed) broken.push_back("I2 two calls at once to " + address);
    }
  }
}

void within_the_window(const CallCentre& centre, Broken& broken) {
  const Rulebook rules{centre.data.settings};
  ZoneBook zones;
  for (const auto& [id, row] : centre.data.orders) {
    for (const auto& number : row.order.numbers) {
      for (const auto& zone : number.zones) {
        if (zones.find(zone) == nullptr) zones.add(centre.zones.find(zone).value());
      }
    }
  }
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind != LegKind::customer) continue;
    const auto intent = centre.data.attempts.find(call.leg.number);
    if (intent == centre.data.attempts.end()) continue;
    const auto& order = centre.data.orders.at(intent->second.order).order;
    for (const auto& number : order.numbers) {
      if (number.number != intent->second.number) continue;
      const auto hours = hours_that_hold(rules, zones, *rules.project(order.project),
                                         {number.region, number.zones}, call.placed);
      if (!hours.zone_known || !is_open(hours.all, call.placed)) {
        broken.push_back("I3 called outside the window at " + to_iso(call.placed));
      }
    }
  }
}

void nobody_after_his_blacklisting(const CallCentre& centre, Broken& broken) {
  for (const auto& [number, when] : centre.blacklisted) {
    for (const auto& [id, intent] : centre.data.attempts) {
      if (intent.number == number && intent.at > when)
        broken.push_back("I4 " + to_text(id) + " was allowed after the number was blacklisted");
    }
  }
}

void limits_are_held(const CallCentre& centre, Broken& broken) {
  const auto& provider = centre.data.settings.providers.front();
  if (provider.lines_max > 0 && most_at_once(centre) > provider.lines_max)
    broken.push_back("I5 " + std::to_string(most_at_once(centre)) + " lines at once");
  if (provider.calls_per_second_milli <= 0) return;
  std::vector<Instant> placed;
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind == LegKind::customer) placed.push_back(call.placed);
  }
  // So many calls and one more take as many gaps, less what a late pass may make up for; and no second has
  // more than the rate. Both less what a call may take on its way.
  const auto rate = static_cast<std::int64_t>(provider.calls_per_second_milli);
  const auto gaps = static_cast<std::size_t>(std::max<std::int64_t>(1, rate / 1000));
  const Milliseconds least{static_cast<std::int64_t>(gaps) * 1'000'000 / rate - 66};
  const auto most = static_cast<std::size_t>((rate + 999) / 1000);
  for (std::size_t i = gaps; i < placed.size(); ++i) {
    const bool in_a_second = i >= most && placed[i] - placed[i - most] < Milliseconds{1000 - 16};
    if (placed[i] - placed[i - gaps] < least || in_a_second)
      broken.push_back("I5 too many calls at " + to_iso(placed[i]));
  }
}

void no_operator_talks_to_two(const CallCentre& centre, Broken& broken) {
  std::map<std::string, std::map<Instant, Instant>> talks;
  for (const auto& fact : centre.data.facts) {
    const auto end = centre.data.ends.find(fact.attempt);
    if (fact.kind != AttemptFactKind::bridged || end == centre.data.ends.end()) continue;
    const auto [place, added] = talks[fact.detail].emplace(fact.at, end->second.at);
    if (!added) broken.push_back("I2 " + fact.detail + " began two talks at once");
  }
  for (const auto& [name, spans] : talks) {
    Instant busy_until{};
    for (const auto& [from, to] : spans) {
      if (from < busy_until) broken.push_back("I2 " + name + " talks to two at " + to_iso(from));
      busy_until = std::max(busy_until, to);
    }
  }
}

// All that tells where things stand, as text.
std::vector<std::string> standing(const memory::MemoryData& data) {
  std::vector<std::string> lines;
  const auto at = [](Instant when) { return std::to_string(to_millis(when)); };
  for (const auto& [id, row] : data.orders) {
    lines.push_back("order " + std::to_string(id.value) + " " + std::to_string(row.order.status.value) + " " +
                    at(row.order.status_since) + " " + std::to_string(row.history.size()));
  }
  for (const auto& [id, row] : data.tasks) {
    lines.push_back("task " + std::to_string(id.value) + " " + std::string{to_text(row.phase)} + " " +
                    at(row.next_at) + " " + std::to_string(row.rounds_done) + " " +
                    std::to_string(row.number_index) + " " + row.reason);
  }
  for (const auto& [id, row] : data.open)
    lines.push_back("open " + to_text(id) + " " + std::string{to_text(row.step)});
  for (const auto& [id, end] : data.ends)
    lines.push_back("end " + to_text(id) + " " + std::string{to_text(end.outcome)} + " " + at(end.at));
  for (const auto& [id, row] : data.operators) {
    lines.push_back("operator " + std::to_string(id.value) + " " + std::string{to_text(row.activity)} + " " +
                    std::to_string(row.calls_answered) + " " + std::to_string(row.talk_time.count()));
  }
  for (const auto& one : data.settings.operators)
    lines.push_back("status " + one.name + " " + std::to_string(static_cast<int>(one.status)));
  for (const auto& [number, until] : data.number_locks)
    lines.push_back("lock " + number.text() + " " + at(until));
  lines.push_back(std::to_string(data.attempts.size()) + " attempts, " + std::to_string(data.facts.size()) +
                  " facts, " + std::to_string(data.journal.size()) + " lines");
  return lines;
}

void the_records_tell_everything(const CallCentre& centre, Broken& broken) {
  memory::MemoryData replayed;
  replayed.set_settings(centre.first_settings);
  for (const auto& [order, entry] : centre.first_orders)
    replayed.add_order(order, entry);
  for (const Record& record : centre.recorded)
    replayed.record(record);
  if (standing(replayed) != standing(centre.data))
    broken.push_back("I7 the records replayed give another state");
}

void every_order_has_a_next_time_or_an_end(const CallCentre& centre, Broken& broken) {
  for (const auto& [id, task] : centre.data.tasks) {
    const bool open = std::any_of(centre.data.open.begin(), centre.data.open.end(), [&](const auto& row) {
      return centre.data.attempts.at(row.first).task == id;
    });
    if ((task.phase == TaskPhase::live) != open)
      broken.push_back("I6 a live task without its attempt, or the reverse");
    if (task.phase == TaskPhase::blocked && task.reason.empty())
      broken.push_back("I6 blocked without a reason");
    if (task.phase == TaskPhase::ready && task.next_at < at("2026-01-01T00:00:00Z"))
      broken.push_back("I6 ready without a next time");
  }
}

void intents_are_accounted_for(const CallCentre& centre, Broken& broken) {
  const auto& data = centre.data;
  if (data.attempts.size() != data.ends.size() + data.open.size())
    broken.push_back("I8 attempts = ended + open");
  for (const auto& [id, row] : data.open) {
    if (data.ends.contains(id)) broken.push_back("I8 an attempt is open and ended");
  }
}

void delivered_means_bridged(const CallCentre& centre, Broken& broken) {
  for (const auto& [id, end] : centre.data.ends) {
    if (end.outcome != Outcome::delivered_operator) continue;
    const LegId leg{LegKind::customer, id, 0};
    const bool met =
        std::any_of(centre.provider->history().begin(), centre.provider->history().end(),
                    [&](const CallSeen& call) { return call.leg == leg && !call.bridged_with.empty(); });
    if (!met) broken.push_back("an operator was said to have talked, and had not");
  }
}

void no_operator_is_stuck(const CallCentre& centre, Broken& broken) {
  for (const auto& [id, state] : centre.data.operators) {
    const bool busy = state.activity == Activity::ringing || state.activity == Activity::reserved ||
                      state.activity == Activity::talking;
    if (busy && centre.data.open.empty()) broken.push_back("an operator is stuck");
  }
}

}  // namespace

std::vector<std::string> broken_invariants(const CallCentre& centre) {
  Broken broken;
  at_most_one_call_per_attempt(centre, broken);
  never_two_calls_at_once(centre, broken);
  no_operator_talks_to_two(centre, broken);
  within_the_window(centre, broken);
  nobody_after_his_blacklisting(centre, broken);
  limits_are_held(centre, broken);
  every_order_has_a_next_time_or_an_end(centre, broken);
  intents_are_accounted_for(centre, broken);
  delivered_means_bridged(centre, broken);
  no_operator_is_stuck(centre, broken);
  if (!centre.first_orders.empty() && centre.replays) the_records_tell_everything(centre, broken);
  return broken;
}

}  // namespace dialctl::simulation
