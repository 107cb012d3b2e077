// PERFORMANCE row 3: picking the next 50 due orders costs the same whatever the number of orders, and grows
// with open buckets alone. Goal: max/min of the medians <= 1.3.
//
//   bench_due [--full] [--folder DIR]     10 thousand to 1 million orders; --full: to 10 million
#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <vector>

#include "adapters/sqlite/connection.h"
#include "adapters/sqlite/sqlite_store.h"
#include "tests/bench/orders.h"
#include "tests/bench/scratch.h"

using namespace dialctl;
using sqlite::Connection;
using sqlite::Role;

namespace {

constexpr Instant kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};
constexpr int kBuckets = 12;
constexpr int kPick = 50;
constexpr int kRounds = 41;

// Half of them due, in an order unlike that of their ids.
void fill(const std::string& path, std::int64_t orders, int buckets) {
  ManyOrders many;
  many.count = orders;
  many.buckets = buckets;
  many.next_at = fmt::format("{} + (i * 7919 % {} - {} / 2) * 1000", to_millis(kNow), orders, orders);
  write_orders(
      path, many,
      "INSERT INTO template VALUES (1, 'hello', 'message', 'Hello', 7, 2, 'hang-up', 0, 30, NULL, NULL);"
      "INSERT INTO order_status (id, name, meaning) VALUES (1, 'new', 'open');"
      "INSERT INTO project (id, name, region, zone, ambiguous_zone, language)"
      " VALUES (1, 'shop', 'UA', 'Europe/Kyiv', 'all', 'uk');");
}

double median_micros(const std::function<void()>& work) {
  std::vector<double> micros;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work();
    micros.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
  }
  std::nth_element(micros.begin(), micros.begin() + kRounds / 2, micros.end());
  return micros[kRounds / 2];
}

class Size {
 public:
  Size(const std::string& folder, std::int64_t orders, int buckets)
      : path_(fmt::format("{}/due-{}-{}", folder, orders, buckets)) {
    fill(path_, orders, buckets);
    auto opened = Connection::open({path_, Role::loop, Milliseconds{1000}, false});
    if (!opened) throw std::runtime_error(opened.error().message);
    store_ = std::make_unique<sqlite::SqliteStore>(std::move(opened).value());
    if (!store_->take_ownership("bench", kNow)) throw std::runtime_error("no ownership");
  }
  double look_micros() {
    return in_a_pass([&] { (void)store_->buckets(); });
  }
  double pick_micros() {
    const BucketId bucket = store_->buckets().front().bucket.id;
    return in_a_pass([&] {
      const DueTasks due = store_->due_tasks(bucket, kNow, kPick);
      if (due.tasks.size() != kPick) throw std::runtime_error("not 50 due");
    });
  }

 private:
  double in_a_pass(const std::function<void()>& work) {
    store_->begin_pass();
    const double micros = median_micros(work);
    store_->roll_back();
    return micros;
  }

  std::string path_;
  std::unique_ptr<sqlite::SqliteStore> store_;
};

double ratio(std::vector<double> values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return *most / *least;
}

double middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int run(const std::string& folder, bool full) {
  std::vector<std::int64_t> sizes{10'000, 100'000, 1'000'000};
  if (full) sizes.push_back(10'000'000);
  std::vector<std::unique_ptr<Size>> beds;
  for (const std::int64_t orders : sizes)
    beds.push_back(std::make_unique<Size>(folder, orders, kBuckets));
  std::vector<std::vector<double>> picks(sizes.size());
  std::vector<std::vector<double>> looks(sizes.size());
  for (int turn = 0; turn < 7; ++turn) {  // in turn, so that a busy moment meets all sizes
    for (std::size_t each = 0; each < beds.size(); ++each) {
      picks[each].push_back(beds[each]->pick_micros());
      looks[each].push_back(beds[each]->look_micros());
    }
  }
  std::vector<double> pick_medians;
  std::vector<double> look_medians;
  for (std::size_t each = 0; each < sizes.size(); ++each) {
    pick_medians.push_back(middle(picks[each]));
    look_medians.push_back(middle(looks[each]));
    fmt::print("{:>10} orders: next {} due {:8.1f} us, {} open buckets {:6.1f} us\n", sizes[each], kPick,
               pick_medians.back(), kBuckets, look_medians.back());
  }
  Size many(folder, 10'000, 1000);
  fmt::print("{:>10} orders in 1000 open buckets: buckets {:.1f} us\n", 10'000, many.look_micros());
  const double picked = ratio(pick_medians);
  fmt::print("next 50 due: max/min {:.2f}; open buckets: max/min {:.2f}; goal 1.30: {}\n", picked,
             ratio(look_medians), picked <= 1.3 ? "met" : "MISSED");
  return picked <= 1.3 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  bool full = false;
  std::string folder = std::filesystem::temp_directory_path().string();
  for (int each = 1; each < count; ++each) {
    if (std::strcmp(words[each], "--full") == 0) full = true;
    if (std::strcmp(words[each], "--folder") == 0 && each + 1 < count) folder = words[++each];
  }
  return run(ScratchFolder(folder).path(), full);
}
