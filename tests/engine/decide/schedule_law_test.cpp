#include <algorithm>

#include "engine/decide/legal_hours.h"
#include "engine/decide/limit_presets.h"
#include "tests/engine/decide/schedule_cases.h"

namespace dialctl {
namespace {

constexpr std::chrono::sys_days kToday{std::chrono::year{2026} / 11 / 21};

}  // namespace

TEST_CASE("SC-02 the legal schedule is 09:00-21:00 in every region, each with a source") {
  for (const char* region : {"RU", "UA", "US", "GB", "PL", "001", ""}) {
    const LegalHours& legal = legal_hours_of(region, kToday);
    const OpenHours hours = hours_of(legal.hours);
    CHECK(next_opening(hours, kyiv(), at("2026-06-10T00:00:00Z")) == at("2026-06-10T06:00:00Z"));
    CHECK(closing(hours, kyiv(), at("2026-06-10T06:00:00Z")) == at("2026-06-10T18:00:00Z"));
  }
  for (const LegalHours& entry : legal_hours())
    CHECK(entry.source.size() > 40);
}

TEST_CASE("SC-02 legal hours are dated: before an entry's day the default holds") {
  using std::chrono::days;
  for (const LegalHours& entry : legal_hours()) {
    CHECK(&legal_hours_of(entry.region, kToday) == &entry);
    CHECK(&legal_hours_of(entry.region, entry.since) == &entry);
    if (entry.region != "*") CHECK(legal_hours_of(entry.region, entry.since - days{1}).region == "*");
  }
  CHECK(legal_hours_of("PL", kToday).region == "*");
}

TEST_CASE("RT-02 limit presets exist for the regions, each figure with its source") {
  for (const char* region : {"RU", "UA", "US", "GB"})
    CHECK(limit_preset_of(region, kToday).region == region);
  CHECK(limit_preset_of("PL", kToday).region == "*");
  CHECK(limit_preset_of("US", std::chrono::year{2021} / 11 / 29).region == "*");
  CHECK(limit_preset_of("US", kToday).attempts_7d_max == 7);
  CHECK(limit_preset_of("RU", kToday).attempts_24h_max == 1);
  CHECK(limit_preset_of("UA", kToday).attempts_24h_max == 2);
  for (const LimitPreset& preset : limit_presets()) {
    CAPTURE(preset.region);
    CHECK(preset.attempts_24h_max >= 1);
    CHECK(preset.attempts_7d_max >= preset.attempts_24h_max);
    CHECK(preset.gap_min >= Minutes{1});
    for (const auto source : {preset.attempts_24h_source, preset.attempts_7d_source, preset.gap_source}) {
      CHECK(source.size() > 20);
    }
  }
}

TEST_CASE("RT-02 the default preset leaves the default retry policy room") {
  const LimitPreset& preset = limit_preset_of("*", kToday);
  CHECK(preset.attempts_24h_max >= 5);
  CHECK(preset.gap_min <= Minutes{20});
}

}  // namespace dialctl
