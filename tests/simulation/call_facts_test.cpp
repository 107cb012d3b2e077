// One call, fact by fact: what is decided when a provider says this or that, at this moment.
#include <doctest/doctest.h>

#include "tests/simulation/scripted_shop.h"

namespace dialctl::simulation {

TEST_CASE("SC-02 a call that is accepted but does not ring when the window closes is cancelled") {
  Scripted shop{with_operators(), "2026-11-23T18:59:50Z"};  // 20:59:50 in Kyiv
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  shop.centre.run_for(Milliseconds{30'000});
  REQUIRE(shop.hang_ups_of_customer().size() == 1);
  CHECK(shop.hang_ups_of_customer().front().reason == HangUpReason::window_closed);
  const auto hung_up =
      std::find_if(shop.provider().commands.begin(), shop.provider().commands.end(),
                   [](const auto& row) { return std::holds_alternative<HangUp>(row.second); });
  CHECK(hung_up->first == at("2026-11-23T19:00:00Z"));  // to the millisecond
  CHECK(shop.centre.outcomes(order) == std::vector{Outcome::cancelled});
  CHECK(shop.centre.task_of(order).rounds_done == 0);  // not his fault
  CHECK(shop.centre.task_of(order).next_at >= at("2026-11-24T07:00:00Z"));
}

TEST_CASE("SC-02 a call that rings before the window closes may be answered after it") {
  Scripted shop{with_operators(), "2026-11-23T18:59:50Z"};
  shop.on_customer = [&](const LegId& leg) {
    shop.provider().tell_after(Milliseconds{2000}, Ringing{leg});
    shop.provider().tell_after(Milliseconds{15'000}, Answered{leg});
    shop.provider().tell_after(Milliseconds{17'000}, KeyPressed{leg, '2'});
  };
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  shop.centre.run_for(Milliseconds{40'000});
  CHECK(shop.centre.outcomes(order) == std::vector{Outcome::delivered});
  CHECK(shop.centre.status_of(order) == kCancelled);
}

TEST_CASE("SC-02 a call taken over after a restart is cancelled too when it does not ring at the close") {
  Scripted shop{with_operators(), "2026-11-23T18:59:40Z"};
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  LoopOptions killed;
  killed.run_for = Milliseconds{5'000};
  killed.drain = Milliseconds{0};
  shop.centre.run(killed);
  REQUIRE(shop.centre.data.open.size() == 1);
  shop.provider().listed = {
      Found{{LegKind::customer, shop.centre.data.open.begin()->first, 0}, LegState::dialling}};
  shop.centre.run_for(Milliseconds{30'000});
  REQUIRE(shop.hang_ups_of_customer().size() == 1);
  CHECK(shop.hang_ups_of_customer().front().reason == HangUpReason::window_closed);
  CHECK(shop.centre.outcomes(order) == std::vector{Outcome::cancelled});
}

TEST_CASE("RB-05 who hangs up during the reply of a key to a status is not called again") {
  Settings settings = with_operators();
  settings.templates.front().text =
      R"(Hello. {{key_1 = "@"}} {{key_2 = "approved"}} {{key_2_reply = "Thank you"}})";
  Scripted shop{settings};
  shop.answers_and_presses('2');
  shop.on_customer = [&, first = shop.on_customer](const LegId& leg) {
    first(leg);
    shop.provider().tell_after(Milliseconds{4500}, Ended{leg, EndCause::normal, EndedBy::them, "16"});
  };
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  shop.centre.run_for(Milliseconds{300'000});
  CHECK(shop.centre.outcomes(order) == std::vector{Outcome::delivered});
  CHECK(shop.centre.status_of(order) == kApproved);
  CHECK(shop.provider().sent<Place>().size() == 1);
}

TEST_CASE("ST-02 who leaves the status while he is being called is not tried again") {
  Scripted shop{with_operators()};
  shop.on_customer = [&](const LegId& leg) {
    shop.provider().tell_after(Milliseconds{20'000}, Ended{leg, EndCause::busy, EndedBy::them, "17"});
  };
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  shop.centre.time.schedule(shop.centre.time.now() + Seconds{10}, [&] {
    shop.centre.data.record(StatusEntered{order, kApproved, shop.centre.time.now(), "anna", "paid", {}, {}});
  });
  shop.centre.run_for(Milliseconds{600'000});
  CHECK(shop.centre.outcomes(order) == std::vector{Outcome::busy});
  CHECK(shop.centre.task_of(order).phase == TaskPhase::cancelled);
}

TEST_CASE("RT-04 a number blacklisted while it is being dialled is hung up, one that has answered is not") {
  for (const bool answered : {false, true}) {
    CAPTURE(answered);
    Scripted shop{with_operators()};
    shop.on_customer = [&](const LegId& leg) {
      shop.provider().tell_after(Milliseconds{500}, Ringing{leg});
      if (answered) shop.provider().tell_after(Milliseconds{1000}, Answered{leg});
    };
    shop.plays = false;
    const OrderId order = shop.centre.add(order_of(1, {kNumber}));
    shop.centre.look_for_changes_every = Milliseconds{400};
    shop.centre.time.schedule(shop.centre.time.now() + Seconds{5}, [&] {
      shop.centre.data.list_number(E164::parse(kNumber).value(), ProjectId{}, {"anna", {}});
    });
    LoopOptions options;
    options.run_for = Milliseconds{8'000};
    options.drain = Milliseconds{0};
    shop.centre.run(options);
    CHECK(shop.hang_ups_of_customer().size() == (answered ? 0U : 1U));
    if (answered) continue;
    CHECK(shop.hang_ups_of_customer().front().reason == HangUpReason::blacklisted);
    CHECK(shop.centre.outcomes(order) == std::vector{Outcome::cancelled});
    CHECK(journalled(shop.centre, "attempt.blacklisted"));
  }
}

TEST_CASE("RB-11 answering machines: hang up, leave the message, or treat as answered") {
  struct Row {
    MachinePolicy policy;
    const char* text;
    Outcome outcome;
    int plays;
  };
  const char* const kKeys = R"(Hello. {{key_1 = "@"}})";
  for (const Row& row :
       {Row{MachinePolicy::hang_up, kKeys, Outcome::machine, 0},
        Row{MachinePolicy::leave_message, kKeys, Outcome::machine, 1},
        Row{MachinePolicy::treat_as_answered, kKeys, Outcome::no_input, 3},
        Row{MachinePolicy::leave_message, "Hello.", Outcome::delivered, 1},
        Row{MachinePolicy::leave_message, "Hello {{autoPredictive}}", Outcome::machine, 1}}) {
    CAPTURE(row.text);
    CAPTURE(to_text(row.outcome));
    Settings settings = with_operators(1);
    auto& tmpl = settings.templates.front();
    tmpl.text = row.text;
    tmpl.kind = std::string_view{row.text} == "Hello." ? TemplateKind::message : TemplateKind::predictive;
    tmpl.detect_machine = true;
    tmpl.machine = row.policy;
    Scripted shop{settings};
    shop.on_customer = [&](const LegId& leg) {
      shop.answers(leg, Milliseconds{1000});
      shop.provider().tell_after(Milliseconds{4000}, AnswerJudged{leg, AnsweredBy::machine, "MACHINE"});
    };
    const OrderId order = shop.centre.add(order_of(1, {kNumber}));
    shop.centre.run_for(Milliseconds{50'000});
    REQUIRE_FALSE(shop.centre.outcomes(order).empty());
    CHECK(shop.centre.outcomes(order).front() == row.outcome);
    CHECK(static_cast<int>(shop.provider().sent<Play>().size()) == row.plays);
    const auto placed = shop.provider().sent<Place>();
    CHECK(std::none_of(placed.begin(), placed.end(),  // nobody is rung for a machine
                       [](const Place& one) { return one.leg.kind == LegKind::offer; }));
  }
}

TEST_CASE("RB-09 words that never end do not hold an abandoned caller") {
  Settings settings = with_operators(1);
  settings.templates.front().text = "{{autoPredictive}}";
  settings.projects.front().spoken_name = "Shop";
  Scripted shop{settings};
  shop.plays = false;
  shop.on_customer = [&](const LegId& leg) { shop.answers(leg, Milliseconds{1000}); };
  const OrderId order = shop.centre.add(order_of(1, {kNumber}));
  shop.centre.run_for(Milliseconds{120'000});
  CHECK(shop.provider().sent<Play>().size() == 1);  // the name
  CHECK(shop.centre.outcomes(order) == std::vector{Outcome::abandoned});
}

}  // namespace dialctl::simulation
