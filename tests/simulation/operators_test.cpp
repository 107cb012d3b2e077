// Operators in the running loop: whose queue, never two calls, waiting in line.
#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <set>

#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {
namespace {

void expect_sound(const CallCentre& centre) {
  for (const auto& broken : broken_invariants(centre))
    FAIL_CHECK(broken);
}

}  // namespace

TEST_CASE("QU-02 a robot call is offered to the operators of its project's queue alone") {
  Settings settings = usual_settings();
  QueueSettings support = settings.queues.front();
  support.id = QueueId{2};
  support.name = "support";
  settings.queues.push_back(support);
  Project other = settings.projects.front();
  other.id = ProjectId{2};
  other.name = "other";
  other.queue = QueueId{2};
  settings.projects.push_back(other);
  settings.operators = {operator_on(1, "anna", "501"), operator_on(2, "boris", "502")};
  settings.operators[1].queue = QueueId{2};
  CallCentre centre{settings};
  for (int i = 0; i < 6; ++i) {
    Order order = order_of(i, {"+38044" + std::to_string(110102 + i * 1000000)});
    order.project = ProjectId{1 + i % 2};
    centre.add(order);
  }
  centre.run_for(Milliseconds{600'000});
  int offers = 0;
  for (const auto& fact : centre.data.facts) {
    if (fact.kind != AttemptFactKind::offered) continue;
    const ProjectId project = centre.data.attempts.at(fact.attempt).project;
    CHECK(fact.detail == (project == kShop ? "anna" : "boris"));
    ++offers;
  }
  CHECK(offers == 6);
  expect_sound(centre);
}

TEST_CASE("QU-03 never two live calls for one operator, whatever the strategy and the leg") {
  for (int strategy = 0; strategy < 8; ++strategy) {
    for (const LegMode leg : {LegMode::ring, LegMode::open}) {
      CAPTURE(strategy);
      CAPTURE(leg == LegMode::open);
      Settings settings = usual_settings();
      settings.queues.front().strategy = static_cast<Strategy>(strategy);
      settings.queues.front().pacing = PacingMode::ratio;
      settings.queues.front().ratio_milli = 3000;
      settings.queues.front().wrap_up = Seconds{2};
      for (int i = 1; i <= 3; ++i) {
        auto one = operator_on(i, "op" + std::to_string(i), std::to_string(500 + i));
        one.leg = leg;
        settings.operators.push_back(one);
      }
      CallCentre centre{settings};
      for (int i = 0; i < 20; ++i)
        centre.add(order_of(i, {"+38044" + std::to_string(110102 + i * 100000000 / 100)}));
      centre.run_for(Milliseconds{900'000});
      CHECK(centre.has_fact(AttemptFactKind::bridged));
      expect_sound(centre);  // among them: no operator has two calls at once
    }
  }
}

TEST_CASE("QU-03 what a person chose and what the engine sees are kept apart") {
  Settings settings = usual_settings();
  settings.operators = {operator_on(1, "anna", "501")};
  CallCentre centre{settings};
  centre.look_for_changes_every = Milliseconds{400};
  const OrderId order = centre.add(order_of(1, {"+380440110102"}));
  centre.add(order_of(2, {"+380441110102"}));
  // She takes a break in the middle of the talk: the call goes on, the next one does not come.
  bool on_break = false;
  centre.time.schedule(centre.time.now() + Seconds{14}, [&] {
    on_break = centre.data.operators.at(OperatorId{1}).activity == Activity::talking;
    Settings changed = centre.data.settings;
    changed.operators.front().status = OperatorStatus::on_break;
    centre.data.set_settings(changed);
  });
  centre.run_for(Milliseconds{120'000});
  CHECK(on_break);
  CHECK(centre.outcomes(order) == std::vector{Outcome::delivered_operator});
  CHECK(centre.data.settings.operators.front().status == OperatorStatus::on_break);
  CHECK(centre.data.operators.at(OperatorId{1}).activity == Activity::idle);
  CHECK(centre.data.ends.size() == 1);
  expect_sound(centre);
}

TEST_CASE("QU-04 a race on ring-all has exactly one winner, and the others are free at once") {
  Settings settings = usual_settings();
  settings.queues.front().strategy = Strategy::ring_all;
  for (int i = 1; i <= 6; ++i)
    settings.operators.push_back(operator_on(i, "op" + std::to_string(i), std::to_string(500 + i)));
  CallCentre centre{settings};
  for (int i = 0; i < 5; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(110102 + i * 1000000)}));
  centre.run_for(Milliseconds{600'000});
  std::map<AttemptId, int> winners;
  std::map<AttemptId, int> rung;
  for (const auto& fact : centre.data.facts) {
    if (fact.kind == AttemptFactKind::operator_answered) winners[fact.attempt] += 1;
    if (fact.kind == AttemptFactKind::offered) rung[fact.attempt] += 1;
  }
  CHECK(winners.size() == 5);
  int races = 0;
  for (const auto& [attempt, count] : winners) {
    CHECK(count == 1);
    races += rung[attempt] > 1 ? 1 : 0;
  }
  CHECK(races > 0);
  CHECK_FALSE(centre.has_fact(AttemptFactKind::operator_missed));  // who was released has missed nothing
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind == LegKind::customer) CHECK(call.bridged_with.size() <= 1);
  }
  expect_sound(centre);
}

TEST_CASE("QU-05 each kind of miss has its delay before the next offer") {
  struct Row {
    const char* endpoint;  // its first digit says how the phone behaves
    Seconds delay;
  };
  for (const Row& row : {Row{"301", Seconds{11}}, Row{"401", Seconds{22}}}) {
    CAPTURE(row.endpoint);
    Settings settings = usual_settings();
    auto& queue = settings.queues.front();
    queue.no_answer_delay = Seconds{11};
    queue.busy_delay = Seconds{22};
    queue.reject_delay = Seconds{22};
    queue.unreachable_delay = Seconds{22};
    queue.misses_until_break = 0;
    queue.longest_wait = Seconds{300};
    settings.operators = {operator_on(1, "anna", row.endpoint)};
    CallCentre centre{settings};
    centre.add(order_of(1, {"+380440110102"}));
    centre.run_for(Milliseconds{200'000});
    std::vector<const CallSeen*> rings;
    for (const auto& call : centre.provider->history()) {
      if (call.address == row.endpoint) rings.push_back(&call);
    }
    REQUIRE(rings.size() >= 2);
    CHECK(rings[1]->placed - *rings[0]->ended >= row.delay);
    CHECK(rings[1]->placed - *rings[0]->ended < row.delay + Seconds{2});
  }
}

TEST_CASE("QU-08 first come first served, in the order of the keys") {
  Settings settings = usual_settings();
  settings.queues.front().pacing = PacingMode::ratio;
  settings.queues.front().ratio_milli = 4000;
  settings.queues.front().longest_wait = Seconds{600};
  settings.queues.front().wrap_up = Seconds{1};
  settings.operators = {operator_on(1, "anna", "501")};
  CallCentre centre{settings};
  for (int i = 0; i < 4; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(110102 + i * 1000000)}));
  centre.run_for(Milliseconds{300'000});
  std::vector<AttemptId> waiting;
  std::vector<AttemptId> answered;
  for (const auto& fact : centre.data.facts) {
    if (fact.kind == AttemptFactKind::waiting) waiting.push_back(fact.attempt);
    if (fact.kind == AttemptFactKind::operator_answered) answered.push_back(fact.attempt);
  }
  REQUIRE(answered.size() >= 3);
  waiting.resize(answered.size());
  CHECK(answered == waiting);
  expect_sound(centre);
}

TEST_CASE("QU-09 an open leg that is lost puts its operator on break, told why") {
  Settings settings = usual_settings();
  auto anna = operator_on(1, "anna", "101");
  anna.leg = LegMode::open;
  settings.operators.push_back(anna);
  CallCentre centre{settings};
  centre.scripted = std::make_unique<ScriptedProvider>(kProvider, centre.time);
  LegId open;
  centre.scripted->on_command = [&](const Command& command) {
    const auto* place = std::get_if<Place>(&command);
    if (place == nullptr) return;
    open = place->leg;
    centre.scripted->tell(Placed{open, PlaceAnswer::accepted, RefusalClass::none, "200", {}});
    centre.scripted->tell_after(Milliseconds{1000}, Answered{open});
    centre.scripted->tell_after(Milliseconds{5000}, Ended{open, EndCause::normal, EndedBy::them, "16 gone"});
  };
  centre.run_for(Milliseconds{20'000});
  CHECK(open.kind == LegKind::open);
  CHECK(centre.scripted->sent<Place>().size() == 1);
  CHECK(centre.data.settings.operators.front().status == OperatorStatus::on_break);
  CHECK(centre.data.settings.operators.front().status_reason.find("16 gone") != std::string::npos);
}

TEST_CASE("PA-01 progressive never has more calls in need than free operators, ratio so many") {
  for (const int ratio_milli : {1000, 2000}) {
    CAPTURE(ratio_milli);
    Settings settings = usual_settings();
    settings.queues.front().pacing = ratio_milli == 1000 ? PacingMode::progressive : PacingMode::ratio;
    settings.queues.front().ratio_milli = ratio_milli;
    for (int i = 1; i <= 4; ++i)
      settings.operators.push_back(operator_on(i, "op" + std::to_string(i), std::to_string(500 + i)));
    CallCentre centre{settings};
    for (int i = 0; i < 30; ++i)
      centre.add(order_of(i, {"+38044" + std::to_string(1400000 + i * 1000)}));
    centre.run_for(Milliseconds{20'000});
    CHECK(most_at_once(centre) == 4 * ratio_milli / 1000);
  }
}

}  // namespace dialctl::simulation
