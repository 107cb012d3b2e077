// Agent-first calls on virtual time: the operator's phone first, then the order's numbers, then the result.
#include <algorithm>
#include <array>
#include <doctest/doctest.h>

#include "engine/run/line_desk.h"
#include "tests/simulation/dial_session_shop.h"

namespace dialctl::simulation {
namespace {

// In the code of the test bed: OO RR TT.
constexpr const char* kAnswers = "+380440100120";  // at once, talks for 20 s
constexpr const char* kAnswersToo = "+380441100120";
constexpr const char* kBusy = "+380440300100";
constexpr const char* kNeverAnswers = "+380440400000";

void expect_sound(const CallCentre& centre) {
  for (const auto& broken : broken_session_invariants(centre))
    FAIL_CHECK(broken);
}

const OperatorSettings& operator_now(const CallCentre& centre, int id) {
  return *find(centre.data.settings.operators, OperatorId{id});
}

bool told(const CallCentre& centre, const std::string& kind) {
  return std::any_of(centre.data.journal.begin(), centre.data.journal.end(),
                     [&](const Journalled& line) { return line.kind == kind; });
}

}  // namespace

TEST_CASE("AD-02 the customer is dialled only after the operator has answered") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  CallCentre centre{settings};
  const OrderId order = add_in_line(centre, order_of(1, {kAnswers}));
  centre.run_for(Minutes{2});
  const auto operators = legs(centre, LegKind::agent);
  const auto customers = legs(centre, LegKind::customer);
  REQUIRE(operators.size() == 1);
  REQUIRE(customers.size() == 1);
  CHECK(*operators[0]->answered <= customers[0]->placed);
  CHECK(customers[0]->bridged_with == std::vector{operators[0]->leg});
  CHECK(centre.outcomes(order) == std::vector{Outcome::delivered_operator});
  CHECK(centre.data.attempts.begin()->second.agent == OperatorId{1});
  CHECK(centre.data.attempts.begin()->second.mode == CallMode::new_order);
  expect_sound(centre);
}

TEST_CASE("AD-02 no answer from the operator leaves the order as it was, and pauses his session") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "ivan", "301"));  // never answers
  CallCentre centre{settings};
  const OrderId order = add_in_line(centre, order_of(1, {kAnswers}));
  centre.run_for(Minutes{5});
  CHECK(centre.data.attempts.empty());
  const auto& place = place_of(centre, order);
  CHECK(place.phase == TaskPhase::ready);
  CHECK(place.rounds_done == 0);
  CHECK(place.place->auto_attempts == 0);
  CHECK(operator_now(centre, 1).status == OperatorStatus::on_break);
  CHECK(operator_now(centre, 1).status_reason.find("did not answer") != std::string::npos);
  CHECK(operator_now(centre, 1).in_session);
  CHECK(legs(centre, LegKind::agent).size() == 1);
  expect_sound(centre);
}

TEST_CASE("AD-04 the next number is dialled in the same round, while the operator stays on the line") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  CallCentre centre{settings};
  const OrderId order = add_in_line(centre, order_of(1, {kBusy, kNeverAnswers, kAnswers}));
  centre.run_for(Minutes{5});
  CHECK(centre.outcomes(order) ==
        std::vector{Outcome::busy, Outcome::no_answer, Outcome::delivered_operator});
  CHECK(legs(centre, LegKind::agent).size() == 1);
  for (const auto& [id, intent] : centre.data.attempts)
    CHECK(intent.round == 1);
  expect_sound(centre);
}

TEST_CASE("CM-03 used-up attempts move the order, with its last attempt") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  CallCentre centre{settings};
  const OrderId order = add_in_line(centre, order_of(1, {kBusy}));
  centre.run_for(std::chrono::hours{1});
  CHECK(centre.outcomes(order) == std::vector{Outcome::busy, Outcome::busy});
  CHECK(centre.status_of(order) == kLost);
  CHECK(centre.data.orders.at(order).history.back().at == centre.data.ends.rbegin()->second.at);
  CHECK(place_of(centre, order).phase == TaskPhase::done);
  expect_sound(centre);
}

TEST_CASE("CM-03 a put-off lasts as long as the mode says for that outcome") {
  Settings settings = session_settings();
  mode_of(settings, kShop, CallMode::new_order).put_off_busy = Minutes{7};
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  CallCentre centre{settings};
  add_in_line(centre, order_of(1, {kBusy}));
  centre.run_for(std::chrono::hours{1});
  const auto customers = legs(centre, LegKind::customer);
  REQUIRE(customers.size() == 2);
  const auto between = customers[1]->placed - *customers[0]->ended;
  CHECK(between >= Minutes{7});
  CHECK(between < Minutes{7} + Seconds{10});
  expect_sound(centre);
}

