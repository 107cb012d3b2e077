// Customers and operators, fact by fact: who waits where, who is connected, who is told.
#include <doctest/doctest.h>

#include "tests/simulation/scripted_shop.h"

namespace dialctl::simulation {

TEST_CASE("QU-07 an operator who is connected gets the order: event, card, hook") {
  Settings settings = with_operators();
  settings.projects.front().card_url = "https://crm.example/orders/{{order_id}}?name={{fio}}";
  settings.projects.front().connect_hook = "/usr/bin/card";
  Scripted shop{settings};
  shop.answers_and_presses('1');
  shop.on_operator = [&](const LegId& leg) { shop.answers(leg, Milliseconds{500}); };
  Order order = order_of(1, {kNumber});
  order.external_id = "A 1/2";
  order.fields = {{"fio", "Іван & Co"}};
  const OrderId id = shop.centre.add(order);
  LoopOptions options;
  options.run_for = Milliseconds{20'000};
  options.drain = Milliseconds{0};
  shop.centre.run(options);
  REQUIRE(shop.centre.connected.size() == 1);
  const auto& told = shop.centre.connected.front();
  CHECK(told.operator_name == "op1");
  CHECK(told.project_name == "shop");
  CHECK(told.order.id == id);
  CHECK(told.order.external_id == "A 1/2");
  CHECK(told.order.fields.front().second == "Іван & Co");
  CHECK(told.number.text() == kNumber);
  CHECK(told.hook == "/usr/bin/card");
  CHECK(told.card_url == "https://crm.example/orders/A%201%2F2?name=%D0%86%D0%B2%D0%B0%D0%BD%20%26%20Co");
  const auto& journal = shop.centre.data.journal;
  const auto line = std::find_if(journal.begin(), journal.end(),
                                 [](const Journalled& one) { return one.kind == "operator.connected"; });
  REQUIRE(line != journal.end());
  CHECK(line->subject == "order:1");
  CHECK(line->detail.starts_with("op1, attempt "));
  CHECK(line->detail.ends_with(told.card_url));
}

TEST_CASE("QU-07 without a hook there is the event alone, and no bridge means no event") {
  for (const bool bridges : {true, false}) {
    CAPTURE(bridges);
    Scripted shop{with_operators()};
    shop.bridges = bridges;
    shop.answers_and_presses('1');
    shop.on_operator = [&](const LegId& leg) { shop.answers(leg, Milliseconds{500}); };
    shop.centre.add(order_of(1, {kNumber}));
    LoopOptions options;
    options.run_for = Milliseconds{12'000};
    options.drain = Milliseconds{0};
    shop.centre.run(options);
    CHECK(shop.centre.connected.empty());
    CHECK(journalled(shop.centre, "operator.connected") == bridges);
  }
}

TEST_CASE(
    "QU-08 an operator who hangs up before the bridge leaves the customer his place and his longest wait") {
  Settings settings = with_operators(1);
  settings.queues.front().longest_wait = Seconds{40};
  settings.queues.front().wrap_up = Seconds{5};
  Scripted shop{settings};
  shop.bridges = false;
  shop.answers_and_presses('1');
  // He answers and hangs up again at once, each time.
  shop.on_operator = [&](const LegId& leg) {
    shop.answers(leg, Milliseconds{8'000});
    shop.provider().tell_after(Milliseconds{9'500}, Ended{leg, EndCause::normal, EndedBy::them, "16"});
  };
  shop.centre.data.settings.operators.front().position = 1;
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  const Instant start = shop.centre.time.now();
  shop.centre.run_for(Milliseconds{90'000});
  REQUIRE(shop.centre.outcomes(order).size() >= 1);
  CHECK(shop.centre.outcomes(order).front() == Outcome::connection_not_established);
  const Instant ended = shop.centre.data.ends.begin()->second.at;
  CHECK(ended - start < Seconds{46});  // 4 s to the key, 40 s of waiting: not begun anew by each operator
  const auto& facts = shop.centre.data.facts;
  CHECK(std::count_if(facts.begin(), facts.end(), [&](const AttemptFact& fact) {
          return fact.kind == AttemptFactKind::operator_answered &&
                 fact.attempt == shop.centre.data.ends.begin()->first;
        }) >= 2);
  // Back in line he hears music again.
  CHECK(shop.provider().sent<StartHoldMusic>().size() >= 2);
}

TEST_CASE("QU-08 back in line he comes before those who began to wait after him") {
  Settings settings = with_operators(1);
  settings.queues.front().pacing = PacingMode::ratio;
  settings.queues.front().ratio_milli = 2000;
  settings.queues.front().wrap_up = Seconds{3};
  Scripted shop{settings};
  std::vector<AttemptId> customers;
  shop.on_customer = [&](const LegId& leg) {
    customers.push_back(leg.number);
    shop.answers(leg, Milliseconds{1000 + 500 * static_cast<int>(customers.size())});
    shop.provider().tell_after(Milliseconds{4000 + 500 * static_cast<int>(customers.size())},
                               KeyPressed{leg, '1'});
  };
  std::vector<AttemptId> offers;
  shop.on_operator = [&](const LegId& leg) {
    offers.push_back(leg.number);
    shop.answers(leg, Milliseconds{1000});
    if (offers.size() == 1) {
      shop.bridges = false;
      shop.provider().tell_after(Milliseconds{2'500}, Ended{leg, EndCause::normal, EndedBy::them, "16"});
    } else {
      shop.bridges = true;
    }
  };
  shop.centre.add(order_of(1, {kNumber}));
  shop.centre.add(order_of(2, {"+380441110102"}));
  LoopOptions options;
  options.run_for = Milliseconds{25'000};
  options.drain = Milliseconds{0};
  shop.centre.run(options);
  REQUIRE(customers.size() == 2);
  REQUIRE(offers.size() >= 2);
  CHECK(offers[0] == customers[0]);
  CHECK(offers[1] == customers[0]);
}

TEST_CASE(
    "PA-02 an autoPredictive caller whose operator hangs up before the bridge is not left waiting for ever") {
  Settings settings = with_operators(1);
  settings.templates.front().text = "Hello {{autoPredictive}}";
  Scripted shop{settings};
  shop.bridges = false;
  shop.on_customer = [&](const LegId& leg) { shop.answers(leg, Milliseconds{1000}); };
  shop.on_operator = [&](const LegId& leg) {
    shop.answers(leg, Milliseconds{0});
    shop.provider().tell_after(Milliseconds{1'500}, Ended{leg, EndCause::normal, EndedBy::them, "16"});
  };
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  shop.centre.run_for(Milliseconds{60'000});
  CHECK(shop.centre.outcomes(order) == std::vector{Outcome::abandoned});
  CHECK(shop.provider().sent<StartHoldMusic>().empty());  // RB-01: that belongs to key-to-operator only
}

TEST_CASE("PA-02 abandoned at 2.000 s after the greeting's end, not before") {
  Settings settings = with_operators(1);
  settings.templates.front().text = "Hello {{autoPredictive}}";
  Scripted shop{settings};
  shop.on_customer = [&](const LegId& leg) { shop.answers(leg, Milliseconds{1000}); };
  const Instant start = shop.centre.time.now();
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  shop.centre.run_for(Milliseconds{20'000});
  REQUIRE(shop.centre.outcomes(order) == std::vector{Outcome::abandoned});
  const auto place = shop.provider().commands.front().first;
  for (const auto& [when, command] : shop.provider().commands) {
    const auto* hang_up = std::get_if<HangUp>(&command);
    if (hang_up == nullptr || hang_up->leg.kind != LegKind::customer) continue;
    CHECK(when - place == Milliseconds{2000 + 1000 + 2000});  // answer, greeting, patience
  }
  CHECK(place - start < Seconds{2});
}

TEST_CASE("QU-04 an operator counts as bridged only when the bridge has come") {
  Scripted shop{with_operators(1)};
  shop.bridges = false;
  shop.answers_and_presses('1');
  shop.on_operator = [&](const LegId& leg) { shop.answers(leg, Milliseconds{500}); };
  shop.centre.add(order_of(1, {kNumber}));
  shop.centre.run_for(Milliseconds{40'000});
  const auto& state = shop.centre.data.operators.at(OperatorId{1});
  CHECK_FALSE(state.last_bridge_end.has_value());
  CHECK(state.calls_answered == 0);
  CHECK(state.talk_time == Seconds{0});
  CHECK(state.activity != Activity::reserved);
}

}  // namespace dialctl::simulation
