// CM-06, CM-07: the next order of a line of a hundred thousand is found in the time that a hundred take.
//
// It measures LineView::first() with limit 1 on SQLite: the line's buckets, the heads of each in the ways
// that the ranking asks for, the ranking, and the gates of the one that comes first. Settings are loaded,
// statements prepared; the files are in the cache. Each way in which a line is sorted has a row. Goal: the
// median of the long line is at most 1.5 times that of the short one.
//
//   bench_line [--full] [--folder DIR]     100 against 100 thousand orders; --full: against 1 million
#include <cstring>
#include <filesystem>
#include <memory>

#include "adapters/sqlite/line_book.h"
#include "adapters/tz/system_zones.h"
#include "engine/run/line_desk.h"
#include "tests/bench/orders.h"
#include "tests/bench/pairs.h"
#include "tests/bench/scratch.h"

using namespace dialctl;
using sqlite::Connection;
using sqlite::Role;

namespace {

constexpr Instant kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{10};
constexpr int kBuckets = 12;
constexpr int kPairs = 61;
constexpr double kGoal = 1.5;

// One way in which a line can be; instants are milliseconds before now, from the number `i` of an order.
struct Kind {
  const char* what;
  CallMode mode = CallMode::new_order;
  const char* word = "new";
  const char* part = "unprocessed";
  Minutes standard{0};
  std::string next_at = "60000 + i * 7919 % 1000000";
  std::string entered = "60000 + i * 104729 % 1000000";
  std::string place_key = "i * 15485863 % 9999991";
  std::string planned_at = "NULL";
  bool judged = true;
};

Rulebook rules_of(const Kind& kind) {
  Settings settings;
  Project project;
  project.id = ProjectId{1};
  project.name = "shop";
  project.region = "UA";
  project.zone = "Europe/Kyiv";
  settings.projects.push_back(project);
  settings.statuses.push_back({StatusId{1}, "new", StatusMeaning::open, {}, {}, {}, kind.mode});
  settings.legal_windows.push_back({"UA", "daily 00:00-24:00", "bench"});
  ModeSettings mode;
  mode.project = ProjectId{1};
  mode.mode = kind.mode;
  mode.standard = kind.standard;
  settings.modes.push_back(mode);
  return Rulebook{std::move(settings)};
}

class Size {
 public:
  Size(const std::string& folder, std::int64_t count, const Kind& kind) : rules_(rules_of(kind)) {
    ManyOrders many;
    many.count = count;
    many.buckets = kBuckets;
    many.mode = kind.word;
    many.part = kind.part;
    many.next_at = fmt::format("{} - ({})", to_millis(kNow), kind.next_at);
    many.entered = fmt::format("{} - ({})", to_millis(kNow), kind.entered);
    many.place_key = kind.place_key;
    if (kind.planned_at != "NULL")
      many.planned_at = fmt::format("{} - ({})", to_millis(kNow), kind.planned_at);
    const std::string path = fmt::format("{}/line-{}-{}", folder, kind.what, count);
    write_orders(path, many,
                 "INSERT INTO order_status (id, name, meaning) VALUES (1, 'new', 'open');"
                 "INSERT INTO project (id, name, region, zone, ambiguous_zone, language)"
                 " VALUES (1, 'shop', 'UA', 'Europe/Kyiv', 'all', 'uk');");
    auto opened = Connection::open({path, Role::writer, Milliseconds{1000}, false});
    if (!opened) throw std::runtime_error(opened.error().message);
    connection_ = std::move(opened).value();
    book_ = std::make_unique<sqlite::SqliteLineBook>(*connection_);
  }

  void next() {
    const auto looked = book_->look([&]() -> Result<void> {
      LineView view(*book_, rules_, zones_, kNow);
      if (view.first({}, std::nullopt, 1).size() != 1) throw std::runtime_error("no order is in line");
      return {};
    });
    if (!looked) throw std::runtime_error(looked.error().message);
  }

 private:
  Rulebook rules_;
  SystemZones zones_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<sqlite::SqliteLineBook> book_;
};

std::vector<Kind> kinds() {
  Kind fresh{"new"};
  Kind overdue{"overdue"};
  overdue.standard = Minutes{5};
  Kind random{"random", CallMode::random_1, "random-1"};
  Kind retries{"retries", CallMode::new_order, "new", "no-answer"};
  retries.next_at = "i * 7919 % 1000000 - 500000";  // half of them due
  Kind planned{"planned", CallMode::new_order, "new", "planned-callback"};
  planned.next_at = planned.planned_at = retries.next_at;
  Kind put_off = planned;
  put_off.what = "planned, half of them put off";
  put_off.next_at = "iif(i % 2, i * 7919 % 1000000 - 500000, (i * 7919 % 1000000 - 500000) / 2)";
  Kind import{"imported at once"};
  import.standard = Minutes{5};
  import.place_key = import.next_at = import.entered = "3600000";
  // Without a goal: what is due must be looked for behind what is not.
  Kind few{"put off, one of a hundred due"};
  few.next_at = "iif(i % 100 = 7, 60000, -60000)";
  few.judged = false;
  return {fresh, overdue, random, retries, planned, put_off, import, few};
}

int run(const std::string& folder, std::int64_t many) {
  bool met = true;
  for (const Kind& kind : kinds()) {
    Size small(folder, 100, kind);
    Size large(folder, many, kind);
    small.next();
    large.next();
    const PairResult result = time_pairs(
        kPairs, [&] { large.next(); }, [&] { small.next(); });
    const bool good = result.ratio <= kGoal;
    met = met && (good || !kind.judged);
    fmt::print("next of a line, {}: {} orders {:.0f} us, 100 orders {:.0f} us, ratio {:.2f}; {}\n", kind.what,
               many, result.ours_seconds * 1e6, result.peer_seconds * 1e6, result.ratio,
               !kind.judged ? "no goal"
               : good       ? "goal 1.50: met"
                            : "goal 1.50: MISSED");
  }
  return met ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  std::int64_t many = 100'000;
  std::string folder = std::filesystem::temp_directory_path().string();
  for (int each = 1; each < count; ++each) {
    if (std::strcmp(words[each], "--full") == 0) many = 1'000'000;
    if (std::strcmp(words[each], "--folder") == 0 && each + 1 < count) folder = words[++each];
  }
  return run(ScratchFolder(folder).path(), many);
}
