#include "tests/bench/pacing_world.h"

#include <algorithm>
#include <ctime>
#include <deque>
#include <queue>

#include "engine/decide/scenario_draws.h"

namespace dialctl::bench {
namespace {

using Kind = FloorEvent::Kind;
constexpr Milliseconds kTick{1000};

double seconds(Milliseconds span) {
  return static_cast<double>(span.count()) / 1000;
}

double cpu_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

enum class Due : std::uint8_t {
  tick,
  ring_end,
  patience_end,
  talk_end,
  wrap_end,
  come,
  leave,
  miss_seen,
  back
};

struct Alarm {
  Milliseconds at{0};
  std::int64_t turn = 0;
  Due due = Due::tick;
  std::size_t whom = 0;
  bool operator<(const Alarm& other) const { return at != other.at ? at > other.at : turn > other.turn; }
};

enum class Doing : std::uint8_t { out, idle, offered, away, talking, wrapping };

struct Person {
  Doing doing = Doing::out;
  bool leaves = false;
  Milliseconds since{0};
  Milliseconds came{0};
  std::int64_t call = -1;
};

struct Call {
  DrawnCall drawn;
  bool rings = true;
  bool waits = false;
  std::int64_t offered_to = -1;
  std::uint64_t offers = 0;
};

class World {
 public:
  World(const Scenario& scenario, std::uint64_t seed, PacingPolicy& policy)
      : scenario_(scenario), draws_(scenario, seed), policy_(policy) {}
  PacedDay live();

 private:
  void begin();
  void put(Milliseconds at, Due due, std::size_t whom) { alarms_.push({at, turn_++, due, whom}); }
  void happened(Kind kind, std::int64_t call, std::int64_t person, Milliseconds lasted = Milliseconds{0}) {
    view_.events.push_back({kind, now_, call, person, lasted});
  }
  bool happens(const Alarm& alarm);  // false: it is of no matter any more
  bool ring_end(std::size_t number);
  bool patience_end(std::size_t number);
  void talk_end(std::size_t index);
  void wrap_end(std::size_t index);
  void come(std::size_t index);
  bool leave(std::size_t index);
  void miss_seen(std::size_t index);
  void go(std::size_t index);
  void match();
  void connect(std::size_t number, std::size_t index);
  void look();
  void decide();
  void launch();
  void let_go(std::int64_t number);

