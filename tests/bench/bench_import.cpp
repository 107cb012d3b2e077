// Rows 1 and 2 of the goals: an import against `sqlite3 .import` of the same file into one bare table with
// the same three live indexes (key, number, what is due), each in a process of its own and in turn.
//
//   bench_import [--full] [--rows N] [--pairs N] [--folder DIR]
//     100 thousand rows in 5 pairs; --full: 1 million
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <sys/stat.h>

#include "adapters/csv/csv_rows.h"
#include "adapters/json/byte_source.h"
#include "adapters/phone/libphonenumber_numbers.h"
#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/import_book.h"
#include "adapters/sqlite/settings_reader.h"
#include "adapters/tz/system_zones.h"
#include "engine/run/import.h"
#include "tests/bench/child.h"
#include "tests/bench/pairs.h"
#include "tests/bench/scratch.h"

namespace dialctl {
namespace {

const Instant kNow = *parse_iso("2026-11-21T10:00:00Z");

// About 135 bytes and 1.25 numbers a row, in the writings that exports have.
void write_orders(const std::string& path, std::int64_t rows) {
  std::mt19937_64 random(7);
  const auto pick = [&](const auto& list) { return list[random() % std::size(list)]; };
  const char* const names[] = {"Олена Коваленко", "John Smith", "Иван Петров", "Ганна Шевчук", "Marta Nowak"};
  const char* const goods[] = {"Подушка x2", "Garden hose 20 m", "Набор ножей", "LED lamp, warm", "Ковдра"};
  const char* const mobile[] = {"067", "050", "063", "093", "096", "099", "073"};
  const auto number = [&]() -> std::string {
    const auto digits = 1'000'000 + random() % 9'000'000;
    switch (random() % 4) {
      case 0:
        return fmt::format("{}{}", pick(mobile), digits);
      case 1:
        return fmt::format("+38{}{}", pick(mobile), digits);
      case 2:
        return fmt::format("({}) {}-{:02}-{:02}", pick(mobile), digits / 10'000, digits / 100 % 100,
                           digits % 100);
      default:
        return fmt::format("+48 60{}", digits);
    }
  };
  std::ofstream out(path);
  out << "order_id;country;bayer_name;phone;phone2;products;email;delivery_adress;utm_source;created\n";
  for (std::int64_t i = 0; i < rows; ++i) {
    out << fmt::format(
        "{};UA;{};{};{};{};client{}@example.com;Kyiv, Nova Poshta {};facebook;2026-11-{:02} 10:00\n",
        1'000'000 + i, pick(names), number(), random() % 4 == 0 ? number() : "", pick(goods),
        random() % 1'000'000, random() % 300 + 1, random() % 20 + 1);
  }
}

void remove_database(const std::string& path) {
  for (const char* end : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(path + end);
}

void prepare(const std::string& path) {
  remove_database(path);
  auto connection = sqlite::Connection::open({path, sqlite::Role::writer, Milliseconds{5000}, true});
  connection.value()->database().exec(
      "INSERT INTO template (name, kind, text, key_wait_seconds, repeats_max, machine, ring_limit_seconds)"
      " VALUES ('ready', 'message', 'Your order is ready.', 7, 2, 'hang-up', 30);"
      "INSERT INTO order_status (name, meaning, robot_template_id) VALUES ('new', 'open', 1);"
      "INSERT INTO project (name, region, zone, ambiguous_zone, language)"
      " VALUES ('shop', 'UA', 'Europe/Kyiv', 'all', 'uk');");
}

int import_file(const std::string& csv, const std::string& database, const ImportCounts& wanted) {
  auto connection = sqlite::Connection::open({database, sqlite::Role::writer});
  if (!connection) return 2;
  const Rulebook rules(sqlite::read_settings(*connection.value()));
  const LibphonenumberNumbers numbers;
  const SystemZones zones;
  sqlite::SqliteImportBook book(*connection.value());
  auto bytes = text::open_bytes(csv);
  auto rows = csv::open_rows(std::move(bytes).value(), {});
  if (!rows) return 3;
  ImportRequest request;
  request.project = ProjectId{1};
  request.source_name = csv;
  request.who = "bench";
  request.now = kNow;
  request.numbers = {"UA"};
  const auto report = import_orders(request, rules, {*rows.value(), numbers, zones, book});
  if (!report) {
    fmt::print(stderr, "{}: {}\n", report.error().code, report.error().message);
    return 4;
  }
  for (const RowRefusal& refusal : report.value().refusals)
    fmt::print(stderr, "{}\n", refusal.error.message);
  return report.value().counts == wanted ? 0 : 5;
}

constexpr double kGoal = 1.0;
constexpr double kAgainGoal = 0.5;
constexpr double kMemoryGoalMib = 96;

const char* verdict(bool met) {
  return met ? "met" : "MISSED";
}

int bench(std::int64_t rows, int pairs, const std::string& folder) {
  const std::string csv = folder + "/bench_import.csv";
  const std::string ours = folder + "/bench_import.db";
  const std::string peer = folder + "/bench_import_peer.db";
  write_orders(csv, rows);
  ChildRun first;
  ChildRun again;
  ChildRun theirs;
  std::vector<double> again_ratios;
  const PairResult result = [&] {
    std::vector<double> our_times;
    std::vector<double> peer_times;
    std::vector<double> ratios;
    for (int pair = 0; pair < pairs; ++pair) {
      const auto run_ours = [&] {
        prepare(ours);
        first = run_child("import", [&] { return import_file(csv, ours, {rows, 0, 0, 0, 0}); });
        again = run_child("import again", [&] { return import_file(csv, ours, {0, 0, rows, 0, 0}); });
      };
      const auto run_peer = [&] {
        remove_database(peer);
        theirs = run_program(
            {"sqlite3", "-bail", peer,
             "CREATE TABLE orders (order_id TEXT, country TEXT, bayer_name TEXT, phone TEXT, phone2 TEXT,"
             " products TEXT, email TEXT, delivery_adress TEXT, utm_source TEXT, created TEXT);"
             "CREATE UNIQUE INDEX orders_key ON orders (country, order_id);"
             "CREATE INDEX orders_phone ON orders (phone);"
             "CREATE INDEX orders_due ON orders (country, created);",
             ".separator ;", ".import --skip 1 " + csv + " orders",
             "SELECT CASE count(*) WHEN " + std::to_string(rows) +
                 " THEN '' ELSE abs(-9223372036854775808) END FROM orders"},
            {}, "/dev/null");
      };
      if (pair % 2 == 0) run_ours();
      run_peer();
      if (pair % 2 == 1) run_ours();
      our_times.push_back(first.wall_seconds);
      peer_times.push_back(theirs.wall_seconds);
      ratios.push_back(first.wall_seconds / theirs.wall_seconds);
      again_ratios.push_back(again.wall_seconds / first.wall_seconds);
    }
    return PairResult{median(our_times), median(peer_times), median(ratios)};
  }();
  const double again_ratio = median(again_ratios);
  const double peak_mib = std::max(first.peak_mib, again.peak_mib);
  fmt::print(
      "row 1  import of {} orders ({} B a row): {:.2f} s ({:.0f} rows/s), sqlite3 .import {:.2f} s, ratio "
      "{:.2f}, goal <= {:.2f}: {} (CPU {:.2f} and {:.2f} s, median of {} pairs)\n",
      rows, std::filesystem::file_size(csv) / static_cast<std::uintmax_t>(rows), result.ours_seconds,
      static_cast<double>(rows) / result.ours_seconds, result.peer_seconds, result.ratio, kGoal,
      verdict(result.ratio <= kGoal), first.cpu_seconds, theirs.cpu_seconds, pairs);
  fmt::print("row 1  unchanged again: {:.2f} s, ratio to the first {:.2f}, goal <= {:.2f}: {}\n",
             again.wall_seconds, again_ratio, kAgainGoal, verdict(again_ratio <= kAgainGoal));
  fmt::print("row 2  memory of the import of {} orders: {:.0f} MiB, again {:.0f} MiB, goal <= {:.0f}: {}\n",
             rows, first.peak_mib, again.peak_mib, kMemoryGoalMib, verdict(peak_mib <= kMemoryGoalMib));
  remove_database(ours);
  remove_database(peer);
  std::filesystem::remove(csv);
  return result.ratio <= kGoal && again_ratio <= kAgainGoal && peak_mib <= kMemoryGoalMib ? 0 : 1;
}

}  // namespace
}  // namespace dialctl

int main(int count, char** words) {
  std::int64_t rows = 100'000;
  int pairs = 5;
  std::string folder = std::filesystem::temp_directory_path().string();
  for (int each = 1; each < count; ++each) {
    const bool more = each + 1 < count;
    if (std::strcmp(words[each], "--full") == 0) rows = 1'000'000;
    if (std::strcmp(words[each], "--rows") == 0 && more) rows = std::atoll(words[++each]);
    if (std::strcmp(words[each], "--pairs") == 0 && more) pairs = std::atoi(words[++each]);
    if (std::strcmp(words[each], "--folder") == 0 && more) folder = words[++each];
  }
  return dialctl::bench(rows, pairs, dialctl::ScratchFolder(folder).path());
}
