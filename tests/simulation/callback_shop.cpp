#include "tests/simulation/callback_shop.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>

namespace dialctl::simulation {

Settings callback_settings() {
  Settings settings = usual_settings();
  CallbackRule rule;
  rule.id = kRule;
  rule.name = "all";
  rule.version = 4;
  rule.position = 1;
  rule.intervals = {Seconds{0}, Minutes{5}, Minutes{15}};
  settings.rules.push_back(rule);
  return settings;
}

CallbackRule& rule_of(Settings& settings) {
  return settings.rules.front();
}

Settings with_phones(const std::vector<std::string>& phones) {
  Settings settings = callback_settings();
  int id = 0;
  for (const auto& phone : phones) {
    ++id;
    settings.operators.push_back(operator_on(id, "op" + std::to_string(id), phone));
  }
  return settings;
}

std::vector<OperatorId> ids(std::initializer_list<int> numbers) {
  std::vector<OperatorId> all;
  for (const int number : numbers)
    all.push_back(OperatorId{number});
  return all;
}

MissedCall missed_by(const std::string& number) {
  MissedCall call{E164::parse(number).value()};
  call.project = kShop;
  call.waited = Seconds{20};
  return call;
}

TaskId add_missed(CallCentre& centre, MissedCall call, RuleId id, const ZoneName& zone) {
  const auto rule = std::find_if(centre.data.settings.rules.begin(), centre.data.settings.rules.end(),
                                 [&](const CallbackRule& one) { return one.id == id; });
  DIALCTL_INVARIANT(rule != centre.data.settings.rules.end());
  if (call.lost_at == Instant{}) call.lost_at = centre.time.now();
  MissedTaken taken{std::move(call), "task", id, rule->version, {}, centre.time.now(), "test"};
  const OrderNumber number{taken.call.caller,
                           taken.call.caller.text(),
                           "UA",
                           zone.empty() ? ZoneSet{} : ZoneSet{zone},
                           ZoneOrigin::number,
                           false};
  taken.start = MissedTaken::Start{kNew, number, taken.call.lost_at + rule->intervals.front(), ""};
  centre.data.record(taken);
  centre.recorded.emplace_back(taken);
  return centre.data.callbacks.rbegin()->second;
}

const memory::TaskRow& callback_of(const CallCentre& centre, TaskId task) {
  return centre.data.tasks.at(task);
}

namespace {

using Broken = std::vector<std::string>;

// CB-02. Only a template talks to the customer by itself.
void operator_first(const CallCentre& centre, Broken& broken) {
  auto alone = placed_without_operator(centre);
  for (const CallSeen* call : legs(centre, LegKind::customer)) {
    const AttemptIntent& intent = centre.data.attempts.at(call->leg.number);
    if (intent.rule && !intent.agent && intent.tmpl == TemplateId{}) alone.push_back(call);
  }
  for (const CallSeen* call : alone)
    broken.push_back("CB-02 " + to_text(call->leg) + " was placed without an operator on the line");
}

// CB-12: customers' lines of one rule at once.
void within_limits(const CallCentre& centre, Broken& broken) {
  for (const CallbackRule& rule : centre.data.settings.rules) {
    std::vector<std::pair<Instant, int>> edges;
    for (const auto& call : centre.provider->history()) {
      if (call.leg.kind != LegKind::customer || centre.data.attempts.at(call.leg.number).rule != rule.id)
        continue;
      edges.emplace_back(call.placed, 1);
      if (call.ended) edges.emplace_back(*call.ended, -1);
    }
    std::sort(edges.begin(), edges.end());
    int count = 0;
    for (const auto& [at, by] : edges) {
      count += by;
      if (count > rule.at_once_max)
        broken.push_back("CB-12 more than " + std::to_string(rule.at_once_max) + " at once");
    }
  }
}

// QU-03: one phone, one ring at a time.
void one_ring_each(const CallCentre& centre, Broken& broken) {
  std::map<std::string, std::vector<const CallSeen*>> by_phone;
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind != LegKind::customer) by_phone[call.address].push_back(&call);
  }
  for (const auto& [phone, calls] : by_phone) {
    for (std::size_t i = 1; i < calls.size(); ++i) {
      const auto& before = *calls[i - 1];
      if (before.ended && *before.ended <= calls[i]->placed + Milliseconds{1}) continue;
      broken.push_back("QU-03 the phone " + phone + " was rung while it was in use");
    }
  }
}

}  // namespace

std::vector<std::string> broken_callback_invariants(const CallCentre& centre) {
  Broken broken = broken_invariants(centre);
  operator_first(centre, broken);
  within_limits(centre, broken);
  one_ring_each(centre, broken);
  return broken;
}

void expect_sound_callbacks(const CallCentre& centre) {
  for (const auto& broken : broken_callback_invariants(centre))
    FAIL_CHECK(broken);
}

std::string rung(const CallCentre& centre) {
  std::string phones;
  for (const CallSeen* leg : legs(centre, LegKind::agent))
    phones += (phones.empty() ? "" : " ") + leg->address;
  return phones;
}

}  // namespace dialctl::simulation