TEST_CASE("CM-04 a recorded result ends the wrap-up, and the next order comes") {
  Settings settings = session_settings();
  mode_of(settings, kShop, CallMode::new_order).result_limit = Seconds{600};
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  CallCentre centre{settings};
  centre.look_for_changes_every = Milliseconds{400};
  const OrderId first = add_in_line(centre, order_of(1, {kAnswers}));
  const OrderId second = add_in_line(centre, order_of(2, {kAnswersToo}));
  Instant recorded{};
  centre.time.schedule(centre.time.now() + Seconds{60}, [&] {
    recorded = centre.time.now();
    CHECK(record_result(centre, first, {"approved", {}, OperatorId{1}, "anna"}));
    CHECK_FALSE(record_result(centre, first, {"approved", {}, OperatorId{1}, "anna"}));
    CHECK_FALSE(record_result(centre, second, {"approved", {}, OperatorId{1}, "anna"}));
  });
  centre.run_for(Minutes{3});
  CHECK(centre.status_of(first) == kApproved);
  CHECK(centre.outcomes(second) == std::vector{Outcome::delivered_operator});
  const auto rings = legs(centre, LegKind::agent);
  REQUIRE(rings.size() == 2);
  CHECK(rings[1]->placed >= recorded);
  CHECK(rings[1]->placed <= recorded + Seconds{1});
  expect_sound(centre);
}

TEST_CASE("CM-07 without a result the order is put off when the time is over") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  CallCentre centre{settings};
  const OrderId order = add_in_line(centre, order_of(1, {kAnswers}));
  centre.run_for(Minutes{5});
  CHECK(told(centre, "result.missing"));
  const auto& place = place_of(centre, order);
  CHECK(place.phase == TaskPhase::ready);
  CHECK(place.place->part == ModePart::no_answer);
  CHECK(place.rounds_done == 1);
  CHECK(centre.data.rounds.empty());
  expect_sound(centre);
}

TEST_CASE("CM-06 AD-07 the loop rings for orders in the very order that is shown to commands") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  settings.queues.front().wrap_up = Seconds{0};
  ModeSettings& mode = mode_of(settings, kShop, CallMode::new_order);
  mode.standard = std::chrono::hours{9};
  mode.attempts_max = 0;
  CallCentre centre{settings};
  Random chance{5};
  const Instant now = centre.time.now();
  for (int i = 0; i < 24; ++i) {
    const OrderId order = add_in_line(centre, order_of(i, {"+3804403001" + std::to_string(10 + i)}));  // busy
    TaskMoved moved;
    for (const auto& [id, task] : centre.data.tasks) {
      if (task.order == order && task.place) moved.task = id;
    }
    moved.part = std::array{ModePart::unprocessed, ModePart::no_answer, ModePart::planned_callback}.at(
        chance.below(3));
    moved.next_at = now - Seconds{chance.below(200)};
    if (moved.part == ModePart::planned_callback)
      moved.planned_at = moved.next_at - Seconds{chance.below(3) * 50};
    moved.auto_attempts = static_cast<int>(chance.below(3));
    moved.callee = {"UA", {"Europe/Kyiv"}};
    centre.data.record(moved);
  }
  memory::MemoryStore store{centre.data};
  const Rulebook rules{settings};
  LineView view(store, rules, centre.zones, now);
  std::vector<std::string> shown;
  for (const LineEntry& entry : view.first({}, Taker{&settings.operators.front(), HandOutBy::dialer}, 99))
    shown.push_back("order:" + std::to_string(entry.task.order.id.value) + " shop");
  REQUIRE(shown.size() == 24);
  centre.run_for(Minutes{20});
  std::vector<std::string> rung;
  for (const Journalled& line : centre.data.journal) {
    if (line.kind == "session.offered" && rung.size() < shown.size()) rung.push_back(line.detail);
  }
  CHECK(rung == shown);
}

