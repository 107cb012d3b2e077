// Conversations of two legs.
#include <algorithm>

#include "tests/adapters/provider_contract/suite.h"

using namespace dialctl;
using namespace dialctl::test;

namespace {

LegId up(Rig& rig, LegId leg) {
  REQUIRE(rig.hears(leg, "answered"));
  return leg;
}

void hang_up(Rig& rig, const std::vector<LegId>& legs) {
  for (const LegId& leg : legs)
    rig.perform(HangUp{leg, HangUpReason::done});
  for (const LegId& leg : legs)
    CHECK(rig.ended(leg));
}

int times(Rig& rig, const std::string& wanted) {
  const auto facts = rig.facts().all();
  return static_cast<int>(std::count_if(facts.begin(), facts.end(),
                                        [&](const ProviderFact& fact) { return word(fact) == wanted; }));
}

}  // namespace

TEST_CASE("RB-04 a customer on hold and an operator are connected, and one ends the other's talk") {
  SUITE_RIG(rig);
  const LegId customer = rig.call("+79001100000");
  const LegId operator_leg = rig.call_operator("100000");
  up(rig, customer);
  up(rig, operator_leg);
  rig.perform(StartHoldMusic{customer, ""});
  rig.perform(Connect{customer, operator_leg, false});
  REQUIRE(rig.hears(customer, "bridged"));
  rig.perform(HangUp{operator_leg, HangUpReason::done});
  CHECK(rig.ended(operator_leg));
  rig.perform(Play{customer, 1, {{Media::Kind::stock, "beep"}}});
  CHECK(rig.hears(customer, "played 1"));
  hang_up(rig, {customer});
  CHECK(times(rig, "bridged") == 1);
  CHECK(times(rig, "bridge-failed") == 0);
}

TEST_CASE("ARI a customer gets a second operator after the first has gone") {
  SUITE_RIG(rig);
  const LegId customer = up(rig, rig.call("+79001100000"));
  const LegId first = up(rig, rig.call_operator("100000"));
  const LegId second = up(rig, rig.call_operator("100000"));
  rig.perform(Connect{customer, first, false});
  REQUIRE(rig.hears("bridged"));
  rig.perform(HangUp{first, HangUpReason::done});
  REQUIRE(rig.ended(first));
  rig.perform(Connect{customer, second, false});
  CHECK(rig.hears("bridged", Milliseconds{4000}, 2));
  hang_up(rig, {customer, second});
}

TEST_CASE("QU-09 an open leg hears a beep, talks, and takes the next customer") {
  SUITE_RIG(rig);
  const LegId open = up(rig, rig.call_operator("100000", LegKind::open));
  for (int round = 1; round <= 2; ++round) {
    const LegId customer = up(rig, rig.call("+79001100000"));
    rig.perform(Connect{customer, open, true});
    REQUIRE(rig.hears("bridged", Milliseconds{4000}, round));
    if (round == 1) {
      rig.perform(Disconnect{open});
      hang_up(rig, {customer});
    } else {
      hang_up(rig, {customer});
      rig.perform(Disconnect{open});
    }
  }
  rig.perform(Play{open, 1, {{Media::Kind::stock, "beep"}}});
  CHECK(rig.hears(open, "played 1"));
  hang_up(rig, {open});
}

TEST_CASE("ARI legs that are not both up are not connected, and it is told once") {
  SUITE_RIG(rig);
  const LegId customer = up(rig, rig.call("+79001100000"));
  const LegId ringing = rig.call_operator("301");
  REQUIRE(rig.hears(ringing, "ringing"));
  rig.perform(Connect{customer, ringing, false});
  CHECK(rig.hears(customer, "bridge-failed"));
  const LegId gone = up(rig, rig.call_operator("701"));
  REQUIRE(rig.ended(gone));
  rig.perform(Connect{customer, gone, false});
  CHECK(rig.hears("bridge-failed", Milliseconds{4000}, 2));
  hang_up(rig, {customer, ringing});
  CHECK(times(rig, "bridge-failed") == 2);
}

TEST_CASE("ARI a leg that ends while being connected gives one word, bridged or failed") {
  SUITE_RIG(rig);
  std::vector<LegId> customers;
  std::vector<LegId> operators;
  for (int i = 0; i < 6; ++i) {
    customers.push_back(rig.call("+79001100000"));
    operators.push_back(rig.call_operator("100000"));
  }
  for (int i = 0; i < 6; ++i) {
    up(rig, customers[static_cast<std::size_t>(i)]);
    up(rig, operators[static_cast<std::size_t>(i)]);
  }
  for (std::size_t i = 0; i < 6; ++i) {
    rig.perform(Connect{customers[i], operators[i], i % 2 == 0});
    std::this_thread::sleep_for(Milliseconds{static_cast<int>(i) * 40});
    rig.perform(HangUp{i % 3 == 0 ? customers[i] : operators[i], HangUpReason::done});
  }
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(rig.ended(i % 3 == 0 ? customers[i] : operators[i]));
    CHECK(rig.hears(customers[i], "bridge"));
    rig.perform(HangUp{i % 3 == 0 ? operators[i] : customers[i], HangUpReason::done});
    CHECK(rig.ended(i % 3 == 0 ? operators[i] : customers[i]));
  }
  CHECK(times(rig, "bridged") + times(rig, "bridge-failed") == 6);
}

TEST_CASE("ARI connecting one pair does not hold up another call") {
  SUITE_RIG(rig);
  std::vector<LegId> legs;
  for (int i = 0; i < 4; ++i) {
    const LegId customer = up(rig, rig.call("+79001100000"));
    const LegId operator_leg = up(rig, rig.call_operator("100000"));
    legs.insert(legs.end(), {customer, operator_leg});
  }
  for (std::size_t i = 0; i < legs.size(); i += 2)
    rig.perform(Connect{legs[i], legs[i + 1], false});
  const auto begun = std::chrono::steady_clock::now();
  const LegId other = rig.call("+79001100000");
  REQUIRE(rig.hears(other, "answered"));
  CHECK(std::chrono::steady_clock::now() - begun < Milliseconds{250});
  CHECK(rig.hears("bridged", Milliseconds{4000}, 4));
  legs.push_back(other);
  hang_up(rig, legs);
}
