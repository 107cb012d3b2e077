// Instants, delays and schedules of any size: an answer within its bounds, in bounded time, without overflow.
#include <array>
#include <cstdlib>
#include <ctime>
#include <random>

#include "tests/engine/decide/schedule_cases.h"

namespace dialctl {
namespace {

constexpr double kMillisMost = 5.0;

int cases() {
  const char* full = std::getenv("DIALCTL_TEST_FULL");
  return full != nullptr && std::string{full} == "1" ? 1'000'000 : 60'000;
}

// Of this thread alone: what else the machine does is not counted.
double cpu_millis() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{least, most}(random_);
  }
  bool one_in(int of) { return between(1, of) == 1; }

  // Ordinary, at an edge of what is known, ten thousand years away, or the last there is.
  Instant instant() {
    switch (between(0, 5)) {
      case 0:
        return from_millis(between(INT64_MIN, INT64_MAX));
      case 1:
        return kFirstRefusedInstant + Milliseconds{between(-2, 2)};
      case 2:
        return kFirstInstant + Milliseconds{between(-2, 2)};
      case 3:
        return one_in(2) ? Instant::max() - Milliseconds{between(0, 2)}
                         : Instant::min() + Milliseconds{between(0, 2)};
      default:
        return at("2026-01-01T00:00:00Z") + Milliseconds{between(0, 11LL * 365 * 86'400'000)};
    }
  }
  Milliseconds delay() {
    switch (between(0, 4)) {
      case 0:
        return Milliseconds{between(INT64_MIN, INT64_MAX)};
      case 1:
        return std::chrono::days{400} + Milliseconds{between(-1, 1)};
      case 2:
        return Milliseconds{between(-2, 2)};
      case 3:
        return std::chrono::years{between(-10'000, 10'000)};
      default:
        return Milliseconds{between(0, 40LL * 86'400'000)};
    }
  }
  // From never open to open day and night, with up to hundreds of dated days.
  OpenHours hours() {
    Schedule schedule;
    for (DayWindows& day : schedule.week) {
      if (one_in(3)) continue;
      const auto from = static_cast<std::int32_t>(between(0, kDaySeconds - 1));
      const auto to = one_in(6) ? kDaySeconds : static_cast<std::int32_t>(between(from + 1, kDaySeconds));
      day.push_back({one_in(8) ? 0 : from, to});
    }
    std::chrono::local_days day{std::chrono::year{2026} / 1 / 1};
    for (std::int64_t dates = one_in(10) ? between(0, 400) : between(0, 2); dates > 0; --dates) {
      day += std::chrono::days{between(1, 3)};
      schedule.dates.push_back(
          {day,
           one_in(2) ? DayWindows{} : DayWindows{{0, static_cast<std::int32_t>(between(1, kDaySeconds))}}});
    }
    return OpenHours{schedule};
  }

 private:
  std::mt19937_64 random_;
};

bool is_known(Instant instant) {
  return instant >= kFirstInstant && instant < kFirstRefusedInstant;
}

}  // namespace

TEST_CASE(
    "fault 30 any instant, delay and schedule has an answer that is open and within its bounds, in 5 ms") {
  Dice dice(30);
  const std::array<ZoneTable, 4> tables{kyiv(), new_york(), samoa(), utc()};
  double slowest = 0;
  for (int round = 0; round < cases(); ++round) {
    CAPTURE(round);
    const std::array<OpenHours, 2> hours{dice.hours(), dice.hours()};
    const std::array<HoursInZone, 2> both{
        {{&hours[0], &tables[static_cast<std::size_t>(dice.between(0, 3))]},
         {&hours[1], &tables[static_cast<std::size_t>(dice.between(0, 3))]}}};
    const auto all = std::span<const HoursInZone>{both}.first(dice.one_in(3) ? 2 : 1);
    const Instant from = dice.instant();
    const Milliseconds delay = dice.delay();
    const double began = cpu_millis();
    const auto opens = next_opening(all, from);
    const auto closes = closing(all, from);
    const auto later =
        after_delay(all, from, delay, dice.one_in(2) ? DelayClock::wall : DelayClock::open_hours);
    slowest = std::max(slowest, (cpu_millis() - began) / 3);
    if (opens) REQUIRE((is_known(*opens) && *opens >= from && is_open(all, *opens)));
    REQUIRE(closes.has_value() == is_open(all, from));
    if (closes) REQUIRE((*closes > from && *closes <= kFirstRefusedInstant));
    if (later) REQUIRE((is_known(*later) && *later >= from && is_open(all, *later)));
    if (delay < Milliseconds{0} || delay > std::chrono::days{400}) REQUIRE(!later);
  }
  CHECK(slowest < kMillisMost);
}

}  // namespace dialctl