TEST_CASE("AD-03 a planned callback is dialled within five minutes of its time") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  CallCentre centre{settings};
  centre.look_for_changes_every = Milliseconds{400};
  const OrderId order = add_in_line(centre, order_of(1, {kAnswers}));
  const Instant planned = centre.time.now() + std::chrono::hours{2};
  centre.time.schedule(centre.time.now() + Seconds{40}, [&] {
    CHECK(record_result(centre, order, {"callback", planned, OperatorId{1}, "anna"}));
  });
  centre.run_for(std::chrono::hours{3});
  const auto customers = legs(centre, LegKind::customer);
  REQUIRE(customers.size() == 2);
  CHECK(customers[1]->placed >= planned);
  CHECK(customers[1]->placed <= planned + Minutes{5});
  CHECK(centre.data.attempts.rbegin()->second.planned_at == planned);
  expect_sound(centre);
}

TEST_CASE("QU-03 one operator serves robot calls and his session, never both at once") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  settings.operators.push_back(operator_in_session(2, "boris", "202"));
  CallCentre centre{settings};
  centre.look_for_changes_every = Milliseconds{400};
  for (int i = 0; i < 12; ++i) {
    add_in_line(centre, order_of(i, {"+3804401001" + std::to_string(10 + i)}));
    centre.add(order_of(100 + i, {"+3804511401" + std::to_string(10 + i)}));  // press 1 after TT
  }
  centre.run_for(std::chrono::hours{1});
  int sessions = 0;
  int robots = 0;
  for (const auto& [id, end] : centre.data.ends) {
    if (end.outcome != Outcome::delivered_operator) continue;
    ++(centre.data.attempts.at(id).agent ? sessions : robots);
  }
  CHECK(sessions == 12);
  CHECK(robots > 0);
  expect_sound(centre);
}

TEST_CASE("QU-09 an open leg is there already: nothing rings between the orders") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  settings.operators.back().leg = LegMode::open;
  CallCentre centre{settings};
  add_in_line(centre, order_of(1, {kAnswers}));
  add_in_line(centre, order_of(2, {kAnswersToo}));
  centre.run_for(Minutes{4});
  CHECK(legs(centre, LegKind::agent).empty());
  CHECK(legs(centre, LegKind::open).size() == 1);
  CHECK(legs(centre, LegKind::customer).size() == 2);
  expect_sound(centre);
}

TEST_CASE("SC-07 while the clock is doubted nobody is dialled for an operator who has just answered") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "boris", "202"));  // answers after 5 s
  CallCentre centre{settings};
  const OrderId order = add_in_line(centre, order_of(1, {kAnswers}));
  centre.time.schedule(centre.time.now() + Seconds{2},
                       [&] { centre.time.set_clock_by(std::chrono::hours{2}); });
  centre.run_for(Minutes{2});
  CHECK(legs(centre, LegKind::agent).size() == 1);
  CHECK(centre.data.attempts.empty());
  CHECK(place_of(centre, order).phase == TaskPhase::ready);
  CHECK(centre.data.rounds.empty());
}

TEST_CASE("RN-03 who stops the dialer rings nobody more, and gives back what was offered") {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "boris", "202"));  // answers after 5 s
  CallCentre centre{settings};
  const OrderId order = add_in_line(centre, order_of(1, {kAnswers}));
  LoopOptions options;
  options.run_for = Seconds{2};
  options.drain = Seconds{30};
  centre.run(options);
  CHECK(centre.data.attempts.empty());
  CHECK(place_of(centre, order).phase == TaskPhase::ready);
  CHECK(centre.data.rounds.empty());
  centre.run_for(Minutes{2});
  CHECK(centre.outcomes(order) == std::vector{Outcome::delivered_operator});
  expect_sound(centre);
}

TEST_CASE("RN-02 a restart goes on with the customer who is on the line, and gives back who is not") {
  for (int millis = 250; millis < 30'000; millis += 750) {
    CAPTURE(millis);
    Settings settings = session_settings();
    settings.operators.push_back(operator_in_session(1, "anna", "101"));
    CallCentre centre{settings};
    centre.look_for_changes_every = Milliseconds{400};
    const OrderId order = add_in_line(centre, order_of(1, {kBusy, kAnswers}));
    LoopOptions options;
    options.run_for = Milliseconds{millis};
    options.drain = Milliseconds{0};
    centre.run(options);
    centre.provider->process_died();
    centre.time.wait(Milliseconds{700});
    centre.time.take();
    centre.run_for(Minutes{30});
    const auto outcomes = centre.outcomes(order);
    REQUIRE_FALSE(outcomes.empty());
    CHECK(std::count(outcomes.begin(), outcomes.end(), Outcome::delivered_operator) <= 1);
    CHECK(centre.data.open.empty());
    expect_sound(centre);
  }
}

}  // namespace dialctl::simulation
