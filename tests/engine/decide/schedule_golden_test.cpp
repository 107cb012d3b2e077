#include <fstream>
#include <sstream>

#include "tests/engine/decide/schedule_cases.h"
#include "tests/support/source_file.h"

namespace dialctl {
namespace {

std::string text_of(std::optional<Instant> instant) {
  return instant ? to_iso(*instant) : "-";
}

}  // namespace

TEST_CASE("SC-01 golden table of windows, midnights, dates and daylight saving") {
  const ZoneTable zones[] = {utc(), kyiv(), new_york()};
  std::ifstream file{test::source_file("tests/engine/decide/schedule_golden.txt")};
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    CAPTURE(line);
    std::string fields[6];
    std::istringstream row{line};
    for (std::string& field : fields)
      std::getline(row, field, '|');
    const auto* zone = std::find_if(std::begin(zones), std::end(zones),
                                    [&fields](const ZoneTable& known) { return known.name == fields[0]; });
    REQUIRE(zone != std::end(zones));
    const OpenHours hours = hours_of(fields[1]);
    const Instant now = at(fields[2]);
    CHECK(is_open(hours, *zone, now) == (fields[3] == "open"));
    CHECK(text_of(next_opening(hours, *zone, now)) == fields[4]);
    CHECK(text_of(closing(hours, *zone, now)) == fields[5]);
    ++rows;
  }
  CHECK(rows >= 200);
}

}  // namespace dialctl
