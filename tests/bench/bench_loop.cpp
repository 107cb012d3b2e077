// Row 4 of the goals: the whole loop against an instant phone server on this machine, synchronous = FULL, 200
// calls at once, with gates, schedules and a blacklist of a million. The peer is libcurl alone with the same
// requests to the same server over as many connections. Goal: CPU a call <= 3x, calls/s >= 0.25x.
//
//   bench_loop [--full] [--folder DIR] [--calls N] [--blacklist N] [--buckets N] [--lines N] [--talks]
//     --full     ten times the orders; --talks: the server says all that Asterisk says of a busy call
#include <curl/curl.h>
#include <fmt/format.h>
#include <string_view>

#include "tests/bench/instant_server.h"
#include "tests/bench/orders.h"
#include "tests/bench/pairs.h"
#include "tests/bench/shop.h"

using namespace dialctl;

namespace {

struct Wanted {
  std::string folder = "/tmp";
  std::int64_t calls = 20'000;
  std::int64_t blacklist = 1'000'000;
  int buckets = 12;
  int lines = 200;
  int connections = 8;
  int pairs = 5;
  bool talks = false;
};

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

// As lean as libcurl can be used: the handles are kept, nothing of an answer is looked at.
int curl_alone(const std::string& base, const Wanted& wanted) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(wanted.connections));
  const std::string body =
      R"x({"variables":{"DIALCTL_REF":"c-01KAK3V8Q0000","STASIS_APP":"dialctl","TIMEOUT(absolute)":"3630"}})x";
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  std::int64_t begun = 0;
  std::int64_t answered = 0;
  const auto begin = [&](CURL* handle) {
    const std::string url = fmt::format(
        "{}/channels?endpoint=PJSIP%2F%2B380440000000%40carrier&app=dialctl&appArgs=dialctl%2Cc-01KAK3V8Q0000"
        "&channelId=abcdefgh.c-{:013}&timeout=30",
        base, begun++);
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_multi_add_handle(multi, handle);
  };
  std::vector<CURL*> handles;
  for (int i = 0; i < wanted.lines; ++i) {
    CURL* handle = curl_easy_init();
    handles.push_back(handle);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_USERNAME, "dialer");
    curl_easy_setopt(handle, CURLOPT_PASSWORD, "dialer-secret");
    begin(handle);
  }
  while (answered < wanted.calls) {
    int running = 0;
    curl_multi_perform(multi, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      CURL* handle = message->easy_handle;
      long status = 0;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      if (message->data.result != CURLE_OK || status != 200) return 1;
      curl_multi_remove_handle(multi, handle);
      answered += 1;
      if (begun < wanted.calls) begin(handle);
    }
    if (answered < wanted.calls) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
  return 0;
}

void remove_log(const std::string& database) {
  for (const char* end : {"", "-wal", "-shm"})
    std::filesystem::remove(database + end);
}

void expect(bool holds, const char* what) {
  if (holds) return;
  fmt::print(stderr, "bench_loop: {}\n", what);
  std::exit(1);
}

// Each order was called once, was busy, and is put off by the retry rule.
void expect_all_called(const Shop& shop, const InstantServer& server, const Wanted& wanted) {
  expect(server.counts().calls == static_cast<std::uint64_t>(wanted.calls), "the server saw other calls");
  SQLite::Database database{shop.database(), SQLite::OPEN_READONLY};
  const auto count = [&](const char* sql) { return database.execAndGet(sql).getInt64(); };
  expect(count("SELECT count(*) FROM attempt_end WHERE outcome = 'busy'") == wanted.calls,
         "not all were busy");
  expect(count("SELECT count(*) FROM task WHERE phase = 'ready' AND rounds_done = 1") == wanted.calls,
         "not all are put off");
}