  const Scenario& scenario_;
  ScenarioDraws draws_;
  PacingPolicy& policy_;
  PacedDay day_;
  Milliseconds now_{0};
  std::int64_t turn_ = 0;
  std::priority_queue<Alarm> alarms_;
  std::vector<Person> people_;
  std::vector<Call> calls_;
  std::vector<std::size_t> ringing_;
  std::deque<std::size_t> waiting_;
  pace::Tally tally_;
  FloorView view_;
  std::vector<double> took_;
};

void World::begin() {
  people_.resize(static_cast<std::size_t>(draws_.operators()));
  for (std::size_t i = 0; i < people_.size(); ++i) {
    for (const Presence& there : draws_.presence(static_cast<int>(i))) {
      put(there.from, Due::come, i);
      if (there.to < *scenario_.duration) put(there.to, Due::leave, i);
    }
  }
  put(Milliseconds{0}, Due::tick, 0);
}

bool World::ring_end(std::size_t number) {
  Call& call = calls_[number];
  if (!call.rings) return false;
  call.rings = false;
  ringing_.erase(std::lower_bound(ringing_.begin(), ringing_.end(), number));
  const auto id = static_cast<std::int64_t>(number);
  const Milliseconds rang = now_ - day_.log.calls[number].launched;
  if (call.drawn.fate != CallFate::live) {
    const Kind kind = call.drawn.fate == CallFate::machine ? Kind::machine
                      : call.drawn.fate == CallFate::busy  ? Kind::busy
                                                           : Kind::noanswer;
    happened(kind, id, -1, rang);
    return true;
  }
  happened(Kind::live, id, -1, rang);
  day_.log.calls[number].answered = now_;
  tally_.answered += 1;
  call.waits = true;
  waiting_.push_back(number);
  put(now_ + scenario_.patience, Due::patience_end, number);
  match();
  return true;
}

bool World::patience_end(std::size_t number) {
  Call& call = calls_[number];
  if (!call.waits) return false;
  call.waits = false;
  if (call.offered_to >= 0) {
    people_[static_cast<std::size_t>(call.offered_to)].call = -1;
  } else {
    waiting_.erase(std::find(waiting_.begin(), waiting_.end(), number));
  }
  tally_.abandoned += 1;
  day_.log.calls[number].ended = now_;
  happened(Kind::abandon, static_cast<std::int64_t>(number), -1, scenario_.patience);
  return true;
}

void World::match() {
  while (!waiting_.empty()) {
    std::size_t longest = people_.size();
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (people_[i].doing == Doing::idle &&
          (longest == people_.size() || people_[i].since < people_[longest].since))
        longest = i;
    }
    if (longest == people_.size()) return;
    const std::size_t number = waiting_.front();
    waiting_.pop_front();
    Person& person = people_[longest];
    person.call = static_cast<std::int64_t>(number);
    person.since = now_;
    if (draws_.misses(number, calls_[number].offers++)) {
      person.doing = Doing::offered;
      calls_[number].offered_to = static_cast<std::int64_t>(longest);
      put(now_ + scenario_.misses->detect, Due::miss_seen, longest);
    } else {
      connect(number, longest);
    }
  }
}

void World::connect(std::size_t number, std::size_t index) {
  people_[index].doing = Doing::talking;
  calls_[number].waits = false;
  LoggedCall& logged = day_.log.calls[number];
  logged.connected = now_;
  put(now_ + draws_.talk(number, now_), Due::talk_end, index);
  happened(Kind::connect, static_cast<std::int64_t>(number), static_cast<std::int64_t>(index),
           now_ - *logged.answered);
}

void World::talk_end(std::size_t index) {
  Person& person = people_[index];
  const auto number = static_cast<std::size_t>(person.call);
  happened(Kind::talkend, person.call, static_cast<std::int64_t>(index), now_ - person.since);
  day_.log.calls[number].ended = now_;
  day_.log.busy.push_back({person.since, now_});
  person.doing = Doing::wrapping;
  person.since = now_;
  put(now_ + draws_.wrap(number), Due::wrap_end, index);
}

void World::wrap_end(std::size_t index) {
  Person& person = people_[index];
  happened(Kind::wrapend, person.call, static_cast<std::int64_t>(index), now_ - person.since);
  day_.log.busy.push_back({person.since, now_});
  person.call = -1;
  person.doing = Doing::idle;
  person.since = now_;
  if (person.leaves) go(index);
  match();
}

void World::come(std::size_t index) {
  Person& person = people_[index];
  if (person.doing != Doing::out) {  // he was still busy with what came before his break
    person.leaves = false;
    return;
  }
  person = {Doing::idle, false, now_, now_, -1};
  happened(Kind::login, -1, static_cast<std::int64_t>(index));
  match();
}

bool World::leave(std::size_t index) {
  Person& person = people_[index];
  if (person.doing == Doing::out) return false;
  if (person.doing == Doing::idle || person.doing == Doing::away) {
    go(index);
    return true;
  }
  person.leaves = true;
  return false;
}

void World::go(std::size_t index) {
  day_.log.logged_in.push_back({people_[index].came, now_});
  people_[index] = {};
  happened(Kind::logout, -1, static_cast<std::int64_t>(index));
}

void World::miss_seen(std::size_t index) {
  Person& person = people_[index];
  happened(Kind::opmiss, person.call, static_cast<std::int64_t>(index));
  if (person.call >= 0) {
    calls_[static_cast<std::size_t>(person.call)].offered_to = -1;
    waiting_.push_front(static_cast<std::size_t>(person.call));
  }
  person.call = -1;
  person.doing = Doing::away;
  put(now_ + scenario_.misses->away, Due::back, index);
  if (person.leaves) go(index);
  match();
}

bool World::happens(const Alarm& alarm) {
  switch (alarm.due) {
    case Due::tick:
      if (now_ < *scenario_.duration) put(now_ + kTick, Due::tick, 0);
      return true;
    case Due::ring_end:
      return ring_end(alarm.whom);
    case Due::patience_end:
      return patience_end(alarm.whom);
    case Due::talk_end:
      talk_end(alarm.whom);
      return true;
    case Due::wrap_end:
      wrap_end(alarm.whom);
      return true;
    case Due::come:
      come(alarm.whom);
      return true;
    case Due::leave:
      return leave(alarm.whom);
    case Due::miss_seen:
      miss_seen(alarm.whom);
      return true;
    case Due::back:
      if (people_[alarm.whom].doing != Doing::away) return false;
      people_[alarm.whom].doing = Doing::idle;
      people_[alarm.whom].since = now_;
      happened(Kind::back, -1, static_cast<std::int64_t>(alarm.whom));
      match();
      return true;
  }
  return false;
}

void World::look() {
  pace::Moment& moment = view_.moment;
  moment.now = seconds(now_);
  moment.left = seconds(*scenario_.duration - now_);
  moment.idle = moment.offered = view_.signed_in = 0;
  moment.talking.clear();
  moment.wrapping.clear();
  moment.ringing.clear();
  for (const Person& person : people_) {
    view_.signed_in += person.doing != Doing::out ? 1 : 0;
    moment.idle += person.doing == Doing::idle ? 1 : 0;
    moment.offered += person.doing == Doing::offered ? 1 : 0;
    if (person.doing == Doing::talking) moment.talking.push_back(seconds(now_ - person.since));
    if (person.doing == Doing::wrapping) moment.wrapping.push_back(seconds(now_ - person.since));
  }
  // Who is offered to an operator still waits.
  moment.waiting = static_cast<int>(waiting_.size());
  for (const Person& person : people_)
    moment.waiting += person.doing == Doing::offered && person.call >= 0 ? 1 : 0;
  for (const std::size_t number : ringing_)
    moment.ringing.push_back(
        {static_cast<std::int64_t>(number), seconds(now_ - day_.log.calls[number].launched)});
  moment.tally = tally_;
  const int taken = static_cast<int>(ringing_.size() + moment.talking.size()) + moment.waiting;
  moment.room = scenario_.max_lines == 0 ? 100'000 : std::max(0, scenario_.max_lines - taken);
  if (scenario_.list_size > 0)
    moment.room = std::min(moment.room, std::max(0, scenario_.list_size - static_cast<int>(calls_.size())));
  view_.now = now_;
  view_.launched = static_cast<std::int64_t>(calls_.size());
}

void World::launch() {
  const std::size_t number = calls_.size();
  const DrawnCall drawn = draws_.call(number, now_);
  calls_.push_back({drawn});
  day_.log.calls.push_back({.launched = now_});
  ringing_.push_back(number);
  put(now_ + drawn.ring, Due::ring_end, number);
  happened(Kind::launch, static_cast<std::int64_t>(number), -1);
}

void World::let_go(std::int64_t id) {
  if (id < 0 || id >= static_cast<std::int64_t>(calls_.size())) return;
  const auto number = static_cast<std::size_t>(id);
  if (!calls_[number].rings) return;
  calls_[number].rings = false;
  ringing_.erase(std::lower_bound(ringing_.begin(), ringing_.end(), number));
  day_.log.calls[number].cancelled = true;
  day_.log.calls[number].ended = now_;
  happened(Kind::cancel, id, -1, now_ - day_.log.calls[number].launched);
}

void World::decide() {
  if (now_ >= *scenario_.duration) return;
  look();
  const double begun = cpu_us();
  const FloorOrders orders = policy_.decide(view_);
  took_.push_back(cpu_us() - begun);
  view_.events.clear();
  for (const std::int64_t id : orders.let_go)
    let_go(id);
  for (int i = 0; i < std::min(orders.launch, view_.moment.room); ++i)
    launch();
}

PacedDay World::live() {
  begin();
  while (!alarms_.empty()) {
    const Alarm alarm = alarms_.top();
    alarms_.pop();
    now_ = alarm.at;
    view_.tick = alarm.due == Due::tick;
    if (happens(alarm)) decide();
  }
  for (const Person& person : people_) {
    if (person.doing != Doing::out)
      day_.log.logged_in.push_back({person.came, std::max(now_, *scenario_.duration)});
  }
  day_.decisions = static_cast<std::int64_t>(took_.size());
  if (took_.empty()) return std::move(day_);
  for (const double each : took_)
    day_.us_mean += each / static_cast<double>(took_.size());
  const auto p99 = took_.begin() + static_cast<std::ptrdiff_t>(took_.size() * 99 / 100);
  std::nth_element(took_.begin(), p99, took_.end());
  day_.us_p99 = *p99;
  return std::move(day_);
}

}  // namespace

PacedDay live_through(const Scenario& scenario, std::uint64_t seed, PacingPolicy& policy) {
  return World(scenario, seed, policy).live();
}

}  // namespace dialctl::bench
