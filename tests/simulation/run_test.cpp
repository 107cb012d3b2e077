// How a run begins and ends, and what it notices meanwhile (RN-01, RN-03, RN-04, RN-05, SC-07).
#include <algorithm>
#include <doctest/doctest.h>

#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {
namespace {

Settings with_operator() {
  Settings settings = usual_settings();
  settings.operators.push_back(operator_on(1, "anna", "501"));
  return settings;
}

int customers_called(const CallCentre& centre) {
  const auto& all = centre.provider->history();
  return static_cast<int>(std::count_if(
      all.begin(), all.end(), [](const CallSeen& call) { return call.leg.kind == LegKind::customer; }));
}

}  // namespace

TEST_CASE("RN-01 once leaves what becomes due during a long call, and takes an order's next number along") {
  Settings settings = with_operator();
  settings.templates.front().kind = TemplateKind::message;
  settings.templates.front().text = "Hello";
  settings.policies.front().intervals = {Seconds{2}};
  settings.providers.front().calls_per_second_milli =
      200;  // one in five seconds: retries become due meanwhile
  CallCentre centre{settings};
  std::vector<OrderId> busy;
  for (int i = 0; i < 4; ++i)
    busy.push_back(centre.add(order_of(i, {"+38044" + std::to_string(1300100 + i * 1000000)})));
  const OrderId two = centre.add(order_of(9, {"+380449300100", "+380449310100"}));
  LoopOptions options;
  options.mode = RunMode::once;
  const auto report = centre.run(options);
  CHECK(report.attempts == 6);
  for (const OrderId order : busy)
    CHECK(centre.outcomes(order).size() == 1);
  CHECK(centre.outcomes(two).size() == 2);
  for (const Instant later = centre.time.now() + Seconds{10}; centre.time.now() < later; centre.time.take())
    centre.time.wait(later - centre.time.now());
  const auto again = centre.run(options);  // the next run takes the retries
  CHECK(again.attempts >= 5);
  for (const OrderId order : busy)
    CHECK(centre.outcomes(order).size() == 2);
  CHECK(centre.outcomes(two).size() > 2);
}

TEST_CASE("RN-01 for: then as a stop") {
  CallCentre centre{with_operator()};
  const Instant start = centre.time.now();
  centre.run_for(Milliseconds{7'200'000});
  CHECK(centre.time.now() - start >= std::chrono::hours{2});
  CHECK(centre.time.now() - start < std::chrono::hours{2} + Seconds{61});
}

