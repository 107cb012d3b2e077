// PERFORMANCE row 12: the next opening of a schedule in a zone, over random zones and times.
//
// Peer: the naive way with the date library alone - the local time by its zone conversion, day after day
// until a window is found, and back by its conversion. Both must find the same openings.
#include <date/tz.h>
#include <fmt/format.h>
#include <random>

#include "adapters/tz/system_zones.h"
#include "engine/decide/schedule.h"
#include "engine/decide/schedule_text.h"
#include "tests/bench/pairs.h"

namespace dialctl {
namespace {

constexpr std::size_t kQueries = 200'000;
constexpr int kPairs = 7;
constexpr const char* kTexts[] = {
    "daily 09:00-21:00",
    "mon-fri 09:00-21:00, sat 10:00-16:00",
    "mon-fri 09:00-13:00 14:00-18:00",
    "mon-fri 10:00-19:00, sun 11:00-15:00",
    "mon 09:00-12:00",
};

struct Query {
  const Schedule* schedule;
  const OpenHours* hours;
  const ZoneTable* table;
  const date::time_zone* zone;
  Instant from;
};

// Windows of these schedules stay inside a day and away from gaps, which keeps the peer simple.
Instant naive_next_opening(const Query& query) {
  const auto local = query.zone->to_local(std::chrono::floor<Seconds>(query.from));
  const auto first_day = std::chrono::floor<std::chrono::days>(local);
  for (int ahead = 0;; ++ahead) {
    const auto day = first_day + std::chrono::days{ahead};
    const auto weekday = static_cast<std::size_t>((day.time_since_epoch().count() + 3) % 7);
    for (const DayWindow& window : query.schedule->week[weekday]) {
      if (day + Seconds{window.to_second} <= local) continue;
      const auto opens = day + Seconds{window.from_second};
      return opens <= local ? query.from : Instant{query.zone->to_sys(opens, date::choose::earliest)};
    }
  }
}

int run() {
  std::vector<Schedule> schedules;
  std::vector<OpenHours> hours;
  for (const char* text : kTexts)
    schedules.push_back(parse_schedule(text).value());
  for (const Schedule& schedule : schedules)
    hours.emplace_back(schedule);
  const SystemZones source;
  std::vector<std::shared_ptr<const ZoneTable>> tables;
  std::vector<const date::time_zone*> zones;
  for (const ZoneName& name : SystemZones::names()) {
    tables.push_back(source.find(name).value());
    zones.push_back(date::locate_zone(name));
  }

  std::mt19937_64 rng{12};
  const auto first = std::chrono::sys_days{std::chrono::year{2024} / 1 / 1};
  const auto last = std::chrono::sys_days{std::chrono::year{2037} / 9 / 1};
  std::vector<Query> queries;
  for (std::size_t i = 0; i < kQueries; ++i) {
    const std::size_t schedule = rng() % std::size(kTexts);
    const std::size_t zone = rng() % zones.size();
    const Instant from =
        first +
        Seconds{static_cast<std::int64_t>(rng() % static_cast<std::uint64_t>((last - first) / Seconds{1}))};
    queries.push_back({&schedules[schedule], &hours[schedule], tables[zone].get(), zones[zone], from});
  }

  std::vector<Instant> ours(kQueries);
  std::vector<Instant> naive(kQueries);
  const PairResult result = time_pairs(
      kPairs,
      [&] {
        for (std::size_t i = 0; i < kQueries; ++i) {
          ours[i] = next_opening(*queries[i].hours, *queries[i].table, queries[i].from).value_or(kNever);
        }
      },
      [&] {
        for (std::size_t i = 0; i < kQueries; ++i)
          naive[i] = naive_next_opening(queries[i]);
      });
  std::size_t different = 0;
  for (std::size_t i = 0; i < kQueries; ++i)
    different += ours[i] != naive[i] ? 1 : 0;

  const double ns = result.ours_seconds * 1e9 / kQueries;
  fmt::print(
      "row 12  next opening: {:.0f} ns a call, naive with date {:.0f} ns, ratio {:.2f} (median of {} "
      "pairs)\n",
      ns, result.peer_seconds * 1e9 / kQueries, result.ratio, kPairs);
  fmt::print("        {} queries over {} zones, {} different answers; goal <= 250 ns: {}\n", kQueries,
             zones.size(), different, ns <= 250 ? "met" : "MISSED");
  return ns <= 250 && different == 0 ? 0 : 1;
}

}  // namespace
}  // namespace dialctl

int main() {
  return dialctl::run();
}
