// PERFORMANCE row 8: the start of a command that reads, against that of the sqlite3 shell on the same
// database. Goal: at most 3 times as long.
//
//   bench_start [--full] [PAIRS]     default: 15 pairs of 20 starts each; --full: 60 pairs
#include <cstring>
#include <filesystem>
#include <fmt/format.h>

#include "tests/bench/child.h"
#include "tests/bench/pairs.h"
#include "tests/bench/scratch.h"

namespace dialctl {
namespace {

constexpr int kStarts = 20;
constexpr double kGoal = 3.0;

int run(int pairs) {
  const ScratchFolder folder(std::filesystem::temp_directory_path().string());
  const std::string database = folder.path() + "/shop.db";
  const auto dialctl = [&](std::vector<std::string> words) {
    words.insert(words.begin(), DIALCTL_PROGRAM);
    words.insert(words.end(), {"--db", database, "-q"});
    return run_program(words, "/dev/null", "/dev/null");
  };
  dialctl({"init"});
  dialctl({"project", "add", "shop", "--region", "UA", "--zone", "Europe/Kyiv"});
  dialctl({"order-status", "add", "new", "--meaning", "open"});
  dialctl({"order", "add", "1001", "--project", "shop", "--phone", "+380440000001"});

  const auto starts = [](const auto& one) {
    return [&one] {
      for (int start = 0; start < kStarts; ++start)
        one();
    };
  };
  const auto ours = [&] { dialctl({"order", "list"}); };
  const auto peer = [&] {
    run_program({"sqlite3", database, "SELECT * FROM customer_order"}, "/dev/null", "/dev/null");
  };
  ours();
  peer();
  const PairResult result = time_pairs(pairs, starts(ours), starts(peer));
  fmt::print(
      "row 8  start of `dialctl order list`: {:.1f} ms, sqlite3 shell {:.1f} ms, ratio {:.2f}, goal <= "
      "{:.2f}: {} (median of {} pairs of {} starts)\n",
      result.ours_seconds * 1000 / kStarts, result.peer_seconds * 1000 / kStarts, result.ratio, kGoal,
      result.ratio <= kGoal ? "met" : "MISSED", pairs, kStarts);
  return result.ratio <= kGoal ? 0 : 1;
}

}  // namespace
}  // namespace dialctl

int main(int count, char** words) {
  int pairs = 15;
  for (int each = 1; each < count; ++each)
    pairs = std::strcmp(words[each], "--full") == 0 ? 60 : std::atoi(words[each]);
  return dialctl::run(pairs);
}
