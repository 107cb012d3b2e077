// A number is blacklisted while the loop works on it: every way in which the steps of the two can follow each
// other.
//
// The real loop on the real store, on virtual time. Before each of its words to the store, and before its
// requests, another command may begin its change, or commit it. Once that commit has returned, no intent for
// the number is made.
#include <doctest/doctest.h>

#include "adapters/phone/libphonenumber_numbers.h"
#include "adapters/sqlite/sqlite_registry.h"
#include "adapters/tz/system_zones.h"
#include "adapters/virtual_time/silent_speech.h"
#include "adapters/virtual_time/virtual_provider.h"
#include "engine/run/loop.h"
#include "tests/adapters/store_contract/bed.h"

using namespace dialctl;
using namespace dialctl::contract;

namespace {

// What happened, in the order in which it did. 0: not yet.
struct Sequence {
  int now = 0;
  int listed = 0;    // the commit of the blacklist's change returned
  int intended = 0;  // the commit of an intent returned
  int requested = 0;
};

// Another command: `blacklist add`, whose transaction begins at one moment of the loop and commits at
// another.
class BlacklistAdd {
 public:
  BlacklistAdd(SqliteBed& bed, Sequence& seen, int begins_at, int commits_at)
      : bed_(bed), seen_(seen), begins_at_(begins_at), commits_at_(commits_at) {}

  void moment(int now) {
    if (seen_.listed == 0 && !open_ && now >= begins_at_) begin();
    if (open_ && now >= commits_at_) commit();
  }

 private:
  void begin() {
    try {
      open_ = std::make_unique<sqlite::WriteTransaction>(bed_.connection());
    } catch (const std::exception&) {
      return;  // the loop is in its pass: at the next moment
    }
    bed_.list_number(number(7), ProjectId{}, "test", {});
  }
  void commit() {
    open_->commit();
    open_.reset();
    seen_.listed = ++seen_.now;
  }

  SqliteBed& bed_;
  Sequence& seen_;
  int begins_at_;
  int commits_at_;
  std::unique_ptr<sqlite::WriteTransaction> open_;
};

// The loop's store. `stale`: a wrong one, that tells in a pass what it had read before the pass.
class Watched final : public Store {
  template <class Work>
  auto before(Work&& work) {
    if (began_) command_.moment(++moments_);
    return work();
  }

 public:
  Watched(Store& store, Sequence& seen, BlacklistAdd& command, bool stale)
      : store_(store), seen_(seen), command_(command), stale_(stale) {}

  Result<Ownership> take_ownership(const std::string& owner, Instant now) override {
    return store_.take_ownership(owner, now);
  }
  Settings load_settings() override { return store_.load_settings(); }
  LoopMemory load_memory() override { return store_.load_memory(); }
  PaceMemory load_pace_memory(Instant since) override { return store_.load_pace_memory(since); }
  std::vector<OpenAttempt> open_attempts() override { return store_.open_attempts(); }
  ChangeMark change_mark() override {
    return before([&] { return store_.change_mark(); });
  }
  void begin_pass() override {
    if (stale_) read_ahead();
    before([&] { store_.begin_pass(); });
  }
  std::vector<BucketState> buckets() override {
    return before([&] { return store_.buckets(); });
  }
  DueTasks due_tasks(BucketId bucket, Instant now, int limit) override {
    return before([&] { return stale_ ? ahead_ : store_.due_tasks(bucket, now, limit); });
  }
  DueRecordings due_recordings(Instant now, int limit) override {
    return before([&] { return store_.due_recordings(now, limit); });
  }
  DueTimeouts due_timeouts(Instant now, int limit) override {
    return before([&] { return store_.due_timeouts(now, limit); });
  }
  std::vector<Bucket> line_buckets(Instant now) override { return store_.line_buckets(now); }
  std::vector<InLine> heads(const HeadsWanted& wanted) override { return store_.heads(wanted); }
  std::vector<InLine> lapsed(Instant now) override { return store_.lapsed(now); }
  std::optional<Instant> next_lease_end() override { return store_.next_lease_end(); }
  std::vector<AgentRound> agent_rounds() override { return store_.agent_rounds(); }
  std::optional<DueTask> task(TaskId id, Instant now) override { return store_.task(id, now); }
  std::optional<Order> order(OrderId id) override { return store_.order(id); }
  CallerKnown caller_known(const MissedCall& call, Instant now) override {
    return store_.caller_known(call, now);
  }
  void commit(const std::vector<Record>& records) override {
    before([&] { store_.commit(records); });
    for (const Record& record : records) {
      if (std::holds_alternative<IntentMade>(record)) seen_.intended = ++seen_.now;
    }
    began_ = true;                // what the start itself writes is before the race
    command_.moment(++moments_);  // between the commit and the effects
  }
  void roll_back() override {
    before([&] { store_.roll_back(); });
  }
  int moments() const { return moments_; }

