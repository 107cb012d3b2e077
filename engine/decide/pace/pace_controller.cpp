#include "engine/decide/pace/pace_controller.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace dialctl::pace {
namespace {
double env(const char* n, double d) {
  const char* v = std::getenv(n);
  return v ? std::atof(v) : d;
}

constexpr double kLookAtRings = 1;  // seconds between two looks at what goes on: it changes little
constexpr double kLookAtTalks = 5;
// Where nobody answers, no number of calls seems to be too many.
constexpr int kMostInFlight = 8;     // for each operator
constexpr int kMostLaunches = 5000;  // at once
const double kLetGoRisk = env("LETGO", 0.3);
constexpr double kSoon = 1;  // seconds
// So much over the threshold, the rough figure is enough to refuse.
constexpr double kClearly = 3;
constexpr double kClearlyMore = 0.1;

}  // namespace

PaceController::PaceController(const Limits& limits)
    : limits_(limits), budget_(limits.abandoned), points_(kPoints) {}

void PaceController::set_limits(const Limits& limits) {
  limits_ = limits;
  budget_.set_limit(limits.abandoned);
}

void PaceController::rang(RingEnd how, double age) {
  ring_.ended(how, age);
}

void PaceController::listened(RingEnd how, double age) {
  listen_.ended(how, age);
}

void PaceController::talked(double age) {
  free_.talked(age);
}

void PaceController::wrapped(double age) {
  free_.wrapped(age);
}

void PaceController::served() {
  budget_.served();
}

void PaceController::abandoned() {
  budget_.abandoned();
}

void PaceController::learn(const Moment& moment) {
  if (!has_looked_ || moment.now - rings_looked_at_ >= kLookAtRings) {
    rings_looked_at_ = moment.now;
    ages_.clear();
    for (const RingingCall& call : moment.ringing)
      ages_.push_back(call.age);
    ring_.look_at(ages_);
    if (!moment.listening.empty()) listen_.look_at(moment.listening);
  }
  if (!has_looked_ || moment.now - talks_looked_at_ >= kLookAtTalks) {
    talks_looked_at_ = moment.now;
    free_.look_at(moment.talking, moment.wrapping);
  }
  has_looked_ = true;
}

void PaceController::look_ahead(const Moment& moment) {
  for (int i = 0; i < kPoints; ++i) {
    Point& point = points_[static_cast<std::size_t>(i)];
    const double share = (i + 0.5) / kPoints;
    point.ahead = ring_.age_at(share);
    point.new_chance = ring_.answered() * share;
    point.shortage.begin(moment.idle + moment.offered - moment.waiting);
    for (const RingingCall& call : moment.ringing)
      point.shortage.may_answer(ring_.answered_within(call.age, point.ahead));
    for (const double age : moment.listening)
      point.shortage.may_answer(listen_.answered_within(age, point.ahead));
    const double by = point.ahead + limits_.patience;
    for (const double age : moment.talking)
      point.shortage.may_be_free(free_.from_talk(age, by));
    for (const double age : moment.wrapping)
      point.shortage.may_be_free(free_.from_wrap_up(age, by));
  }
}

double PaceController::risk() {
  double sum = 0;
  for (Point& point : points_)
    sum += point.shortage.chance();
  return sum / kPoints;
}

double PaceController::rough_risk() const {
  double sum = 0;
  for (const Point& point : points_)
    sum += point.shortage.rough_chance();
  return sum / kPoints;
}

int PaceController::launches(const Moment& moment, Chosen& chosen) {
  const int crew =
      moment.idle + moment.offered + static_cast<int>(moment.talking.size() + moment.wrapping.size());
  // What cannot be abandoned: an operator who is free for each call that may still be answered.
  const int certain = std::max(0, moment.idle + moment.offered - moment.waiting -
                                      static_cast<int>(moment.ringing.size() + moment.listening.size()));
  const int in_flight = static_cast<int>(moment.ringing.size() + moment.listening.size());
  const int most = std::clamp(kMostInFlight * crew - in_flight, 0, std::min(moment.room, kMostLaunches));
  int launched = std::min(certain, most);
  if (crew <= 1 || (crew <= 3 && chosen.answered >= 0.5) || budget_.is_blown()) return launched;
  look_ahead(moment);
  for (Point& point : points_) {
    for (int i = 0; i < launched; ++i)
      point.shortage.may_answer(point.new_chance);
  }
  chosen.risk = rough_risk();
  if (chosen.risk > kClearly * chosen.threshold + kClearlyMore) return launched;
  while (launched < most) {
    chosen.risk = risk();
    if (chosen.risk > chosen.threshold) break;
    launched += 1;
    for (Point& point : points_)
      point.shortage.may_answer(point.new_chance);
  }
  return launched;
}

// Were they to answer now, they would find nobody. The oldest first: with it gone there is one less to serve.
std::vector<std::int64_t> PaceController::hopeless(const Moment& moment) {
  std::vector<RingingCall> old;
  for (const RingingCall& call : moment.ringing) {
    if (call.age >= limits_.let_go_after) old.push_back(call);
  }
  std::sort(old.begin(), old.end(), [](const RingingCall& a, const RingingCall& b) {
    return a.age != b.age ? a.age > b.age : a.id < b.id;
  });
  std::vector<std::int64_t> gone;
  for (const RingingCall& call : old) {
    here_.begin(moment.idle + moment.offered - moment.waiting);
    for (const RingingCall& other : moment.ringing) {
      if (other.id != call.id && std::find(gone.begin(), gone.end(), other.id) == gone.end())
        here_.may_answer(ring_.answered_within(other.age, kSoon));
    }
    for (const double age : moment.listening)
      here_.may_answer(listen_.answered_within(age, kSoon));
    for (const double age : moment.talking)
      here_.may_be_free(free_.from_talk(age, limits_.patience + kSoon));
    for (const double age : moment.wrapping)
      here_.may_be_free(free_.from_wrap_up(age, limits_.patience + kSoon));
    if (here_.chance() <= kLetGoRisk) break;
    gone.push_back(call.id);
  }
  return gone;
}

Chosen PaceController::decide(const Moment& moment) {
  learn(moment);
  const auto crew =
      static_cast<double>(moment.talking.size() + moment.wrapping.size()) + moment.idle + moment.offered;
  Chosen chosen;
  chosen.answered = ring_.answered();
  chosen.threshold = budget_.threshold(moment.tally, moment.left, crew * 0.85 / free_.mean());
  chosen.launch = launches(moment, chosen);
  if (chosen.launch == 0) chosen.let_go = hopeless(moment);
  return chosen;
}

PaceController::Kept PaceController::kept() const {
  return {ring_.kept(), listen_.kept(), free_.talk().kept(), free_.wrap().kept(), budget_.kept()};
}

void PaceController::restore(Kept kept) {
  ring_.restore(std::move(kept.ring));
  listen_.restore(std::move(kept.listen));
  free_.restore(std::move(kept.talk), std::move(kept.wrap));
  budget_.restore(kept.budget);
  has_looked_ = false;
}

}  // namespace dialctl::pace
