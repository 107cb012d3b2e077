#include <doctest/doctest.h>

#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {
namespace {

// A shop with one operator who answers after a second and talks 10 s.
CallCentre shop_with_operator(const std::string& endpoint = "501") {
  Settings settings = usual_settings();
  settings.operators.push_back(operator_on(1, "anna", endpoint));
  return CallCentre{std::move(settings)};
}

std::vector<Outcome> once(CallCentre& centre, const char* number) {
  const OrderId order = centre.add(order_of(1, {number}));
  centre.run_until_idle();
  for (const auto& broken : broken_invariants(centre))
    FAIL_CHECK(broken);
  return centre.outcomes(order);
}

}  // namespace

TEST_CASE("RB-04 key 1 connects to an operator, who talks") {
  auto centre = shop_with_operator();
  CHECK(once(centre, "+380440110102") == std::vector{Outcome::delivered_operator});
  CHECK(centre.has_fact(AttemptFactKind::bridged, "anna"));
  CHECK(centre.task_of(OrderId{1}).phase == TaskPhase::done);
}

TEST_CASE("RB-05 key 2 moves the order to the status and ends the call without a retry") {
  auto centre = shop_with_operator();
  CHECK(once(centre, "+380440120102") == std::vector{Outcome::delivered});
  CHECK(centre.status_of(OrderId{1}) == kCancelled);
}

TEST_CASE("RB-06 a wrong key, then the right one") {
  auto centre = shop_with_operator();
  CHECK(once(centre, "+380440130102") == std::vector{Outcome::delivered_operator});
}

