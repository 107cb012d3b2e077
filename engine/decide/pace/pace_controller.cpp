#include "engine/decide/pace/pace_controller.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace dialctl::pace {
namespace {

constexpr double kLookAtRings = 1;  // seconds between two looks at what goes on: it changes little
constexpr double kLookAtTalks = 2;
constexpr double kNoNews = 0.5;  // a decision holds so long where nothing happens
// Of a crew so large that something happens all the time, a decision holds for a moment in any case. 0.25 s
// at 300 operators cost nothing measurable; any at 20 cost 0.3 points.
constexpr int kHoldFrom = 50;          // operators
constexpr double kHoldOfEach = 0.001;  // seconds, of each beyond
constexpr double kHoldMost = 0.25;
// A large crew sees in a minute what a small one sees in an hour, and needs to know it more exactly.
constexpr double kKeptOfEach = 10;  // for each operator: answers, conversations
// Where nobody answers, no number of calls seems to be too many.
constexpr int kMostInFlight = 4;  // for each operator; what is in the air when people begin to answer is lost
constexpr int kMostLaunches = 5000;  // at once
// A call that has rung long is let go from this chance on to find nobody. 0.2 to 0.45 measured alike; less
// costs calls.
constexpr double kLetGoRisk = 0.3;
constexpr double kSoon = 1;  // seconds
// So much over the threshold, the rough figure is enough to refuse.
constexpr double kClearly = 3;
constexpr double kClearlyMore = 0.1;

// Gauss and Legendre's four points: as exact as eight in equal distances.
struct Node {
  double share;
  double weight;
};
constexpr Node kNodes[] = {{0.06943184420297371, 0.17392742256872692},
                           {0.33000947820757187, 0.32607257743127307},
                           {0.66999052179242813, 0.32607257743127307},
                           {0.93056815579702629, 0.17392742256872692}};

}  // namespace

PaceController::PaceController(const Limits& limits) : limits_(limits), budget_(limits.abandoned) {
  for (const Node& node : kNodes)
    points_.push_back(
        {.share = node.share, .weight = node.weight, .ahead = 0, .new_chance = 0, .shortage = {}});
}

void PaceController::set_limits(const Limits& limits) {
  has_news_ = has_news_ || limits != limits_;
  limits_ = limits;
  budget_.set_limit(limits.abandoned);
}

void PaceController::rang(RingEnd how, double age) {
  has_news_ = true;
  ring_.ended(how, age);
}

void PaceController::listened(RingEnd how, double age) {
  has_news_ = true;
  listen_.ended(how, age);
}

void PaceController::talked(double age) {
  has_news_ = true;
  free_.talked(age);
}

void PaceController::wrapped(double age) {
  has_news_ = true;
  free_.wrapped(age);
}

void PaceController::missed() {
  has_news_ = true;
  misses_.missed();
}

void PaceController::served() {
  has_news_ = true;
  misses_.taken();
  budget_.served();
}

void PaceController::abandoned() {
  has_news_ = true;
  budget_.abandoned();
}

void PaceController::learn(const Moment& moment, double crew) {
  ring_.remember(kKeptOfEach * crew);
  listen_.remember(kKeptOfEach * crew);
  free_.remember(kKeptOfEach * crew);
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
    if (has_looked_) {
      free_.look_at(moment.talking, moment.wrapping);
    } else {
      free_.look_at_all(moment.talking, moment.wrapping);
    }
  }
  has_looked_ = true;
}

void PaceController::tell_apart(const std::vector<double>& ages, const RingLaw& law,
                                std::vector<Alike>& alike) {
  alike.clear();
  by_step_.resize(RingLaw::steps(), 0);
  std::size_t most = 0;
  for (const double age : ages) {
    const std::size_t step = RingLaw::step_of(age);
    by_step_[step] += 1;
    most = std::max(most, step);
  }
  for (std::size_t step = 0; step <= most; ++step) {
    if (by_step_[step] > 0) alike.push_back({law.rung(step), step, by_step_[step]});
    by_step_[step] = 0;
  }
}

// What is the same for all points.
void PaceController::look_up(const Moment& moment) {
  ages_.clear();
  for (const RingingCall& call : moment.ringing)
    ages_.push_back(call.age);
  tell_apart(ages_, ring_, rung_);
  tell_apart(moment.listening, listen_, listened_);
  talking_.assign(free_.talk_bins(), 0);
  for (const double age : moment.talking)
    talking_[free_.talk_bin(age)] += 1;
  wrapping_.assign(free_.wrap_bins(), 0);
  for (const double age : moment.wrapping)
    wrapping_[free_.wrap_bin(age)] += 1;
}

void PaceController::begin(Shortage& shortage, const Moment& moment) const {
  const int free = moment.idle + moment.offered;
  const double misses = misses_.value();
  if (misses > 0) {
    shortage.begin(-moment.waiting, ring_.doubt());
    shortage.may_be_free(1 - misses, free);
  } else {
    shortage.begin(free - moment.waiting, ring_.doubt());
  }
}

void PaceController::count_operators(Shortage& shortage, double by) const {
  const double takes = 1 - misses_.value();
  const FreeTimes::Ahead ahead = FreeTimes::ahead(by);
  for (std::size_t bin = 0; bin < talking_.size(); ++bin) {
    if (talking_[bin] > 0) shortage.may_be_free(takes * free_.from_talk(bin, ahead), talking_[bin]);
  }
  for (std::size_t bin = 0; bin < wrapping_.size(); ++bin) {
    if (wrapping_[bin] > 0) shortage.may_be_free(takes * free_.from_wrap_up(bin, ahead), wrapping_[bin]);
  }
}

