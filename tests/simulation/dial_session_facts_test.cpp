// Dial sessions, fact by fact: words about an operator's phone that are lost, and open legs at one provider.
#include <doctest/doctest.h>

#include "tests/simulation/dial_session_shop.h"
#include "tests/simulation/scripted_shop.h"

namespace dialctl::simulation {
namespace {

constexpr ProviderId kOther{2};

Settings one_in_session(LegMode leg = LegMode::ring) {
  Settings settings = session_settings();
  settings.operators.push_back(operator_in_session(1, "anna", "101"));
  settings.operators.back().leg = leg;
  return settings;
}

int placed(Scripted& shop, LegKind kind) {
  int count = 0;
  for (const Place& place : shop.provider().sent<Place>())
    count += place.leg.kind == kind ? 1 : 0;
  return count;
}

// Nobody ever says a word about the operator's phone, unless he is asked.
void answer_when_asked(Scripted& shop, const std::function<ProviderFact(const LegId&)>& answer) {
  shop.provider().on_command = [&shop, answer](const Command& command) {
    shop.answer(command);
    const auto* find = std::get_if<Find>(&command);
    if (find != nullptr && find->leg.kind != LegKind::customer) shop.provider().tell(answer(find->leg));
  };
}

void tell_later(Scripted& shop, Milliseconds delay, ProviderId provider, ProviderFact fact) {
  VirtualTime& time = shop.centre.time;
  time.schedule(time.now() + delay, [&time, provider, fact = std::move(fact)] {
    time.put(Event{ProviderEvent{provider, time.now(), fact}});
  });
}

}  // namespace

TEST_CASE("AD-02 an operator whose answer was not told is asked for, and then his customer is dialled") {
  Scripted shop{one_in_session()};
  answer_when_asked(shop, [](const LegId& leg) { return Found{leg, LegState::up}; });
  add_in_line(shop.centre, order_of(1, {kNumber}));
  shop.centre.run_for(Seconds{40});
  CHECK(placed(shop, LegKind::agent) == 1);
  CHECK(placed(shop, LegKind::customer) == 1);
}

TEST_CASE("AD-02 a phone of which nobody tells that it gave up is not waited for") {
  Scripted shop{one_in_session()};
  answer_when_asked(shop, [](const LegId& leg) { return Absent{leg}; });
  const OrderId order = add_in_line(shop.centre, order_of(1, {kNumber}));
  shop.centre.run_for(Seconds{60});
  CHECK(placed(shop, LegKind::customer) == 0);
  CHECK(place_of(shop.centre, order).phase == TaskPhase::ready);
  CHECK(shop.centre.data.rounds.empty());
  CHECK(shop.centre.data.settings.operators.front().status == OperatorStatus::on_break);
}

TEST_CASE("AD-02 a request without an answer is asked about soon") {
  Scripted shop{one_in_session()};
  const Instant start = shop.centre.time.now();
  shop.provider().on_command = [&](const Command& command) {
    if (const auto* place = std::get_if<Place>(&command);
        place != nullptr && place->leg.kind == LegKind::agent)
      shop.provider().tell(Placed{place->leg, PlaceAnswer::unknown, RefusalClass::none, "timeout", {}});
    if (const auto* find = std::get_if<Find>(&command)) shop.provider().tell(Absent{find->leg});
  };
  add_in_line(shop.centre, order_of(1, {kNumber}));
  shop.centre.run_for(Seconds{10});
  REQUIRE(shop.provider().sent<Find>().size() == 1);
  CHECK(shop.provider().commands.back().first < start + Seconds{5});
  CHECK(shop.centre.data.rounds.empty());
}

TEST_CASE("AD-02 a phone that is being asked for when the connection comes back is not taken for lost") {
  Scripted shop{one_in_session()};
  shop.provider().on_command = [&](const Command& command) {
    const auto* place = std::get_if<Place>(&command);
    if (place == nullptr || place->leg.kind != LegKind::agent) return;
    shop.provider().tell(LegsListed{});  // asked for before the request came through
    shop.provider().tell_after(Milliseconds{300},
                               Placed{place->leg, PlaceAnswer::accepted, RefusalClass::none, "200", {}});
    shop.answers(place->leg, Milliseconds{1000});
  };
  add_in_line(shop.centre, order_of(1, {kNumber}));
  shop.centre.run_for(Seconds{10});
  CHECK(placed(shop, LegKind::agent) == 1);
  CHECK(placed(shop, LegKind::customer) == 1);
}

TEST_CASE("RN-02 a customer's call of which nothing is known holds its number, not its operator") {
  Settings settings = one_in_session();
  settings.providers.front().settle_window = Seconds{2};
  Scripted shop{settings};
  shop.provider().on_command = [&](const Command& command) {
    if (const auto* find = std::get_if<Find>(&command)) shop.provider().tell(Absent{find->leg});
    const auto* place = std::get_if<Place>(&command);
    if (place == nullptr) return;
    const bool customer = place->leg.kind == LegKind::customer;
    shop.provider().tell(Placed{
        place->leg, customer ? PlaceAnswer::unknown : PlaceAnswer::accepted, RefusalClass::none, "", {}});
    if (!customer) shop.answers(place->leg, Milliseconds{500});
  };
  const OrderId order = add_in_line(shop.centre, order_of(1, {kNumber}));
  LoopOptions options;
  options.run_for = Seconds{3};  // the search has begun
  options.drain = Milliseconds{0};
  for (int start = 0; start < 3; ++start) {
    CAPTURE(start);
    shop.centre.run(options);
    REQUIRE(shop.centre.data.open.size() == 1);
    CHECK(shop.centre.data.open.begin()->second.step == CallStep::unknown);
    CHECK(place_of(shop.centre, order).phase == TaskPhase::live);
    if (start == 0) continue;  // it is still being looked for
    const OperatorState& anna = shop.centre.data.operators.at(OperatorId{1});
    CHECK((anna.activity == Activity::idle || anna.activity == Activity::wrap_up));
    CHECK_FALSE(anna.attempt.has_value());
    CHECK(shop.centre.data.rounds.empty());
  }
}

TEST_CASE(
    "QU-09 an open leg whose answer was not told is asked for, and one that is gone is not waited for") {
  for (const bool up : {true, false}) {
    CAPTURE(up);
    Scripted shop{one_in_session(LegMode::open)};
    answer_when_asked(shop, [&](const LegId& leg) -> ProviderFact {
      if (up) return Found{leg, LegState::up};
      return Absent{leg};
    });
    add_in_line(shop.centre, order_of(1, {kNumber}));
    shop.centre.run_for(Seconds{80});
    CHECK(placed(shop, LegKind::open) == 1);
    CHECK(placed(shop, LegKind::customer) == (up ? 1 : 0));
    CHECK((shop.centre.data.settings.operators.front().status == OperatorStatus::ready) == up);
  }
}

TEST_CASE("QU-09 an open leg is at one provider: what another one lists does not touch it, nor its orders") {
  Settings settings = one_in_session(LegMode::open);
  settings.providers.push_back(settings.providers.front());
  settings.providers.back().id = kOther;
  settings.providers.back().name = "other";
  settings.projects.front().provider = kProvider;
  settings.projects.push_back(settings.projects.front());
  Project& far = settings.projects.back();
  far.id = ProjectId{77};
  far.name = "far";
  far.provider = kOther;
  far.queue.reset();
  settings.modes.push_back(settings.modes.front());
  settings.modes.back().project = far.id;
  settings.operators.back().access.push_back({far.id, CallMode::new_order});
  Scripted shop{settings};
  shop.provider().on_command = [&](const Command& command) {
    shop.answer(command);
    const auto* place = std::get_if<Place>(&command);
    if (place == nullptr || place->leg.kind != LegKind::open) return;
    shop.answers(place->leg, Milliseconds{500});
  };
  tell_later(shop, Milliseconds{100}, kOther, LegsListed{});
  tell_later(shop, Milliseconds{100}, kOther, ProviderUp{});
  tell_later(shop, Seconds{5}, kOther, LegsListed{});  // its connection was lost meanwhile
  Order order = order_of(1, {kNumber});
  order.project = far.id;
  const OrderId beyond = add_in_line(shop.centre, std::move(order));
  add_in_line(shop.centre, order_of(2, {"+380440110103"}));
  shop.centre.run_for(Seconds{10});
  CHECK(placed(shop, LegKind::open) == 1);
  CHECK(shop.centre.data.settings.operators.front().status == OperatorStatus::ready);
  CHECK(placed(shop, LegKind::customer) == 1);
  CHECK(place_of(shop.centre, beyond).phase == TaskPhase::ready);
}

}  // namespace dialctl::simulation
