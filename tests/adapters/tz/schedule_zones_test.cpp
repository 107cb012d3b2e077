// Calls at nine in the morning of ten zones, over both changes of 2026 and 2027, to the second. The changes
// are written down here from the published rules, not taken from tzdata.
#include <doctest/doctest.h>

#include "adapters/tz/system_zones.h"
#include "engine/decide/schedule.h"
#include "engine/decide/schedule_text.h"

namespace dialctl {
namespace {

struct Change {
  const char* zone;
  const char* instant;
  int minutes_before;  // local = UTC + this
  int minutes_after;
};

constexpr Change kChanges[] = {
    {"Europe/Kyiv", "2026-03-29T01:00:00Z", 120, 180},
    {"Europe/Kyiv", "2026-10-25T01:00:00Z", 180, 120},
    {"Europe/Kyiv", "2027-03-28T01:00:00Z", 120, 180},
    {"Europe/Kyiv", "2027-10-31T01:00:00Z", 180, 120},
    {"Europe/London", "2026-03-29T01:00:00Z", 0, 60},
    {"Europe/London", "2026-10-25T01:00:00Z", 60, 0},
    {"Europe/London", "2027-03-28T01:00:00Z", 0, 60},
    {"Europe/London", "2027-10-31T01:00:00Z", 60, 0},
    {"America/New_York", "2026-03-08T07:00:00Z", -300, -240},
    {"America/New_York", "2026-11-01T06:00:00Z", -240, -300},
    {"America/New_York", "2027-03-14T07:00:00Z", -300, -240},
    {"America/New_York", "2027-11-07T06:00:00Z", -240, -300},
    {"America/Los_Angeles", "2026-03-08T10:00:00Z", -480, -420},
    {"America/Los_Angeles", "2026-11-01T09:00:00Z", -420, -480},
    {"America/Los_Angeles", "2027-03-14T10:00:00Z", -480, -420},
    {"America/Los_Angeles", "2027-11-07T09:00:00Z", -420, -480},
    {"America/Santiago", "2026-04-05T03:00:00Z", -180, -240},
    {"America/Santiago", "2026-09-06T04:00:00Z", -240, -180},
    {"America/Santiago", "2027-04-04T03:00:00Z", -180, -240},
    {"America/Santiago", "2027-09-05T04:00:00Z", -240, -180},
    {"Africa/Cairo", "2026-04-23T22:00:00Z", 120, 180},
    {"Africa/Cairo", "2026-10-29T21:00:00Z", 180, 120},
    {"Africa/Cairo", "2027-04-29T22:00:00Z", 120, 180},
    {"Africa/Cairo", "2027-10-28T21:00:00Z", 180, 120},
    {"Asia/Jerusalem", "2026-03-27T00:00:00Z", 120, 180},
    {"Asia/Jerusalem", "2026-10-24T23:00:00Z", 180, 120},
    {"Asia/Jerusalem", "2027-03-26T00:00:00Z", 120, 180},
    {"Asia/Jerusalem", "2027-10-30T23:00:00Z", 180, 120},
    {"Australia/Sydney", "2026-04-04T16:00:00Z", 660, 600},
    {"Australia/Sydney", "2026-10-03T16:00:00Z", 600, 660},
    {"Australia/Sydney", "2027-04-03T16:00:00Z", 660, 600},
    {"Australia/Sydney", "2027-10-02T16:00:00Z", 600, 660},
    {"Australia/Lord_Howe", "2026-04-04T15:00:00Z", 660, 630},
    {"Australia/Lord_Howe", "2026-10-03T15:30:00Z", 630, 660},
    {"Australia/Lord_Howe", "2027-04-03T15:00:00Z", 660, 630},
    {"Australia/Lord_Howe", "2027-10-02T15:30:00Z", 630, 660},
    {"Pacific/Auckland", "2026-04-04T14:00:00Z", 780, 720},
    {"Pacific/Auckland", "2026-09-26T14:00:00Z", 720, 780},
    {"Pacific/Auckland", "2027-04-03T14:00:00Z", 780, 720},
    {"Pacific/Auckland", "2027-09-25T14:00:00Z", 720, 780},
};

// Nine in the morning, by the right offset, of the local
// day that is `days` after the last one before the change.
Instant nine_of_day(const Change& change, int days) {
  const Instant changes = *parse_iso(change.instant);
  const auto last_day =
      std::chrono::floor<std::chrono::days>(changes - Seconds{1} + Minutes{change.minutes_before});
  const Instant nine = last_day + std::chrono::days{days} + std::chrono::hours{9};
  const Instant after = nine - Minutes{change.minutes_after};
  return after >= changes ? after : nine - Minutes{change.minutes_before};
}

}  // namespace

TEST_CASE("SC-03 windows of 09:00-21:00 in ten zones over all changes of 2026 and 2027, to the second") {
  const SystemZones zones;
  const OpenHours hours{parse_schedule("daily 09:00-21:00").value()};
  for (const Change& change : kChanges) {
    CAPTURE(change.zone);
    CAPTURE(change.instant);
    const auto table = zones.find(change.zone).value();
    for (int day = -2; day <= 2; ++day) {
      const Instant opens = nine_of_day(change, day);
      const Instant closes = opens + std::chrono::hours{12};
      CAPTURE(to_iso(opens));
      REQUIRE(!is_open(hours, *table, opens - Seconds{1}));
      REQUIRE(is_open(hours, *table, opens));
      REQUIRE(next_opening(hours, *table, opens - Seconds{1}) == opens);
      REQUIRE(closing(hours, *table, opens) == closes);
      REQUIRE(is_open(hours, *table, closes - Seconds{1}));
      REQUIRE(!is_open(hours, *table, closes));
    }
  }
}

TEST_CASE("SC-03 every change is met: a window just around it opens at the changed hour") {
  const SystemZones zones;
  for (const Change& change : kChanges) {
    CAPTURE(change.zone);
    CAPTURE(change.instant);
    const auto table = zones.find(change.zone).value();
    const Instant changes = *parse_iso(change.instant);
    CHECK(to_local(changes - Seconds{1}, *table).time_since_epoch() ==
          (changes - Seconds{1} + Minutes{change.minutes_before}).time_since_epoch());
    CHECK(to_local(changes, *table).time_since_epoch() ==
          (changes + Minutes{change.minutes_after}).time_since_epoch());
    // The first local time after the change that is shown once only, both ways round.
    const int later = std::max(change.minutes_before, change.minutes_after);
    const auto local = LocalTime{std::chrono::floor<Seconds>(changes + Minutes{later}).time_since_epoch()};
    const Instant expected = change.minutes_after > change.minutes_before
                                 ? changes
                                 : changes + Minutes{change.minutes_before - change.minutes_after};
    CHECK(to_instant(local, *table).value() == expected);
  }
}

}  // namespace dialctl