TEST_CASE("RN-03 what is live when the drain is over is left up, and settled at the next start") {
  CallCentre centre{with_operator()};
  const OrderId order = centre.add(order_of(1, {"+380440110102"}));
  LoopOptions options;
  options.drain = Milliseconds{1'000};
  centre.time.schedule(centre.time.now() + Seconds{12}, [&] { centre.time.put(Control::stop); });
  const Instant start = centre.time.now();
  const auto report = centre.run(options);
  CHECK(report.left_up == 1);
  CHECK(centre.time.now() - start < Seconds{15});
  CHECK(centre.data.open.size() == 1);
  CHECK_FALSE(centre.provider->history().front().ended.has_value());
  centre.run_for(Milliseconds{120'000});
  CHECK(centre.data.open.empty());
  CHECK(centre.outcomes(order).size() == 1);
  CHECK(customers_called(centre) == 1);
}

TEST_CASE("RN-03 a second stop ends at once") {
  CallCentre centre{with_operator()};
  centre.add(order_of(1, {"+380440110102"}));
  LoopOptions options;
  options.drain = Milliseconds{600'000};
  const Instant start = centre.time.now();
  centre.time.schedule(start + Seconds{12}, [&] { centre.time.put(Control::stop); });
  centre.time.schedule(start + Seconds{13}, [&] { centre.time.put(Control::stop); });
  CHECK(centre.run(options).left_up == 1);
  CHECK(centre.time.now() - start < Seconds{14});
}

TEST_CASE("RN-03 a drain is as long when the clock is set back during it") {
  CallCentre centre{with_operator()};
  centre.scripted = std::make_unique<ScriptedProvider>(kProvider, centre.time);
  centre.scripted->on_command = [&](const Command& command) {
    const auto* place = std::get_if<Place>(&command);
    if (place == nullptr) return;
    centre.scripted->tell(Placed{place->leg, PlaceAnswer::accepted, RefusalClass::none, "200", {}});
    centre.scripted->tell_after(Milliseconds{100}, Ringing{place->leg});
    centre.scripted->tell_after(Milliseconds{200}, Answered{place->leg});
  };
  centre.add(order_of(1, {"+380440110102"}));
  LoopOptions options;
  options.drain = Milliseconds{20'000};
  options.accept_clock = true;
  const Instant start = centre.time.now();
  centre.time.schedule(start + Seconds{10}, [&] { centre.time.put(Control::stop); });
  centre.time.schedule(start + Seconds{12}, [&] { centre.time.set_clock_by(std::chrono::hours{-24}); });
  centre.run(options);
  CHECK(centre.time.now() - start < Seconds{35});
}

TEST_CASE("RN-04 a pause, a new rule and a blacklisting by other commands hold within a second") {
  struct Row {
    const char* name;
    std::function<void(CallCentre&)> change;
  };
  for (const Row& row :
       {Row{"pause",
            [](CallCentre& c) {
              Settings s = c.data.settings;
              s.projects.front().paused = true;
              c.data.set_settings(s);
            }},
        Row{"hours",
            [](CallCentre& c) {
              Settings s = c.data.settings;
              s.legal_windows.push_back({"UA", "daily 09:00-10:00", "test"});
              c.data.set_settings(s);
            }},
        Row{"break",
            [](CallCentre& c) {
              Settings s = c.data.settings;
              s.operators.front().status = OperatorStatus::on_break;
              c.data.set_settings(s);
            }},
        Row{"blacklist", [](CallCentre& c) {
              for (const auto& [id, order] : c.data.orders)
                c.data.list_number(order.order.numbers.front().number, ProjectId{}, {"x", {}});
            }}}) {
    CAPTURE(row.name);
    Settings settings = with_operator();
    settings.providers.front().calls_per_second_milli = 1000;
    settings.queues.front().pacing = PacingMode::ratio;
    settings.queues.front().ratio_milli = 100'000;
    CallCentre centre{settings};
    centre.look_for_changes_every = Milliseconds{400};  // as the real loop does
    for (int i = 0; i < 60; ++i)
      centre.add(order_of(i, {"+38044" + std::to_string(1400000 + i * 10000)}));
    const Instant when = centre.time.now() + Milliseconds{10'300};
    centre.time.schedule(when, [&] { row.change(centre); });
    centre.run_for(Milliseconds{30'000});
    CHECK(customers_called(centre) >= 8);
    for (const auto& call : centre.provider->history())
      CHECK(call.placed <= when + Seconds{1});
  }
}

TEST_CASE("RN-04 an order that is imported while the loop sleeps is called within a second") {
  CallCentre centre{with_operator()};
  centre.look_for_changes_every = Milliseconds{400};
  const Instant when = centre.time.now() + Minutes{17};
  centre.time.schedule(when, [&] { centre.add(order_of(1, {"+380440110102"})); });
  centre.run_for(Milliseconds{1'100'000});
  REQUIRE(customers_called(centre) == 1);
  CHECK(centre.provider->history().front().placed - when <= Seconds{1});
}

TEST_CASE("RN-05 a provider whose credentials are refused stops alone, the others go on, and the end tells") {
  Settings settings = with_operator();
  ProviderSettings second = settings.providers.front();
  second.id = ProviderId{2};
  second.name = "refused";
  settings.providers.push_back(second);
  settings.projects.front().provider = kProvider;
  Project other = settings.projects.front();
  other.id = ProjectId{2};
  other.name = "other";
  other.provider = ProviderId{2};
  settings.projects.push_back(other);
  CallCentre centre{settings};
  centre.refused = ProviderId{2};
  const OrderId good = centre.add(order_of(1, {"+380440110102"}));
  Order refused = order_of(2, {"+380441110102"});
  refused.project = ProjectId{2};
  const OrderId bad = centre.add(refused);
  const auto report = centre.run_until_idle();
  CHECK(report.credentials_refused);
  CHECK(centre.outcomes(good) == std::vector{Outcome::delivered_operator});
  CHECK(centre.outcomes(bad).empty());
  CHECK(centre.task_of(bad).phase == TaskPhase::ready);  // nothing is burnt
  CHECK(centre.data.providers.at(ProviderId{2}).condition == ProviderCondition::credentials_refused);
  CHECK(std::any_of(centre.data.journal.begin(), centre.data.journal.end(),
                    [](const Journalled& line) { return line.kind == "provider.credentials-refused"; }));
}

TEST_CASE("SC-07 a clock that is set right again is trusted again") {
  CallCentre centre{with_operator()};
  const OrderId order = centre.add(order_of(1, {"+380440300100"}));  // busy, tried again each minute
  const Instant start = centre.time.now();
  centre.time.schedule(start + Seconds{30}, [&] { centre.time.set_clock_by(std::chrono::hours{5}); });
  centre.time.schedule(start + Minutes{30},
                       [&] { centre.time.set_clock_by(std::chrono::hours{-5} + Seconds{2}); });
  centre.run_for(Milliseconds{3'000'000});
  CHECK(centre.outcomes(order).size() == 3);
  for (const auto& call : centre.provider->history()) {
    const bool held = call.placed > start + Seconds{31} && call.placed < start + Minutes{30};
    CHECK_FALSE(held);
  }
}

TEST_CASE("SC-07 a run that ends by itself does not wait under a clock that is not trusted") {
  CallCentre centre{with_operator()};
  centre.add(order_of(1, {"+380440110102"}));
  centre.add(order_of(2, {"+380440110202"}));
  const Instant start = centre.time.now();
  centre.time.schedule(start + Milliseconds{2'000},
                       [&] { centre.time.set_clock_by(std::chrono::hours{-2}); });
  centre.run_until_idle();
  CHECK(centre.time.now() - start < Minutes{5});
  CHECK(customers_called(centre) == 1);
}

}  // namespace dialctl::simulation
