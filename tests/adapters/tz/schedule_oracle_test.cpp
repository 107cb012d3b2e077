// FAULTS rows 25 and 26: every change of every zone, compared with Python's zoneinfo.
#include <cstdio>
#include <doctest/doctest.h>
#include <sstream>

#include "adapters/tz/system_zones.h"
#include "engine/decide/schedule.h"
#include "engine/decide/schedule_text.h"
#include "tests/support/source_file.h"

namespace dialctl {
namespace {

std::string output_of(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  char buffer[4096];
  for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    output.append(buffer, size);
  REQUIRE(::pclose(pipe) == 0);
  return output;
}

std::string oracle(const std::string& question) {
  return output_of("/usr/bin/python3 '" + test::source_file("tests/adapters/tz/schedule_oracle.py") + "' " +
                   question);
}

std::string text_of(std::optional<Instant> instant) {
  return instant ? to_iso(*instant) : "-";
}

}  // namespace

TEST_CASE(
    "SC-03 fault 25 fault 26 openings and closings near every change of every zone agree with zoneinfo") {
  const SystemZones zones;
  std::istringstream rows{oracle("transitions 25")};
  int compared = 0;
  for (std::string line; std::getline(rows, line);) {
    CAPTURE(line);
    std::string fields[6];
    std::istringstream row{line};
    for (std::string& field : fields)
      std::getline(row, field, '|');
    const auto zone = zones.find(fields[0]);
    REQUIRE(zone.ok());
    const auto schedule = parse_schedule(fields[1]);
    REQUIRE(schedule.ok());
    const OpenHours hours{schedule.value()};
    const auto now = parse_iso(fields[2]);
    REQUIRE(now.has_value());
    REQUIRE(is_open(hours, *zone.value(), *now) == (fields[3] == "open"));
    if (fields[4] != "?") REQUIRE(text_of(next_opening(hours, *zone.value(), *now)) == fields[4]);
    if (fields[5] != "?") REQUIRE(text_of(closing(hours, *zone.value(), *now)) == fields[5]);
    ++compared;
  }
  CHECK(compared > 9'000);
}

TEST_CASE(
    "SC-03 fault 25 fault 26 an appointment near any change of any zone: after the gap, or its first "
    "reading, once") {
  const SystemZones zones;
  std::istringstream rows{oracle("appointments")};
  int compared = 0;
  int repeated = 0;
  for (std::string line; std::getline(rows, line);) {
    CAPTURE(line);
    std::string name;
    std::string local;
    std::string expected;
    std::string kind;
    std::istringstream row{line};
    for (std::string* field : {&name, &local, &expected, &kind})
      std::getline(row, *field, '|');
    const auto zone = zones.find(name);
    REQUIRE(zone.ok());
    const auto as_utc = parse_iso(local + "Z");
    REQUIRE(as_utc.has_value());
    const auto at =
        to_instant(LocalTime{std::chrono::floor<Seconds>(*as_utc).time_since_epoch()}, *zone.value());
    REQUIRE(at.ok());
    REQUIRE(to_iso(at.value()) == expected);
    repeated += kind == "repeated" ? 1 : 0;
    ++compared;
  }
  CHECK(compared > 20'000);
  CHECK(repeated > 3'000);
}

}  // namespace dialctl