void PaceController::look_ahead(const Moment& moment) {
  for (Point& point : points_) {
    point.ahead = ring_.age_at(point.share);
    point.new_chance = ring_.answered() * point.share;
    begin(point.shortage, moment);
    for (const Alike& each : rung_)
      point.shortage.may_answer(ring_.answered_within(each.call, point.ahead), each.count);
    for (const Alike& each : listened_)
      point.shortage.may_answer(listen_.answered_within(each.call, point.ahead), each.count);
    count_operators(point.shortage, point.ahead + limits_.patience);
  }
}

double PaceController::risk() {
  double sum = 0;
  for (Point& point : points_)
    sum += point.weight * point.shortage.chance();
  return sum;
}

double PaceController::rough_risk() const {
  double sum = 0;
  for (const Point& point : points_)
    sum += point.weight * point.shortage.rough_chance();
  return sum;
}

int PaceController::launches(const Moment& moment, Chosen& chosen) {
  const int crew =
      moment.idle + moment.offered + static_cast<int>(moment.talking.size() + moment.wrapping.size());
  // What cannot be abandoned: an operator who is free for each call that may still be answered.
  const int certain = std::max(0, moment.idle + moment.offered - moment.waiting -
                                      static_cast<int>(moment.ringing.size() + moment.listening.size()));
  const int in_flight = static_cast<int>(moment.ringing.size() + moment.listening.size());
  const int most = std::clamp(kMostInFlight * crew - in_flight, 0, std::clamp(moment.room, 0, kMostLaunches));
  int launched = std::min(certain, most);
  if (crew <= 1 || (crew <= 2 && chosen.answered >= 0.5) || budget_.is_blown()) return launched;
  look_up(moment);
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
  old_.clear();
  for (std::size_t i = 0; i < moment.ringing.size(); ++i) {
    if (moment.ringing[i].age >= limits_.let_go_after) old_.push_back(i);
  }
  if (old_.empty()) return {};
  look_up(moment);
  std::sort(old_.begin(), old_.end(), [&](std::size_t a, std::size_t b) {
    const RingingCall& one = moment.ringing[a];
    const RingingCall& other = moment.ringing[b];
    return one.age != other.age ? one.age > other.age : one.id < other.id;
  });
  std::vector<std::int64_t> gone;
  for (const std::size_t each : old_) {
    const std::size_t step = RingLaw::step_of(moment.ringing[each].age);
    std::find_if(rung_.begin(), rung_.end(), [&](const Alike& alike) { return alike.step == step; })->count -=
        1;
    begin(here_, moment);
    for (const Alike& other : rung_)
      here_.may_answer(ring_.answered_within(other.call, kSoon), other.count);
    for (const Alike& other : listened_)
      here_.may_answer(listen_.answered_within(other.call, kSoon), other.count);
    count_operators(here_, limits_.patience + kSoon);
    if (here_.chance() <= kLetGoRisk) break;
    gone.push_back(moment.ringing[each].id);
  }
  return gone;
}

PaceController::Counts PaceController::counts_of(const Moment& moment) {
  return {moment.idle,           moment.offered,         moment.waiting,        moment.room > 0,
          moment.talking.size(), moment.wrapping.size(), moment.ringing.size(), moment.listening.size()};
}

bool PaceController::decided_within(double span, double now) const {
  return has_looked_ && now >= decided_at_ && now - decided_at_ < span;
}

// The last decision has answered this moment too: nothing happened since but what it asked for.
bool PaceController::is_answered(const Moment& moment) const {
  return !has_news_ && decided_within(kNoNews, moment.now) && counts_of(moment) == decided_on_;
}

bool PaceController::holds(double now) const {
  return decided_within(hold_, now);
}

Chosen PaceController::decide(const Moment& moment) {
  if (holds(moment.now) || is_answered(moment)) return decided_;
  const auto crew =
      static_cast<double>(moment.talking.size() + moment.wrapping.size()) + moment.idle + moment.offered;
  learn(moment, crew);
  Chosen chosen;
  chosen.answered = ring_.answered();
  chosen.threshold = budget_.threshold(moment.tally, moment.left, crew * 0.85 / free_.mean());
  chosen.launch = launches(moment, chosen);
  if (chosen.launch == 0) chosen.let_go = hopeless(moment);
  has_news_ = chosen.launch > 0 && chosen.launch >= moment.room;  // more room would be news
  decided_at_ = moment.now;
  decided_on_ = counts_of(moment);
  decided_on_.ringing += static_cast<std::size_t>(chosen.launch);
  hold_ = std::clamp((crew - kHoldFrom) * kHoldOfEach, 0.0, kHoldMost);
  decided_ = chosen;
  decided_.launch = 0;
  decided_.let_go.clear();
  return chosen;
}

PaceController::Kept PaceController::kept() const {
  return {ring_.kept(),        listen_.kept(), free_.talk().kept(),
          free_.wrap().kept(), misses_.kept(), budget_.kept()};
}

void PaceController::restore(Kept kept) {
  ring_.restore(std::move(kept.ring));
  listen_.restore(std::move(kept.listen));
  free_.restore(std::move(kept.talk), std::move(kept.wrap));
  misses_.restore(kept.misses);
  budget_.restore(kept.budget);
  has_looked_ = false;
}

}  // namespace dialctl::pace