int bench(const Wanted& wanted) {
  Shop shop(DIALCTL_PROGRAM, wanted.folder);
  const std::string kept = shop.folder() + "/kept.db";
  shop.open("http://127.0.0.1:1/ari", wanted.lines, "Hello", "message");
  shop.dialctl({"provider", "set", "paper", "--connections", std::to_string(wanted.connections)});
  ManyOrders many;
  many.count = wanted.calls;
  many.buckets = wanted.buckets;
  many.next_at = "1000 + i * 7919 % 999983";
  many.blacklist = wanted.blacklist;
  write_orders(shop.database(), many);
  std::filesystem::rename(shop.database(), kept);

  std::vector<double> cpu_ratios, rate_ratios, our_cpu, peer_cpu, our_rate, peer_rate;
  double peak = 0;
  const auto calls = static_cast<double>(wanted.calls);
  for (int pair = 0; pair < wanted.pairs; ++pair) {
    ChildRun ours;
    ChildRun peer;
    const auto run_ours = [&] {
      remove_log(shop.database());
      std::filesystem::copy_file(kept, shop.database());
      const InstantServer server{std::chrono::milliseconds{0}, wanted.talks};
      shop.dialctl({"provider", "set", "paper", "--url", server.url()});
      ours = shop.dialctl({"run", "--until-idle", "--for", "10m"});
      expect_all_called(shop, server, wanted);
    };
    const auto run_peer = [&] {
      const InstantServer server{std::chrono::milliseconds{0}, false};
      peer = run_child("libcurl", [&] { return curl_alone(server.url(), wanted); });
      expect(server.counts().calls == static_cast<std::uint64_t>(wanted.calls), "libcurl made other calls");
    };
    if (pair % 2 == 0) run_ours();
    run_peer();
    if (pair % 2 == 1) run_ours();
    our_cpu.push_back(ours.cpu_seconds / calls * 1e6);
    peer_cpu.push_back(peer.cpu_seconds / calls * 1e6);
    our_rate.push_back(calls / ours.wall_seconds);
    peer_rate.push_back(calls / peer.wall_seconds);
    cpu_ratios.push_back(ours.cpu_seconds / peer.cpu_seconds);
    rate_ratios.push_back(peer.wall_seconds / ours.wall_seconds);
    peak = std::max(peak, ours.peak_mib);
  }
  const double cpu = median(cpu_ratios);
  const double rate = median(rate_ratios);
  fmt::print("row 4  {} calls, {} at once, {} buckets, {} on the blacklist (median of {} pairs)\n",
             wanted.calls, wanted.lines, wanted.buckets, wanted.blacklist, wanted.pairs);
  fmt::print("       CPU a call: loop {:.1f} us, libcurl alone {:.1f} us, ratio {:.2f}, goal <= 3.00: {}\n",
             median(our_cpu), median(peer_cpu), cpu, cpu <= 3 ? "met" : "MISSED");
  fmt::print("       calls/s: loop {:.0f}, libcurl alone {:.0f}, ratio {:.2f}, goal >= 0.25: {}\n",
             median(our_rate), median(peer_rate), rate, rate >= 0.25 ? "met" : "MISSED");
  fmt::print("       memory of the loop: {:.0f} MiB\n", peak);
  return cpu <= 3 && rate >= 0.25 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  Wanted wanted;
  for (int each = 1; each < count; ++each) {
    const std::string_view word = words[each];
    const bool has_value = each + 1 < count;
    if (word == "--full") wanted.calls *= 10;
    if (word == "--talks") wanted.talks = true;
    if (word == "--folder" && has_value) wanted.folder = words[++each];
    if (word == "--calls" && has_value) wanted.calls = std::atoll(words[++each]);
    if (word == "--blacklist" && has_value) wanted.blacklist = std::atoll(words[++each]);
    if (word == "--buckets" && has_value) wanted.buckets = std::atoi(words[++each]);
    if (word == "--lines" && has_value) wanted.lines = std::atoi(words[++each]);
    if (word == "--connections" && has_value) wanted.connections = std::atoi(words[++each]);
    if (word == "--pairs" && has_value) wanted.pairs = std::atoi(words[++each]);
  }
  return bench(wanted);
}
