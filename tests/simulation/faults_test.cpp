// Rows of the fault list that take time: clocks that jump, words that come late or twice, lists that are
// behind.
#include <doctest/doctest.h>

#include "engine/model/random.h"
#include "tests/simulation/call_centre.h"
#include "tests/simulation/seeded_days.h"

namespace dialctl::simulation {
namespace {

// A tenth of what the invariants get: each of these lives through hours.
Settings with_operators() {
  Settings settings = usual_settings();
  settings.operators.push_back(operator_on(1, "anna", "501"));
  settings.operators.push_back(operator_on(2, "boris", "101"));
  settings.providers.front().settle_window = Seconds{120};
  return settings;
}

void expect_sound(const CallCentre& centre) {
  for (const auto& broken : broken_invariants(centre))
    FAIL_CHECK(broken);
}

void add_orders(CallCentre& centre, int count, const ZoneName& zone = "Europe/Kyiv") {
  for (int i = 0; i < count; ++i) {
    centre.add(order_of(i, {"+38044" + std::to_string(1000000 + i * 7919 % 9000000)}, zone));
  }
}

// All of the machine's clocks: by minutes, hours, days, to 1970, to 2100.
Milliseconds drawn_jump(Random& random, Instant now) {
  switch (random.below(6)) {
    case 0:
      return Milliseconds{random.between(61'000, 7'200'000)};
    case 1:
      return Milliseconds{-random.between(61'000, 7'200'000)};
    case 2:
      return std::chrono::hours{random.between(1, 24 * 30)};
    case 3:
      return -std::chrono::hours{random.between(1, 24 * 30)};
    case 4:
      return kFirstInstant - now;
    default:
      return at("2037-09-30T00:00:00Z") + std::chrono::hours{24 * 365 * 63} - now;
  }
}

}  // namespace

TEST_CASE("fault 24 whatever the machine's clock jumps by, nobody is called outside the true window") {
  int held = 0;
  int calls = 0;
  for (int seed = 1; seed <= seeds(100); ++seed) {
    CAPTURE(seed);
    Random random{static_cast<std::uint64_t>(seed)};
    CallCentre centre{with_operators(), at("2026-11-23T00:00:00Z") + Minutes{random.between(0, 24 * 60)}};
    centre.people.coded_numbers = false;
    centre.people.seed = static_cast<std::uint64_t>(seed);
    for (int i = 0; i < 12; ++i) {
      centre.add(order_of(i, {"+38044" + std::to_string(1000000 + i * 7919)},
                          i % 2 == 0 ? "Europe/Kyiv" : "America/New_York"));
    }
    for (auto jumps = random.between(1, 3); jumps > 0; --jumps) {
      const Instant when = centre.time.now() + Milliseconds{random.between(1000, 6 * 3'600'000)};
      centre.time.schedule(when, [&centre, by = drawn_jump(random, when)] {
        if (centre.time.skew() == Milliseconds{0}) centre.time.set_clock_by(by);
      });
    }
    centre.run_for(std::chrono::hours{8});
    expect_sound(centre);
    calls += static_cast<int>(centre.provider->history().size());
    held += std::any_of(centre.data.journal.begin(), centre.data.journal.end(),
                        [](const Journalled& line) { return line.kind == "clock.jump"; })
                ? 1
                : 0;
  }
  CHECK(held > seeds(100) / 2);
  CHECK(calls > seeds(100));
}

TEST_CASE("fault 24 a clock that is said to be right does open the shop: the windows above were shut by it") {
  CallCentre centre{with_operators(), at("2026-11-23T20:00:00Z")};  // 22:00 in Kyiv
  centre.add(order_of(1, {"+380440110102"}));
  centre.time.schedule(at("2026-11-23T20:10:00Z"), [&] { centre.time.set_clock_by(std::chrono::hours{12}); });
  LoopOptions options;
  options.accept_clock = true;
  options.run_for = std::chrono::hours{2};
  centre.run(options);
  CHECK_FALSE(centre.provider->history().empty());
  CHECK_FALSE(broken_invariants(centre).empty());
}

TEST_CASE("fault 29 a number whose zone cannot be told, and no zone of the project's: held, and says so") {
  Settings settings = with_operators();
  settings.projects.front().ambiguous_zone = AmbiguousZone::project;
  CallCentre centre{settings};
  Order order = order_of(1, {"+380440110102"});
  order.numbers.front().zones.clear();
  order.numbers.front().origin = ZoneOrigin::unknown;
  const OrderId id = centre.add(order);
  centre.run_for(std::chrono::hours{1});
  CHECK(centre.provider->history().empty());
  CHECK(centre.task_of(id).reason == "zone-known");
}

TEST_CASE("fault 29 a number with many zones is called only while all of them are open") {
  CallCentre centre{with_operators(), at("2026-11-23T00:00:00Z")};
  Order order = order_of(1, {"+380440110102"});
  order.numbers.front().zones = {"Asia/Kamchatka",
                                 "Europe/Kaliningrad"};  // 09:00-21:00 meet from 07:00Z to 09:00Z
  centre.add(order);
  centre.run_for(std::chrono::hours{30});
  REQUIRE_FALSE(centre.provider->history().empty());
  for (const auto& call : centre.provider->history()) {
    if (call.leg.kind != LegKind::customer) continue;
    CHECK(call.placed >= at("2026-11-23T07:00:00Z"));
    CHECK(call.placed < at("2026-11-23T09:00:00Z"));
  }
  expect_sound(centre);
}

namespace {

// A line on which words come twice or more, the repetitions late: after others, after the end, after minutes.
class RepeatingLine final : public ProviderEventSink {
 public:
  RepeatingLine(VirtualTime& time, std::uint64_t seed) : time_(time), random_(seed) {}
  void post(ProviderEvent event) override {
    time_.put(Event{event});
    // Keys are presses of a person, not states: a second one is a second press.
    if (std::holds_alternative<KeyPressed>(event.fact) || std::holds_alternative<LegsListed>(event.fact) ||
        std::holds_alternative<ProviderUp>(event.fact)) {
      return;
    }
    for (auto times = random_.below(3); times > 0; --times) {
      const Milliseconds later{
          random_.chance(1, 3) ? 0 : random_.between(1, random_.chance(1, 2) ? 2'000 : 90'000)};
      time_.schedule(time_.now() + later, [this, event] { time_.put(Event{event}); });
      ++repeated_;
    }
  }
  int repeated() const { return repeated_; }

 private:
  VirtualTime& time_;
  Random random_;
  int repeated_ = 0;
};

// A line that loses words.
class LossyLine final : public ProviderEventSink {
 public:
  LossyLine(VirtualTime& time, std::uint64_t seed) : time_(time), random_(seed) {}
  void post(ProviderEvent event) override {
    const bool of_a_leg =
        !std::holds_alternative<LegsListed>(event.fact) && !std::holds_alternative<ProviderUp>(event.fact);
    if (of_a_leg && random_.chance(1, 10)) return;
    time_.put(Event{std::move(event)});
  }

 private:
  VirtualTime& time_;
  Random random_;
};

// The whole story of each attempt and where each task ended.
std::string end_state(const CallCentre& centre) {
  std::string text;
  for (const auto& [id, end] : centre.data.ends) {
    text += centre.data.attempts.at(id).number.text() + " " + std::string{to_text(end.outcome)} + " " +
            to_iso(end.at) + "\n";
  }
  for (const auto& [id, task] : centre.data.tasks) {
    text += std::to_string(id.value) + " " + std::string{to_text(task.phase)} + " " +
            std::to_string(task.rounds_done) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("fault 42 words that come twice, and late, change nothing: the same end of every call") {
  for (int seed = 1; seed <= seeds(100); ++seed) {
    CAPTURE(seed);
    std::string expected;
    for (const bool repeats : {false, true}) {
      CallCentre centre{with_operators()};
      RepeatingLine line{centre.time, static_cast<std::uint64_t>(seed)};
      centre.people.coded_numbers = false;
      centre.people.seed = static_cast<std::uint64_t>(seed);
      if (repeats) centre.line = &line;
      add_orders(centre, 10);
      centre.run_for(Milliseconds{900'000});
      expect_sound(centre);
      if (!repeats) expected = end_state(centre);
      if (repeats) {
        REQUIRE(line.repeated() > 20);
        CHECK(end_state(centre) == expected);
      }
    }
  }
}

TEST_CASE("fault 42 words that never come: every call ends or is asked for, and nobody is called twice") {
  for (int seed = 1; seed <= seeds(100); ++seed) {
    CAPTURE(seed);
    CallCentre centre{with_operators()};
    LossyLine line{centre.time, static_cast<std::uint64_t>(seed)};
    centre.people.coded_numbers = false;
    centre.people.seed = static_cast<std::uint64_t>(seed);
    centre.line = &line;
    add_orders(centre, 10);
    centre.run_for(Milliseconds{3'600'000});
    for (const auto& broken : broken_invariants(centre)) {
      if (!broken.starts_with("I2"))
        FAIL_CHECK(broken);  // who hangs up unheard may be rung again by an operator's call
    }
    for (const auto& [id, open] : centre.data.open) {
      if (open.step == CallStep::unknown)
        continue;  // no word came at all: it waits for a person, and says so
      const auto& intent = centre.data.attempts.at(id);
      const auto age = std::chrono::duration_cast<Seconds>(centre.time.now() - intent.at).count();
      CHECK_MESSAGE(age < 1200, intent.number.text()
                                    << " open for " << age << " s in step " << static_cast<int>(open.step));
    }
    CHECK_FALSE(centre.data.ends.empty());
  }
}

TEST_CASE(
    "fault 43 calls come into the list later, within the settle window or after it: nobody is called twice") {
  int unknown = 0;
  int calls = 0;
  for (int seed = 1; seed <= seeds(100); ++seed) {
    CAPTURE(seed);
    Random random{static_cast<std::uint64_t>(seed)};
    Settings settings = with_operators();
    settings.providers.front().settle_window = Seconds{random.between(10, 120)};
    if (random.chance(1, 2)) settings.providers.front().redial_after_absent = Seconds{600};
    CallCentre centre{settings};
    centre.people.coded_numbers = false;
    centre.people.seed = static_cast<std::uint64_t>(seed);
    centre.people.placed_after = Milliseconds{random.between(0, 120'000)};
    add_orders(centre, 10);
    for (int deaths = 0; deaths < 6; ++deaths) {  // the loop dies, most often with requests under way
      LoopOptions options;
      options.run_for = Milliseconds{random.between(10, 20'000)};
      options.drain = Milliseconds{0};
      unknown += centre.run(options).unknown;
      centre.time.take();
    }
    unknown += centre.run_for(Milliseconds{1'800'000}).unknown;
    expect_sound(centre);
    calls += static_cast<int>(centre.provider->history().size());
  }
  CHECK(calls > 10 * seeds(100));
  CHECK(unknown > 0);  // what never came into the list waits for a person
}

}  // namespace dialctl::simulation
