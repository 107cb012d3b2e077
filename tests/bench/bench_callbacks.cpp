// IM-08, CB-12: a burst of missed calls, imported and called back by the program as it is shipped, against
// its own phone server at fifty times the speed of life. Memory is what is live, not what is stored: the
// loop at the most missed calls, and at ten and a hundred times fewer. Goal: none lost, never more lines than
// allowed, and no more memory at the most than 1.10x of what a tenth takes.
//
//   bench_callbacks [--full] [--folder DIR] [--calls N]
//     100,000 calls and ten seconds of the loop for each size; --full: a minute
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <string_view>
#include <sys/prctl.h>
#include <thread>

#include "adapters/sqlite/connection.h"
#include "tests/bench/pairs.h"
#include "tests/bench/shop.h"

using namespace dialctl;

namespace {

constexpr int kLines = 15;
constexpr int kOperators = 20;

struct Wanted {
  std::string folder = "/tmp";
  std::int64_t calls = 100'000;
  int seconds = 10;
};

[[noreturn]] void fail(const std::string& what) {
  fmt::print(stderr, "bench_callbacks: {}\n", what);
  std::exit(1);
}

// The phone server, gone with this.
class PhoneServer {
 public:
  explicit PhoneServer(const Shop& shop) : log_(shop.folder() + "/simulator.log"), child_(::fork()) {
    if (child_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // gone with a benchmark that fails, too
      if (std::freopen(log_.c_str(), "w", stderr) == nullptr) ::_exit(1);
      if (std::freopen("/dev/null", "w", stdout) == nullptr) ::_exit(1);
      std::vector<std::string> words =
          shop.words({"simulator", "--port", "0", "--speed", "50", "--people", "coded"});
      std::vector<char*> arguments;
      for (std::string& word : words)
        arguments.push_back(word.data());
      arguments.push_back(nullptr);
      ::execv(arguments.front(), arguments.data());
      ::_exit(127);
    }
  }
  PhoneServer(const PhoneServer&) = delete;
  PhoneServer& operator=(const PhoneServer&) = delete;
  ~PhoneServer() {
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
  }