TEST_CASE("RB-06 no key: said again twice, then no-input, and its retry") {
  auto centre = shop_with_operator();
  const OrderId order = centre.add(order_of(1, {"+380440100100"}));
  centre.run_for(Milliseconds{40'000});
  REQUIRE(centre.outcomes(order) == std::vector{Outcome::no_input});
  CHECK(centre.task_of(order).phase == TaskPhase::ready);
  CHECK(centre.task_of(order).rounds_done == 1);
}

TEST_CASE("RB-06 a hang-up inside the message") {
  auto centre = shop_with_operator();
  const OrderId order = centre.add(order_of(1, {"+380440200100"}));
  centre.run_for(Milliseconds{10'000});
  CHECK(centre.outcomes(order) == std::vector{Outcome::hung_up});
}

TEST_CASE("RB-07 busy is tried again after the interval, until the attempts are used up") {
  auto centre = shop_with_operator();
  const OrderId order = centre.add(order_of(1, {"+380440300100"}));
  centre.run_for(Milliseconds{600'000});
  CHECK(centre.outcomes(order) == std::vector{Outcome::busy, Outcome::busy, Outcome::busy});
  CHECK(centre.task_of(order).phase == TaskPhase::done);
  const auto& calls = centre.provider->history();
  REQUIRE(calls.size() == 3);
  CHECK(calls[1].placed - *calls[0].ended >= Seconds{60});
  CHECK(calls[1].placed - *calls[0].ended < Seconds{62});
}

TEST_CASE("RB-07 a number that fails twice and then answers") {
  auto centre = shop_with_operator();
  const OrderId order = centre.add(order_of(1, {"+380440700102"}));
  centre.run_for(Milliseconds{600'000});
  CHECK(centre.outcomes(order) == std::vector{Outcome::busy, Outcome::busy, Outcome::delivered_operator});
}

TEST_CASE("RB-09 each end of a call has its result") {
  struct Row {
    const char* number;
    Outcome outcome;
  };
  for (const Row row : {Row{"+380440300100", Outcome::busy}, Row{"+380440400000", Outcome::no_answer},
                        Row{"+380440500121", Outcome::rejected}, Row{"+380440500101", Outcome::bad_number},
                        Row{"+380440500134", Outcome::provider_error}, Row{"+380440200100", Outcome::hung_up},
                        Row{"+380440410000", Outcome::no_answer}}) {
    CAPTURE(row.number);
    auto centre = shop_with_operator();
    const OrderId order = centre.add(order_of(1, {row.number}));
    centre.run_for(Milliseconds{45'000});
    REQUIRE_FALSE(centre.outcomes(order).empty());
    CHECK(centre.outcomes(order).front() == row.outcome);
    for (const auto& broken : broken_invariants(centre))
      FAIL_CHECK(broken);
  }
}

TEST_CASE("RB-09 an impatient customer on hold: connection not established") {
  auto centre = shop_with_operator("301");  // never answers
  const OrderId order = centre.add(order_of(1, {"+380440160105"}));
  centre.run_for(Milliseconds{30'000});
  CHECK(centre.outcomes(order) == std::vector{Outcome::connection_not_established});
}

TEST_CASE("RB-09 provider trouble does not use up an attempt") {
  auto centre = shop_with_operator();
  const OrderId order = centre.add(order_of(1, {"+380440500134"}));
  centre.run_for(Milliseconds{30'000});
  CHECK(centre.task_of(order).rounds_done == 0);
  CHECK(centre.task_of(order).phase == TaskPhase::ready);
}

TEST_CASE("RB-10 the conversation is billed rounded up per call") {
  auto centre = shop_with_operator();
  once(centre, "+380440110102");
  REQUIRE(centre.data.ends.size() == 1);
  const auto& end = centre.data.ends.begin()->second;
  CHECK(end.conversation > Seconds{5});
  CHECK(end.conversation < Seconds{60});
  CHECK(end.cost_micros == 1'800'000);
  CHECK(end.currency == "RUB");
}

TEST_CASE("RB-10 a provider may have a price of its own") {
  Settings settings = usual_settings();
  settings.operators.push_back(operator_on(1, "anna", "501"));
  settings.projects.front().price_by_provider[kProvider] = 3'000'000;
  CallCentre centre{std::move(settings)};
  centre.add(order_of(1, {"+380440110102"}));
  centre.run_for(Milliseconds{60'000});
  REQUIRE(centre.data.ends.size() == 1);
  CHECK(centre.data.ends.begin()->second.cost_micros == 3'000'000);
}

TEST_CASE("RT-03 a caller id has a limit of its own, over all projects") {
  Settings settings = usual_settings();
  settings.projects.front().caller_id = "+380441234567";
  settings.caller_ids.push_back({"+380441234567", 1, 0});
  for (int i = 1; i <= 3; ++i)
    settings.operators.push_back(operator_on(i, "op" + std::to_string(i), "50" + std::to_string(i)));
  CallCentre centre{std::move(settings)};
  for (int i = 0; i < 3; ++i)
    centre.add(order_of(i, {"+38044" + std::to_string(1000110 + i * 1000000)}));
  centre.run_for(Milliseconds{600'000});
  std::vector<const CallSeen*> customers;
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind == LegKind::customer) customers.push_back(&call);
  }
  REQUIRE(customers.size() >= 3);
  for (std::size_t i = 1; i < customers.size(); ++i)
    CHECK(*customers[i - 1]->ended <= customers[i]->placed);
}

TEST_CASE("AD-04 the next number is dialled at once, in the same round") {
  auto centre = shop_with_operator();
  const OrderId order = centre.add(order_of(1, {"+380440300100", "+380440110102"}));
  centre.run_for(Milliseconds{50'000});
  CHECK(centre.outcomes(order) == std::vector{Outcome::busy, Outcome::delivered_operator});
}

TEST_CASE("AD-04 a rejection by a person ends the round") {
  auto centre = shop_with_operator();
  const OrderId order = centre.add(order_of(1, {"+380440500121", "+380440110102"}));
  centre.run_for(Milliseconds{20'000});
  CHECK(centre.outcomes(order) == std::vector{Outcome::rejected});
}

TEST_CASE("QU-05 an operator who never answers is put on break after three misses, told why") {
  auto centre = shop_with_operator("301");
  centre.add(order_of(1, {"+380440110102"}));
  centre.run_for(Milliseconds{300'000});
  CHECK(centre.data.settings.operators.front().status == OperatorStatus::on_break);
  CHECK_FALSE(centre.data.settings.operators.front().status_reason.empty());
}

TEST_CASE("QU-08 the longest wait ends as connection not established") {
  Settings settings = usual_settings();
  settings.queues.front().longest_wait = Seconds{20};
  settings.queues.front().operator_ring_timeout = Seconds{60};
  settings.operators.push_back(operator_on(1, "anna", "301"));
  CallCentre centre{std::move(settings)};
  const OrderId order = centre.add(order_of(1, {"+380440110102"}));
  centre.run_for(Milliseconds{45'000});
  CHECK(centre.outcomes(order) == std::vector{Outcome::connection_not_established});
}

TEST_CASE("RN-01 until-idle ends when nothing is callable now, later instants do not hold it") {
  auto centre = shop_with_operator();
  const Instant start = centre.time.now();
  centre.add(order_of(1, {"+380440300100"}));
  const auto report = centre.run_until_idle();
  CHECK(report.attempts == 1);
  CHECK(centre.time.now() - start < Seconds{30});
}

}  // namespace dialctl::simulation
