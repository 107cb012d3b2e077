// The dialer of somebody else, as the stepper follows it.
#include "engine/decide/pace/pace_drive.h"

#include <doctest/doctest.h>

#include "engine/model/random.h"

namespace dialctl::pace {
namespace {

// A small shift, lived by itself: ten operators, one of four calls is answered after 8 s, talks of 60 to 120
// s.
class Shift {
 public:
  explicit Shift(std::uint64_t seed) : random_(seed) {}

  // What has happened within the second that ends at `now`, and how things stand then.
  DriveStep second(Milliseconds now) {
    DriveStep step;
    step.at = now;
    for (auto call = ringing_.begin(); call != ringing_.end();) {
      const Milliseconds age = now - call->second;
      const bool live = call->first % 4 == 0;
      if (age < (live ? Milliseconds{8'000} : Milliseconds{20'000})) {
        ++call;
        continue;
      }
      step.events.push_back(
          {live ? DriveEventKind::live : DriveEventKind::no_answer, now, call->first, 0, age});
      if (live) answer(step, now, call->first);
      call = ringing_.erase(call);
    }
    for (auto talk = talking_.begin(); talk != talking_.end();) {
      if (now < talk->second.second) {
        ++talk;
        continue;
      }
      step.events.push_back({DriveEventKind::talk_end, now, 0, talk->first, now - talk->second.first});
      step.events.push_back({DriveEventKind::wrap_end, now, 0, talk->first, Milliseconds{0}});
      talk = talking_.erase(talk);
    }
    step.talking = static_cast<int>(talking_.size());
    step.idle = 10 - step.talking;
    step.ringing = static_cast<int>(ringing_.size());
    step.answered = answered_;
    step.abandoned = abandoned_;
    return step;
  }
  void launch(const QueueChoice& choice, Milliseconds now, std::vector<DriveEvent>& told) {
    for (const std::int64_t id : choice.let_go) {
      if (ringing_.contains(id)) shortest_ = std::min(shortest_, now - ringing_.at(id));
      ringing_.erase(id);
    }
    for (int i = 0; i < choice.launch; ++i) {
      ringing_[next_] = now;
      told.push_back({DriveEventKind::launch, now, next_++, 0, {}});
    }
  }

  int answered() const { return answered_; }
  int abandoned() const { return abandoned_; }
  Milliseconds shortest() const { return shortest_; }
  std::size_t in_flight() const { return ringing_.size(); }