  std::string url() const {
    for (int look = 0; look < 200; ++look) {
      std::ifstream in(log_);
      std::string line;
      std::getline(in, line, '\0');
      const auto at = line.find("http");
      if (at != std::string::npos && line.find('\n', at) != std::string::npos)
        return line.substr(at, line.find_first_of(" \n", at) - at);
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    fail("the phone server does not start");
  }

 private:
  std::string log_;
  pid_t child_;
};

void set_up(const Shop& shop, const std::string& url) {
  shop.open(url, 100, "Hello", "message");
  shop.dialctl({"provider", "set", "paper", "--customer-endpoint", "Local/{digits}@customers/n",
                "--operator-endpoint", "Local/{number}@operators/n"});
  shop.dialctl({"queue", "set", "sales", "--wrap-up", "0s"});
  for (int id = 1; id <= kOperators; ++id) {
    const std::string name = fmt::format("op{}", id);
    shop.dialctl({"operator", "add", name, "--endpoint", std::to_string(100 + id), "--queue", "sales"});
    shop.dialctl({"operator", "ready", name});
  }
  shop.dialctl({"rule", "add", "all", "--intervals", "0s,1h", "--prompt", "none", "--at-once", "15"});
  shop.dialctl({"callbacks", "limit", "--lines", std::to_string(kLines)});
}

// One in five is busy, all others answer after RR and talk for TT seconds of life. Numbers of Ukraine's
// mobiles, each once; the last six digits are the code.
void write_missed(const std::string& path, std::int64_t count) {
  constexpr std::int64_t kPrefixes[] = {50, 63, 66, 67, 68, 73, 93, 95, 96, 97, 98, 99};
  std::ofstream out(path);
  out << "caller,lost_at,project,queue,waited\n";
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t place = i / 10;
    out << fmt::format("+380{}{}{}{:02}{:02},2026-01-05T10:{:02}:{:02}Z,shop,sales,30s\n",
                       kPrefixes[place / 900 % 12], i % 10, i % 5 == 0 ? 30 : 10, place / 90 % 10,
                       place % 90 + 1, i / 60 % 60, i % 60);
  }
}

struct Figures {
  double import_peak = 0;
  double import_seconds = 0;
  double loop_peak = 0;
  std::int64_t called = 0;
  std::int64_t over = 0;
  std::int64_t lines_most = 0;
};

std::int64_t count(SQLite::Database& database, const std::string& what) {
  return database.execAndGet("SELECT " + what).getInt64();
}

// Every missed call has its callback, and each is over, and said so, or open.
void account(SQLite::Database& database, std::int64_t calls, Figures& figures) {
  figures.called = count(database, "count(*) FROM attempt");
  figures.over = count(database, "count(*) FROM task WHERE phase = 'done'");
  const auto open = count(database, "count(*) FROM task WHERE phase IN ('ready', 'live', 'handed')");
  const auto told =
      count(database, "count(*) FROM journal WHERE kind IN ('callback.done', 'callback.tries-used-up')");
  const auto taken =
      count(database, "count(DISTINCT id) FROM missed_call WHERE taking = 'task' AND task_id IS NOT NULL");
  if (taken != calls) fail(fmt::format("{} of {} missed calls have a callback", taken, calls));
  if (figures.over + open != calls)
    fail(fmt::format("{} over, {} open, {} in all", figures.over, open, calls));
  if (told != figures.over) fail(fmt::format("{} are over, the journal names {}", figures.over, told));
  if (figures.over == 0) fail("nobody was called");
  figures.lines_most = count(database,
                             "max(n) FROM (SELECT (SELECT count(*) FROM attempt AS b LEFT JOIN attempt_end "
                             "AS e ON e.attempt_id = b.id"
                             " WHERE b.at <= a.at AND b.at > a.at - 120000 AND coalesce(e.at, a.at + 1) > "
                             "a.at) AS n FROM attempt AS a)");
  if (figures.lines_most > kLines) fail(fmt::format("{} lines at once", figures.lines_most));
}

Figures measure(const Wanted& wanted, std::int64_t calls) {
  Shop shop(DIALCTL_PROGRAM, wanted.folder);
  const PhoneServer server(shop);
  set_up(shop, server.url());
  const std::string file = shop.folder() + "/missed.csv";
  write_missed(file, calls);
  Figures figures;
  const ChildRun import = shop.dialctl({"import", "missed", file}, "/dev/null");
  figures.import_peak = import.peak_mib;
  figures.import_seconds = import.wall_seconds;
  figures.loop_peak = shop.dialctl({"run", "--for", fmt::format("{}s", wanted.seconds)}).peak_mib;
  SQLite::Database database{shop.database(), SQLite::OPEN_READWRITE};
  account(database, calls, figures);
  return figures;
}

int bench(const Wanted& wanted) {
  const std::int64_t sizes[] = {wanted.calls / 100, wanted.calls / 10, wanted.calls};
  std::vector<Figures> all;
  for (const std::int64_t calls : sizes) {
    const Figures one = measure(wanted, calls);
    fmt::print(
        "CB-12  {:>7} missed calls: import {:.1f} s, {:.0f} MiB; loop of {} s: {:.0f} MiB, {} calls, {} "
        "over, at"
        " most {} of {} lines\n",
        calls, one.import_seconds, one.import_peak, wanted.seconds, one.loop_peak, one.called, one.over,
        one.lines_most, kLines);
    std::fflush(stdout);
    all.push_back(one);
  }
  const double loop = all[2].loop_peak / all[1].loop_peak;
  fmt::print(
      "       memory of the loop: {:.2f}x of that at a hundredth, {:.2f}x of that at a tenth, goal <= 1.10: "
      "{}\n",
      all[2].loop_peak / all[0].loop_peak, loop, loop <= 1.10 ? "met" : "MISSED");
  fmt::print("       memory of the import: {:.2f}x of that of a tenth (SQLite's page cache fills: {} MiB)\n",
             all[2].import_peak / all[1].import_peak, sqlite::kPageCacheKib / 1000);
  return loop <= 1.10 ? 0 : 1;
}

}  // namespace

int main(int words_count, char** words) {
  Wanted wanted;
  for (int each = 1; each < words_count; ++each) {
    const std::string_view word = words[each];
    if (word == "--full") wanted.seconds = 60;
    if (word == "--folder" && each + 1 < words_count) wanted.folder = words[++each];
    if (word == "--calls" && each + 1 < words_count) wanted.calls = std::atoll(words[++each]);
  }
  return bench(wanted);
}
