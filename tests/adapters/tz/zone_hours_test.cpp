// Every zone that Python knows is known here, and each hour of it is what the C library says.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <doctest/doctest.h>
#include <string>

#include "adapters/tz/system_zones.h"

namespace dialctl {
namespace {

std::vector<std::string> pythons_zones() {
  std::FILE* pipe = ::popen(
      "/usr/bin/python3 -c 'import zoneinfo\nfor n in sorted(zoneinfo.available_timezones()): print(n)'",
      "r");
  REQUIRE(pipe != nullptr);
  std::vector<std::string> names;
  char line[256];
  while (std::fgets(line, sizeof line, pipe) != nullptr) {
    names.emplace_back(line);
    names.back().pop_back();
  }
  REQUIRE(::pclose(pipe) == 0);
  return names;
}

// Seconds since 1970 of the first hour that differs; 0: none.
std::time_t first_difference(const ZoneTable& table, std::time_t step) {
  ::setenv("TZ", (":" + table.name).c_str(), 1);
  ::tzset();
  auto span = table.spans.begin();
  for (std::time_t at = 1'704'067'200; at < 2'137'968'000; at += step) {  // 2024-01-01 .. 2037-10-01
    while (std::next(span) != table.spans.end() && std::next(span)->from <= from_millis(at * 1000))
      ++span;
    std::tm local{};
    ::localtime_r(&at, &local);
    if (Seconds{local.tm_gmtoff} != span->offset) return at;
  }
  return 0;
}

}  // namespace

TEST_CASE(
    "fault 28 every zone that Python lists is known, and its hours 2024-2037 are those of the C library") {
  const char* full = std::getenv("DIALCTL_TEST_FULL");
  const std::time_t step = full != nullptr && std::string{full} == "1" ? 3600 : 11 * 3600;
  const char* before = std::getenv("TZ");
  const std::string kept = before != nullptr ? before : "";
  const SystemZones zones;
  const auto names = pythons_zones();
  CHECK(names.size() > 400);
  for (const std::string& name : names) {
    if (name == "localtime" || name == "posixrules" || name == "Factory") continue;  // no places
    CAPTURE(name);
    const auto table = zones.find(name);
    REQUIRE(table.ok());
    CHECK(first_difference(*table.value(), step) == 0);
  }
  before != nullptr ? ::setenv("TZ", kept.c_str(), 1) : ::unsetenv("TZ");
  ::tzset();
}

}  // namespace dialctl