 private:
  void answer(DriveStep& step, Milliseconds now, std::int64_t call) {
    answered_ += 1;
    for (std::int64_t who = 0; who < 10; ++who) {
      if (talking_.contains(who)) continue;
      talking_[who] = {now, now + Milliseconds{random_.between(60'000, 120'000)}};
      step.events.push_back({DriveEventKind::connect, now, call, who, {}});
      return;
    }
    abandoned_ += 1;
    step.events.push_back({DriveEventKind::abandon, now, call, 0, Milliseconds{2'000}});
  }

  Random random_;
  std::map<std::int64_t, Milliseconds> ringing_;
  std::map<std::int64_t, std::pair<Milliseconds, Milliseconds>> talking_;
  std::int64_t next_ = 1;
  int answered_ = 0;
  int abandoned_ = 0;
  Milliseconds shortest_{1'000'000};
};

DriveStart usual() {
  DriveStart start;
  start.duration = Milliseconds{4 * 3'600'000};
  return start;
}

// `spoil` has its way with what is told.
template <class Spoil>
Shift lived(const DriveStart& start, Spoil spoil) {
  Shift shift(7);
  PaceDrive drive(start);
  std::vector<DriveEvent> launched;
  for (Milliseconds now{0}; now < start.duration; now += Milliseconds{1'000}) {
    DriveStep step = shift.second(now);
    step.events.insert(step.events.begin(), launched.begin(), launched.end());
    launched.clear();
    spoil(step);
    const QueueChoice choice = drive.step(step);
    if (start.lines_max > 0) {
      CHECK(choice.launch + static_cast<int>(shift.in_flight()) + step.talking <= start.lines_max);
    }
    shift.launch(choice, now, launched);
  }
  return shift;
}

}  // namespace

TEST_CASE("PA-04 the stepper asks the same controller as run: told the same, both choose the same") {
  PaceDrive drive(usual());
  QueuePacer pacer;
  Shift shift(3);
  std::map<std::int64_t, Milliseconds> ringing;
  std::map<std::int64_t, Milliseconds> talking;
  std::vector<DriveEvent> launched;
  for (Milliseconds now{0}; now < Milliseconds{900'000}; now += Milliseconds{1'000}) {
    DriveStep step = shift.second(now);
    step.events.insert(step.events.begin(), launched.begin(), launched.end());
    launched.clear();
    QueueMoment moment;
    for (const DriveEvent& event : step.events) {  // as engine/decide/pacing.cpp tells it
      if (event.kind == DriveEventKind::launch) ringing[event.call] = event.at;
      if (event.kind == DriveEventKind::live) pacer.wanted_operator(event.lasted, std::nullopt);
      if (event.kind == DriveEventKind::no_answer) pacer.ended_without(event.lasted, std::nullopt);
      if (event.kind == DriveEventKind::live || event.kind == DriveEventKind::no_answer)
        ringing.erase(event.call);
      if (event.kind == DriveEventKind::connect) pacer.served(), talking[event.operator_id] = event.at;
      if (event.kind == DriveEventKind::abandon) pacer.lost();
      if (event.kind == DriveEventKind::talk_end)
        pacer.talked(event.lasted), talking.erase(event.operator_id);
      if (event.kind == DriveEventKind::wrap_end) pacer.wrapped(event.lasted);
    }
    for (const auto& [id, since] : ringing)
      moment.ringing.push_back({id, now - since});
    for (const auto& [id, since] : talking)
      moment.talking.push_back(now - since);
    moment.clock = now;
    moment.left = usual().duration - now;
    moment.patience = usual().patience;
    moment.idle = step.idle;
    moment.room = INT32_MAX;
    moment.wanted = step.answered;
    moment.lost = step.abandoned;
    const QueueChoice choice = drive.step(step);
    REQUIRE(pacer.decide(moment) == choice);
    for (const std::int64_t id : choice.let_go) {
      step.events.clear();
      ringing.erase(id);
      pacer.was_let_go(Milliseconds{0});
      launched.push_back({DriveEventKind::cancel, now, id, 0, Milliseconds{0}});
    }
    shift.launch(choice, now, launched);
    if (!choice.let_go.empty()) break;  // what is told of it comes a step later here
  }
  CHECK(shift.answered() > 5);
}

TEST_CASE("PA-03 a dialer of somebody else keeps its operators busy within the limit, and lets go late") {
  const Shift shift = lived(usual(), [](DriveStep&) {});
  CHECK(shift.answered() > 10 * 4 * 3'600 / 90 * 75 / 100);
  CHECK(shift.abandoned() * 100 <= 3 * shift.answered());
  CHECK(shift.shortest() >= Milliseconds{15'000});
}

TEST_CASE("PA-03 events that come twice, or never, do not lead astray") {
  Random random(11);
  const Shift twice = lived(usual(), [](DriveStep& step) {
    const auto events = step.events;
    step.events.insert(step.events.end(), events.begin(), events.end());
  });
  CHECK(twice.abandoned() * 100 <= 4 * twice.answered());
  CHECK(twice.answered() > 900);
  const Shift lossy = lived(usual(), [&](DriveStep& step) {
    std::erase_if(step.events, [&](const DriveEvent&) { return random.chance(1, 10); });
  });
  CHECK(lossy.abandoned() * 100 <= 5 * lossy.answered());
  CHECK(lossy.answered() > 600);
}

TEST_CASE("RT-03 no step asks for more calls than there are lines") {
  DriveStart start = usual();
  start.lines_max = 14;
  const Shift shift = lived(start, [](DriveStep&) {});
  CHECK(shift.answered() > 100);
}

TEST_CASE("PA-02 a limit of nothing risks nothing, one of all risks a lot") {
  DriveStart start = usual();
  start.limit_basis_points = 0;
  const Shift none = lived(start, [](DriveStep&) {});
  CHECK(none.abandoned() == 0);
  CHECK(none.answered() > 100);
  start.limit_basis_points = 10'000;
  const Shift all = lived(start, [](DriveStep&) {});
  CHECK(all.abandoned() > 5);
}

}  // namespace dialctl::pace
