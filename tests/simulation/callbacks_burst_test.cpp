// Thousands of calls that are missed at once: none is lost, and the limits hold at every moment (CB-12).
// DIALCTL_TEST_FULL: a hundred thousand. How much memory that takes, tests/bench/bench_callbacks tells.
#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <map>

#include "tests/simulation/callback_shop.h"
#include "tests/simulation/stored_centre.h"

namespace dialctl::simulation {
namespace {

constexpr int kLinesMost = 15;
constexpr int kAtOnce[] = {4, 6, 9};  // more than the lines, together
constexpr int kOperators = 20;

Settings burst_settings() {
  Settings settings = callback_settings();
  settings.queues.front().wrap_up = Seconds{2};
  for (int id = 1; id <= kOperators; ++id)
    settings.operators.push_back(operator_on(id, "op" + std::to_string(id), std::to_string(100 + id)));
  const CallbackRule usual = settings.rules.front();
  settings.rules.clear();
  for (int id = 1; id <= 3; ++id) {
    CallbackRule rule = usual;
    rule.id = RuleId{id};
    rule.name = "rule" + std::to_string(id);
    rule.position = id;
    rule.places = {{PlaceKind::tag, 0, rule.name}};
    rule.intervals = {Seconds{0}, Minutes{30}};
    rule.prompt.kind = PromptKind::none;
    rule.shortest_wait = Seconds{5};
    rule.at_once_max = kAtOnce[id - 1];
    settings.rules.push_back(rule);
  }
  settings.callbacks.lines_max = kLinesMost;
  return settings;
}

// Of a thousand: 900 make a callback, one in nine of these is busy at both tries; 40 join another one, 30
// waited too short, 20 no rule takes, 10 are on the blacklist.
std::vector<MissedCall> burst(int count) {
  std::vector<MissedCall> calls;
  for (int i = 0; i < count; ++i) {
    const int kind = i % 1000;
    const int same_as = kind >= 900 && kind < 940 ? i - 900 : i;
    const char* code = same_as % 9 == 0 ? "300100" : "100110";  // busy; answers, talks for 10 s
    MissedCall call = missed_by("+38" + std::to_string(100'000 + same_as) + code);
    call.tags = {"rule" + std::to_string(same_as % 3 + 1)};
    if (kind >= 940 && kind < 970) call.waited = Seconds{4};
    if (kind >= 970 && kind < 990) call.tags = {"nobody's"};
    calls.push_back(std::move(call));
  }
  return calls;
}

struct Span {
  Instant from;
  Instant to;
  RuleId rule;
};

int most_of(const std::vector<Span>& spans, std::optional<RuleId> rule) {
  std::vector<std::pair<Instant, int>> edges;
  for (const Span& one : spans) {
    if (rule && one.rule != *rule) continue;
    edges.emplace_back(one.from, 1);
    edges.emplace_back(one.to, -1);
  }
  std::sort(edges.begin(), edges.end());
  int now = 0;
  int most = 0;
  for (const auto& [at, by] : edges)
    most = std::max(most, now += by);
  return most;
}

// Each callback from the ring of its operator on, to the end of his leg.
std::vector<Span> lines(StoredCentre& centre) {
  std::map<AttemptId, const CallSeen*> customers;
  std::map<LegId, const CallSeen*> operators;
  for (const CallSeen& call : centre.providers.at(kProvider)->history()) {
    if (call.leg.kind == LegKind::customer) customers[call.leg.number] = &call;
    if (call.leg.kind == LegKind::agent) operators[call.leg] = &call;
  }
  std::map<std::string, std::vector<const CallSeen*>> by_phone;
  for (const auto& [leg, call] : operators)
    by_phone[call->address].push_back(call);
  std::vector<Span> spans;
  for (const StoredTry& one : centre.tries()) {
    const auto& own = by_phone[std::to_string(100 + one.agent.value)];
    const auto leg = std::upper_bound(own.begin(), own.end(), one.at,
                                      [](Instant at, const CallSeen* call) { return at < call->placed; });
    DIALCTL_INVARIANT(leg != own.begin());
    const CallSeen& his = **std::prev(leg);
    spans.push_back(
        {his.placed, std::max(his.ended.value(), customers.at(one.attempt)->ended.value()), one.rule});
  }
  return spans;
}

}  // namespace

TEST_CASE("CB-12 IM-08 a burst of missed calls: none is lost, and no limit is passed at any moment") {
  const int count = std::getenv("DIALCTL_TEST_FULL") != nullptr ? 100'000 : 5'000;
  const std::int64_t thousands = count / 1000;
  StoredCentre centre{burst_settings(), at("2026-11-23T07:00:00Z")};
  centre.look_for_changes_every = Milliseconds{20'000};
  std::vector<MissedCall> calls = burst(count);
  std::vector<Listing> listed;
  for (int i = 0; i < count; ++i) {
    if (i % 1000 >= 990)
      listed.push_back({calls[static_cast<std::size_t>(i)].caller, {}, "test", "", centre.time.now(), {}});
  }
  must(centre.registry.blacklist_add(listed, centre.change_of()));
  centre.time.schedule(centre.time.now() + Seconds{10}, [&] { centre.lose_calls(std::move(calls)); });
  centre.run_for(std::chrono::hours{24} * (1 + thousands / 12));

  const auto missed = [&](const char* taking) {
    return centre.count(std::string{"SELECT count(*) FROM missed_call WHERE taking = '"} + taking + "'");
  };
  CHECK(missed("task") == 900 * thousands);
  CHECK(missed("joined") == 40 * thousands);
  CHECK(missed("short-wait") == 30 * thousands);
  CHECK(missed("no-rule") == 20 * thousands);
  CHECK(missed("blacklisted") == 10 * thousands);
  CHECK(centre.count("SELECT count(*) FROM missed_call") == count);

  // All of them are over, and the journal says how.
  CHECK(centre.count("SELECT count(*) FROM task WHERE phase = 'done'") == 900 * thousands);
  CHECK(centre.count("SELECT count(*) FROM missed_call WHERE task_id IS NOT NULL") == 940 * thousands);
  const auto busy =
      centre.count("SELECT count(*) FROM task WHERE reason = 'tries-used-up' AND rounds_done = 2");
  CHECK(busy > 99 * thousands);
  CHECK(busy < 101 * thousands);
  CHECK(centre.count("SELECT count(*) FROM journal WHERE kind = 'callback.tries-used-up'") == busy);
  CHECK(centre.count("SELECT count(*) FROM journal WHERE kind = 'callback.done'") == 900 * thousands - busy);
  CHECK(centre.count("SELECT count(*) FROM attempt") == 900 * thousands + busy);

  const std::vector<Span> spans = lines(centre);
  CHECK(spans.size() == static_cast<std::size_t>(900 * thousands + busy));
  CHECK(most_of(spans, std::nullopt) == kLinesMost);
  for (int id = 1; id <= 3; ++id)
    CHECK(most_of(spans, RuleId{id}) <= kAtOnce[id - 1]);
  CHECK(most_of(spans, RuleId{1}) == kAtOnce[0]);
}

}  // namespace dialctl::simulation
