// What a provider says of itself: fewer requests, refused, down.
#include <doctest/doctest.h>

#include "tests/simulation/scripted_shop.h"

namespace dialctl::simulation {

TEST_CASE("RN-05 a provider that asks for fewer requests is asked less: at least a second, at most an hour") {
  struct Row {
    Milliseconds asked;
    Milliseconds least;
    Milliseconds most;
  };
  for (const Row& row :
       {Row{Milliseconds{0}, Milliseconds{1'000}, Milliseconds{3'000}},
        Row{Milliseconds{7'000}, Milliseconds{7'000}, Milliseconds{9'000}},
        Row{std::chrono::hours{24 * 365}, Milliseconds{3'600'000}, Milliseconds{3'610'000}}}) {
    CAPTURE(row.asked.count());
    Settings settings = with_operators(2);
    Scripted shop{settings};
    shop.provider().on_command = [&](const Command& command) {
      const auto* place = std::get_if<Place>(&command);
      if (place == nullptr) return;
      const bool first = shop.provider().sent<Place>().size() == 1;
      if (first) {
        shop.provider().tell(Throttled{row.asked});
        shop.provider().tell(
            Placed{place->leg, PlaceAnswer::refused, RefusalClass::throttled, "429", row.asked});
      } else {
        shop.provider().tell(Placed{place->leg, PlaceAnswer::refused, RefusalClass::bad_number, "1", {}});
      }
    };
    settings.providers.front().calls_per_second_milli = 1000;
    shop.centre.data.set_settings(settings);
    shop.centre.add(order_of(1, {kNumber}));
    shop.centre.add(order_of(2, {"+380441110102"}));
    shop.centre.run_for(Milliseconds{3'700'000});
    std::vector<Instant> places;
    for (const auto& [when, command] : shop.provider().commands) {
      if (std::holds_alternative<Place>(command)) places.push_back(when);
    }
    REQUIRE(places.size() >= 2);
    CHECK(places[1] - places[0] >= row.least);
    CHECK(places[1] - places[0] <= row.most);
    CHECK(journalled(shop.centre, "provider.throttled"));
    const auto& first = shop.centre.data.ends.begin()->second;
    CHECK(first.outcome == Outcome::provider_error);  // used up no attempt
  }
}

TEST_CASE("RN-05 401 ends the loop when no provider is left, and is told apart from a server that is down") {
  Scripted shop{with_operators()};
  shop.provider().on_command = {};
  shop.centre.time.schedule(shop.centre.time.now() + Seconds{30}, [&] {
    shop.provider().tell(CredentialsRefused{"401"});
    shop.provider().tell(ProviderDown{"401", false});
  });
  const Instant start = shop.centre.time.now();
  LoopOptions options;
  options.run_for = std::chrono::hours{5};
  const auto report = shop.centre.run(options);
  CHECK(report.credentials_refused);
  CHECK_FALSE(report.provider_unreachable);
  CHECK(shop.centre.time.now() - start < Seconds{60});
  CHECK(shop.centre.data.providers.at(kProvider).condition == ProviderCondition::credentials_refused);
}

TEST_CASE(
    "RN-05 after SIGHUP a provider whose credentials were refused is tried with its secret read again") {
  Settings settings = with_operators();
  ProviderSettings second = settings.providers.front();
  second.id = ProviderId{2};
  second.name = "second";  // the loop goes on for its sake
  settings.providers.push_back(second);
  settings.projects.front().provider = kProvider;
  Scripted shop{settings};
  auto& time = shop.centre.time;
  time.schedule(time.now() + Seconds{30}, [&] { shop.provider().tell(CredentialsRefused{"401"}); });
  time.schedule(time.now() + Seconds{60}, [&] {
    CHECK(shop.centre.data.providers.at(kProvider).condition == ProviderCondition::credentials_refused);
    time.put(Control::reload);
  });
  const auto report = shop.centre.run_for(Milliseconds{90'000});
  CHECK_FALSE(report.credentials_refused);
  CHECK(shop.centre.data.providers.at(kProvider).condition == ProviderCondition::up);
}

TEST_CASE("RN-01 until-idle does not wait for ever for a provider that is down") {
  Scripted shop{with_operators()};
  shop.centre.add(order_of(1, {kNumber}));
  shop.provider().comes_up = false;
  shop.centre.time.schedule(shop.centre.time.now() + Milliseconds{1}, [&] {
    shop.provider().tell(ProviderDown{"connection refused", false});
  });
  const Instant start = shop.centre.time.now();
  LoopOptions options;
  options.mode = RunMode::until_idle;
  options.run_for = std::chrono::hours{1};
  const auto report = shop.centre.run(options);
  CHECK(shop.centre.time.now() - start < Seconds{90});
  CHECK(report.provider_unreachable);
}

}  // namespace dialctl::simulation
