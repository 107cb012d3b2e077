// RN-01: idle at a million orders, the loop uses at most 0.5 % of a core over a minute - whether the orders
// sleep until a later instant, or are due and something else than the time is in the way.
//
//   bench_idle [--full] [--folder DIR] [--orders N]
//     ten seconds for each case; --full: a minute
#include <csignal>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string_view>
#include <thread>

#include "tests/bench/instant_server.h"
#include "tests/bench/orders.h"
#include "tests/bench/pairs.h"
#include "tests/bench/shop.h"

using namespace dialctl;

namespace {

struct Wanted {
  std::string folder = "/tmp";
  std::int64_t orders = 1'000'000;
  int buckets = 12;
  std::chrono::seconds length{10};
};

// Nanoseconds on a core, of all threads that there are now.
double cpu_seconds_of(pid_t process) {
  double nanos = 0;
  for (const auto& task : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", process))) {
    std::ifstream in(task.path() / "schedstat");
    double spent = 0;
    in >> spent;
    nanos += spent;
  }
  return nanos / 1e9;
}

struct Idling {
  double share = 0;  // of a core
  double start_seconds = 0;
};

void wait_until_settled(pid_t process) {
  double before = 0;
  for (int quiet = 0; quiet < 4;) {
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    const double now = cpu_seconds_of(process);
    quiet = now - before < 0.02 ? quiet + 1 : 0;
    before = now;
  }
}

Idling measure(const Shop& shop, std::chrono::seconds length) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::vector<std::string> words = shop.words({"run", "-q"});
    std::vector<char*> arguments;
    for (std::string& word : words)
      arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
  }
  wait_until_settled(child);
  Idling seen;
  seen.start_seconds = cpu_seconds_of(child);
  std::this_thread::sleep_for(length);
  seen.share = (cpu_seconds_of(child) - seen.start_seconds) / static_cast<double>(length.count());
  ::kill(child, SIGTERM);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fmt::print(stderr, "bench_idle: the loop ended with {}\n", status);
    std::exit(1);
  }
  return seen;
}

struct Case {
  const char* what;
  std::vector<std::string> before;
  std::vector<std::string> after;
};

const std::vector<Case>& cases_when_due() {
  static const std::vector<Case> all{
      {"due, the project is paused",
       {"project", "set", "shop", "--paused", "yes"},
       {"project", "set", "shop", "--paused", "no"}},
      {"due, the window is closed",
       {"schedule", "set", "always", "--hours", "2036-12-31 10:00-11:00"},
       {"schedule", "set", "always", "--hours", "daily 00:00-24:00"}},
      {"due, the queue is paused",
       {"queue", "set", "sales", "--paused", "yes"},
       {"queue", "set", "sales", "--paused", "no"}},
      {"due, no operator is ready", {}, {}},
      {"due, the provider is off",
       {"provider", "set", "paper", "--enabled", "no"},
       {"provider", "set", "paper", "--enabled", "yes"}},
  };
  return all;
}

bool tell(const char* what, const Idling& seen) {
  const bool met = seen.share <= 0.005;
  fmt::print("RN-01  {:<28} {:5.2f} % of a core, goal <= 0.50: {} (start {:.2f} s of CPU)\n", what,
             seen.share * 100, met ? "met" : "MISSED", seen.start_seconds);
  std::fflush(stdout);
  return met;
}

bool bench(const Wanted& wanted) {
  const InstantServer server{std::chrono::milliseconds{0}, false};
  Shop shop(DIALCTL_PROGRAM, wanted.folder);
  shop.open(server.url(), 200, "Hello. {{key_1 = \"@\"}}", "predictive");
  ManyOrders many;
  many.count = wanted.orders;
  many.buckets = wanted.buckets;
  many.next_at = "(unixepoch() + 86400 + i % 864000) * 1000";
  write_orders(shop.database(), many);
  bool met = tell("asleep until tomorrow", measure(shop, wanted.length));
  {
    SQLite::Database database{shop.database(), SQLite::OPEN_READWRITE};
    database.exec("UPDATE task SET next_at = 1000 + id % 999983");
  }
  for (const Case& each : cases_when_due()) {
    if (!each.before.empty()) shop.dialctl(each.before);
    met = tell(each.what, measure(shop, wanted.length)) && met;
    if (!each.after.empty()) shop.dialctl(each.after);
  }
  if (server.counts().calls != 0) {
    fmt::print(stderr, "bench_idle: somebody was called\n");
    return false;
  }
  return met;
}

}  // namespace

int main(int count, char** words) {
  Wanted wanted;
  for (int each = 1; each < count; ++each) {
    const std::string_view word = words[each];
    if (word == "--full") wanted.length = std::chrono::seconds{60};
    if (word == "--folder" && each + 1 < count) wanted.folder = words[++each];
    if (word == "--orders" && each + 1 < count) wanted.orders = std::atoll(words[++each]);
  }
  return bench(wanted) ? 0 : 1;
}
