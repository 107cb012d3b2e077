#include <random>
#include <rapidcheck.h>

#include "tests/engine/decide/schedule_cases.h"

namespace dialctl {
namespace {

std::string normal(std::string_view text) {
  const auto schedule = parse_schedule(text);
  return schedule ? to_text(schedule.value()) : schedule.error().code + ": " + schedule.error().message;
}

}  // namespace

TEST_CASE("SC-01 what an admin types, and how it is shown again") {
  CHECK(normal("mon-fri 09:00-21:00, sat 10:00-16:00") == "mon-fri 09:00-21:00, sat 10:00-16:00");
  CHECK(normal("MON-Fri 9:00-21:00;Saturday 10:00-16:00") == "mon-fri 09:00-21:00, sat 10:00-16:00");
  CHECK(normal("mon tue wed thu fri 09:00-21:00") == "mon-fri 09:00-21:00");
  CHECK(normal("sat-mon 09:00-12:00") == "mon 09:00-12:00, sat-sun 09:00-12:00");
  CHECK(normal("daily 00:00-24:00") == "mon-sun 00:00-24:00");
  CHECK(normal("always 00:00-24:00") == "mon-sun 00:00-24:00");
  CHECK(normal("daily closed") == "daily closed");
  CHECK(normal("mon 09:00-12:00, sun closed") == "mon 09:00-12:00");
  CHECK(normal("fri 22:00-06:00") == "fri 22:00-06:00");
  CHECK(normal("fri 22:00-00:00") == "fri 22:00-24:00");
  CHECK(normal("mon 09:00-13:00 14:00-18:00") == "mon 09:00-13:00 14:00-18:00");
  CHECK(normal("mon 09:00:30-21:00:05") == "mon 09:00:30-21:00:05");
  CHECK(normal("daily 09:00-21:00, 2027-01-01 10:00-14:00, 2026-12-31 closed") ==
        "mon-sun 09:00-21:00, 2026-12-31 closed, 2027-01-01 10:00-14:00");
  CHECK(normal("daily 09:00-21:00\n# holidays\n2026-12-25..2026-12-27 closed # three days\n\n") ==
        "mon-sun 09:00-21:00, 2026-12-25..2026-12-27 closed");
  CHECK(normal("2026-12-31 closed") == "daily closed, 2026-12-31 closed");
  CHECK(normal("mon 2026-12-31 10:00-11:00") == "mon 10:00-11:00, 2026-12-31 10:00-11:00");
}

TEST_CASE("SC-01 errors of a schedule's text name the place") {
  CHECK(normal("mon 09:00-21:00, sut 10:00-16:00") ==
        "schedule.bad-day: line 1, column 18: \"sut\" is no day");
  CHECK(normal("mon 09:00-21:00,\n  tue 25:00-26:00") ==
        "schedule.bad-time: line 2, column 7: \"25:00-26:00\" is not a window of time");
  CHECK(normal("") == "schedule.syntax: line 1, column 1: nothing is said");
  CHECK(normal(" , ; # nothing") == "schedule.syntax: line 1, column 15: nothing is said");
  CHECK(normal("09:00-21:00") ==
        "schedule.syntax: line 1, column 1: \"09:00-21:00\" does not say for which days it is");
  CHECK(normal("mon-fri") == "schedule.syntax: line 1, column 8: no hours after \"mon-fri\"");
  CHECK(normal("mon 09:00-09:00") ==
        "schedule.empty-window: line 1, column 5: \"09:00-09:00\" has no length");
  CHECK(normal("mon 09:00-13:00 12:00-18:00") ==
        "schedule.overlap: line 1, column 17: \"12:00-18:00\" begins before the window left of it has ended");
  CHECK(normal("mon 05:00-09:00 22:00-06:00") ==
        "schedule.overlap: line 1, column 17: the last window runs into the first one of the next day");
  CHECK(normal("mon-fri 09:00-21:00, fri 10:00-12:00") ==
        "schedule.day-twice: line 1, column 22: friday was given before");
  CHECK(normal("2026-12-31 closed, 2026-12-30..2027-01-02 closed") ==
        "schedule.day-twice: line 1, column 20: 2026-12-31 was given before");
  CHECK(normal("2026-02-29 closed") ==
        "schedule.bad-date: line 1, column 1: \"2026-02-29\" is no date of the calendar");
  CHECK(normal("2027-01-02..2027-01-01 closed").starts_with("schedule.bad-date"));
  CHECK(normal("2037-10-01 closed") ==
        "schedule.bad-date: line 1, column 1: \"2037-10-01\" is outside of 1970-01-01 .. 2037-09-30");
  CHECK(normal("2037-09-30 closed") == "daily closed, 2037-09-30 closed");
  CHECK(normal("1969-12-31 closed").starts_with("schedule.bad-date"));
  CHECK(normal("2026-01-01..2036-01-01 closed").starts_with("schedule.too-many-dates"));
}

TEST_CASE("SC-01 times and words that are none are refused") {
  for (const char* window : {"9-21", "09:00", "09:00-", "-21:00", "09:00-21:0", "09:60-10:00", "09:00-24:01",
                             "24:00-25:00", "24:00-06:00", "09:00-21:00-22:00", "09:00:00:00-21:00",
                             "+9:00-21:00", "9:-1-10:00", "09:00–21:00", "09:00-21:00closed", "0900-2100"}) {
    CAPTURE(window);
    CHECK(!parse_schedule(std::string{"mon "} + window).ok());
  }
  for (const char* text :
       {"mo 09:00-21:00", "mon- 09:00-21:00", "mon-fri-sat 09:00-21:00", "mon closed 09:00-21:00",
        "mon 09:00-21:00 closed", "mon 09:00-21:00 tue", "closed", "2026-1-1 closed", "2026-12-31.. closed",
        "..2026-12-31 closed", "12-31 closed", "mondays 09:00-21:00"}) {
    CAPTURE(text);
    CHECK(!parse_schedule(text).ok());
  }
  CHECK(parse_schedule(
            "mon 01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 11:00-12:00 13:00-14:00 "
            "15:00-16:00 17:00-18:00")
            .error()
            .message == "line 1, column 101: more than 8 windows in a day");
}

TEST_CASE("SC-01 the text form of any schedule reads back as the same schedule") {
  const auto windows = [] {
    DayWindows made;
    std::int32_t from = 0;
    const int count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count && from < kDaySeconds - 2; ++i) {
      from = *rc::gen::inRange(from, kDaySeconds - 1);
      const std::int32_t to = *rc::gen::inRange(from + 1, kDaySeconds + 1);
      made.push_back({from, to});
      from = to;
    }
    if (!made.empty() && *rc::gen::inRange(0, 3) == 0) {
      made.back().to_second = kDaySeconds + *rc::gen::inRange(0, made.front().from_second + 1);
    }
    return made;
  };
  CHECK(rc::check([windows] {
    Schedule schedule;
    for (DayWindows& day : schedule.week)
      day = windows();
    if (*rc::gen::inRange(0, 2) == 0) schedule.week.fill(schedule.week[0]);
    std::chrono::local_days day{std::chrono::year{2026} / 1 / 1};
    const int dates = *rc::gen::inRange(0, 6);
    for (int i = 0; i < dates; ++i) {
      day += std::chrono::days{*rc::gen::inRange(1, 4)};
      const bool as_before = i > 0 && *rc::gen::inRange(0, 2) == 0;
      schedule.dates.push_back({day, as_before ? schedule.dates.back().windows : windows()});
    }
    const auto read = parse_schedule(to_text(schedule));
    RC_ASSERT(read.ok());
    RC_ASSERT(read.value() == schedule);
    RC_ASSERT(to_text(read.value()) == to_text(schedule));
  }));
}

TEST_CASE("SC-01 the clock of a schedule as text") {
  for (const char* text : {"customer", "project", "Europe/Kyiv"}) {
    CHECK(to_text(parse_clock(text).value()) == text);
  }
  CHECK(parse_clock("Europe/Kyiv").value() == ScheduleClock{ClockKind::fixed, "Europe/Kyiv"});
  CHECK(!parse_clock("").ok());
  CHECK(!parse_clock("the customer").ok());
}

TEST_CASE("SC-01 random text is read or refused, never more") {
  std::mt19937 rng{31};
  constexpr const char* kWords[] = {"mon",   "fri-tue", "09:00-21:00", "24:00", "closed", "2026-12-31",
                                    "..",    "#",       "\n",          ",",     ";",      "22:00-06:00",
                                    "daily", "-",       ":",           " ",     "9"};
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t words = rng() % 8; words > 0; --words) {
      text += kWords[rng() % std::size(kWords)];
      if (rng() % 3 != 0) text += ' ';
    }
    const auto schedule = parse_schedule(text);
    if (schedule) CHECK(parse_schedule(to_text(schedule.value())).value() == schedule.value());
  }
}

}  // namespace dialctl