 private:
  void read_ahead() {
    ahead_ = {};
    const auto buckets = store_.buckets();
    if (!buckets.empty()) ahead_ = store_.due_tasks(buckets[0].bucket.id, at(1'000'000), 10);
  }

  Store& store_;
  Sequence& seen_;
  BlacklistAdd& command_;
  bool stale_;
  int moments_ = 0;
  bool began_ = false;
  DueTasks ahead_;
};

class Phone final : public Provider {
 public:
  Phone(VirtualProvider& provider, Sequence& seen) : provider_(provider), seen_(seen) {}
  Capabilities capabilities() const override { return provider_.capabilities(); }
  void start() override { provider_.start(); }
  void perform(const Command& command, Monotonic gates_read_at) override {
    if (std::holds_alternative<Place>(command)) seen_.requested = ++seen_.now;
    provider_.perform(command, gates_read_at);
  }
  void stop() override { provider_.stop(); }

 private:
  VirtualProvider& provider_;
  Sequence& seen_;
};

// One order that is due, and nothing against calling it.
Settings one_message() {
  Settings settings = sample_settings();
  settings.providers[0].enabled = true;
  settings.queues[0].paused = false;
  for (auto& project : settings.projects)
    project.paused = false;
  settings.templates[0].text = "Hello";
  settings.templates[0].kind = TemplateKind::message;
  settings.templates[0].detect_machine = false;
  settings.schedules[0].text = "daily 00:00-24:00";
  settings.legal_windows = {{"UA", "daily 00:00-24:00", "test"}};
  settings.number_limits = {{"*", 0, 0, Seconds{0}, "test"}};
  return settings;
}

struct Raced {
  Sequence seen;
  int moments = 0;
};

Raced race(int begins_at, int commits_at, bool stale = false) {
  Raced raced;
  SqliteBed bed;
  bed.set_settings(one_message());
  Order order = sample_order("A-1", {7});
  order.held = false;
  bed.add_order(order, entered(ready_at(at(0))));
  bed.connection().database().exec("PRAGMA busy_timeout = 1");  // nobody else will let go meanwhile
  sqlite::SqliteStore real(
      must(sqlite::Connection::open({bed.connection().path(), sqlite::Role::loop, Milliseconds{1}, false})));
  BlacklistAdd command(bed, raced.seen, begins_at, commits_at);
  Watched store(real, raced.seen, command, stale);
  VirtualTime time(at(0));
  SystemZones zones;
  SilentSpeech speech;
  PromptDesk prompts(speech, time);
  VirtualProviderOptions people;
  VirtualProvider provider(kProvider, time, time, people);
  Providers providers(
      [&](const ProviderSettings&, ProviderEventSink&) -> Result<std::unique_ptr<Provider>> {
        return std::unique_ptr<Provider>(std::make_unique<Phone>(provider, raced.seen));
      },
      time);
  LoopOptions options;
  options.owner = "test";
  options.run_for = Milliseconds{1000};
  options.drain = Milliseconds{0};
  const LibphonenumberNumbers numbers;
  Loop loop({time, time, store, providers, prompts, zones, numbers, {}, {}, {}, {}}, options);
  must(loop.run());
  raced.moments = store.moments();
  return raced;
}

bool called_although_listed(const Sequence& seen) {
  return seen.intended != 0 && seen.listed != 0 && seen.listed < seen.intended;
}

constexpr int kNotAtAll = 1'000'000;

}  // namespace

TEST_CASE(
    "fault 45 every order of the steps of the loop and of blacklist add: none is called once it is listed") {
  const Raced alone = race(kNotAtAll, kNotAtAll);
  REQUIRE(alone.seen.requested > alone.seen.intended);
  REQUIRE(alone.seen.intended > 0);
  const int last = std::min(alone.moments, 30);
  int called = 0;
  int spared = 0;
  for (int begins = 1; begins <= last; ++begins) {
    for (int commits = begins; commits <= std::min(last, begins + 8); ++commits) {
      CAPTURE(begins);
      CAPTURE(commits);
      const Sequence seen = race(begins, commits).seen;
      REQUIRE_FALSE(called_although_listed(seen));
      ++(seen.requested != 0 ? called : spared);
    }
  }
  CHECK(called > 0);
  CHECK(spared > 0);
}

TEST_CASE("fault 45 a loop that judges by what it read before its transaction is caught") {
  const int last = std::min(race(kNotAtAll, kNotAtAll).moments, 30);
  int caught = 0;
  for (int moment = 1; moment <= last; ++moment)
    caught += called_although_listed(race(moment, moment, true).seen) ? 1 : 0;
  CHECK(caught > 0);
}
