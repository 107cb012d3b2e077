#include "engine/decide/pace/ring_law.h"

#include <algorithm>
#include <utility>

#include "engine/decide/pace/arithmetic.h"

namespace dialctl::pace {
namespace {

// Before anything is seen: that half of all calls are answered is careful, since few lists are as good.
constexpr double kBelievedAnswers = 0.045;  // per second
constexpr double kBelievedOthers = 0.030;
constexpr double kBelievedCalls = 4;

// What the first calls say of the share that is answered is believed of ages that none has come to yet:
// beside so many answers that came as expected, and not below so much of what was believed.
constexpr double kBeliefDoubted = 8;
constexpr double kBeliefLeast = 0.3;
constexpr double kAnswersBelieved = 20;  // the share is known as if from so many, before any is seen

constexpr double kAnswersKept = 400;    // until something else is said
constexpr double kCallsToAnswers = 20;  // so many calls are kept for each answer, where nobody answers
// So many of the last ones tell the share that is answered now. With 20 its noise costs 0.2 points from 100
// operators on; with one for each of 300 operators, a step of the share is seen too late.
constexpr double kFastAnswers = 60;
constexpr double kFastBelief = 20;  // answers that the slow scale is believed for

constexpr double kLongest = 150;  // seconds
constexpr double kStep = 0.25;
constexpr double kTold = 0.5;  // ages are told apart so far
constexpr std::size_t kSteps = static_cast<std::size_t>(kLongest / kStep);

double between(const std::vector<double>& values, double age) {
  const double steps = std::clamp(age, 0.0, kLongest - kStep) / kStep;
  const auto step = static_cast<std::size_t>(steps);
  const double part = steps - static_cast<double>(step);
  return values[step] + (values[step + 1] - values[step]) * part;
}

}  // namespace

RingLaw::RingLaw()
    : bins_(0.5, 1.03, kLongest),
      answers_kept_(kAnswersKept),
      incidence_(kSteps + 1),
      alive_(kSteps + 1),
      part_(kSteps + 1) {
  for (auto* each : {&seen_.entries, &seen_.answers, &seen_.others, &seen_.lately, &seen_.open,
                     &seen_.entered, &believed_, &believed_answers_, &believed_others_, &slow_})
    each->assign(bins_.size(), 0.0);
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    believed_answers_[bin] = 1 - decay(kBelievedAnswers * bins_.width(bin));
    believed_others_[bin] = 1 - decay(kBelievedOthers * bins_.width(bin));
    believed_[bin] = std::max(
        kBelievedCalls / 4, kBelievedCalls * decay((kBelievedAnswers + kBelievedOthers) * bins_.start(bin)));
  }
  place_steps();
  look_at({});
}

void RingLaw::place_steps() {
  std::size_t step = 0;
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    first_step_.push_back(step);
    for (; step <= kSteps; ++step) {
      const double since = static_cast<double>(step) * kStep - bins_.start(bin);
      if (since >= bins_.width(bin)) break;
      part_[step] = since / bins_.width(bin);
    }
  }
  first_step_.push_back(step);
}

void RingLaw::remember(double answers) {
  answers_kept_ = std::max(kAnswersKept, answers);
}

void RingLaw::ended(RingEnd how, double age) {
  const std::size_t last = bins_.of(age);
  for (std::size_t bin = 0; bin <= last; ++bin) {
    const double entry = bin == last && how == RingEnd::let_go ? 0.5 : 1.0;
    seen_.entries[bin] += entry;
    seen_.entered[bin] += entry;
  }
  if (how == RingEnd::answered) seen_.answers[last] += 1;
  if (how == RingEnd::other) seen_.others[last] += 1;
  seen_.answered_lately += how == RingEnd::answered ? 1 : 0;
  const double stays = 1 - 1 / (how == RingEnd::answered ? answers_kept_ : kCallsToAnswers * answers_kept_);
  for (auto* each : {&seen_.entries, &seen_.answers, &seen_.others}) {
    for (auto& value : *each)
      value *= stays;
  }
}

void RingLaw::count_open(const std::vector<double>& open) {
  std::fill(seen_.open.begin(), seen_.open.end(), 0.0);
  for (const double age : open)
    seen_.open[bins_.of(age)] += 1;
  double further = 0;  // have come through this bin
  for (std::size_t bin = bins_.size(); bin-- > 0;) {
    const double here = seen_.open[bin];
    seen_.open[bin] = further + here / 2;
    further += here;
  }
}

void RingLaw::look_at(const std::vector<double>& open) {
  const std::vector<double> open_before = seen_.open;
  count_open(open);
  look_at_lately(open_before);
  spread();
}

// What has been rung through since the last look, not what has ended: those who answer end sooner than those
// who do not, so that the ends of calls that were launched together would tell of much and then of little.
void RingLaw::look_at_lately(const std::vector<double>& open_before) {
  double expected = 0;
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    // Less than nothing: calls that rang are gone, and nobody said how.
    const double rung = std::max(0.0, seen_.entered[bin] + seen_.open[bin] - open_before[bin]);
    seen_.lately[bin] += rung;
    expected += rung * slow_[bin];
    seen_.entered[bin] = 0;
  }
  const double stays = std::clamp(1 - expected / kFastAnswers, 0.0, 1.0);
  for (auto& value : seen_.lately)
    value *= stays;
  seen_.answered_lately *= stays;
}

// Answers of late, to what the slow scale as it is now would have expected of these calls.
double RingLaw::fast() const {
  double expected = kFastBelief;
  for (std::size_t bin = 0; bin < bins_.size(); ++bin)
    expected += seen_.lately[bin] * slow_[bin];
  return (seen_.answered_lately + kFastBelief) / expected;
}

double RingLaw::doubt() const {
  double answers = kAnswersBelieved;
  for (const double seen : seen_.answers)
    answers += seen;
  return 1 / answers;
}

// How much of what was believed of answers holds, by the ages that were seen. From the first answer on: that
// nobody answers in the first seconds tells nothing of how many will.
double RingLaw::belief() const {
  std::size_t first = 0;
  while (first < bins_.size() && seen_.answers[first] <= 0)
    ++first;
  double seen = kBeliefDoubted;
  double expected = kBeliefDoubted;
  for (std::size_t bin = first; bin < bins_.size(); ++bin) {
    seen += seen_.answers[bin];
    expected += (seen_.entries[bin] + seen_.open[bin]) * believed_answers_[bin];
  }
  return std::clamp(seen / expected, kBeliefLeast, 1.0);
}

// From chances by bin to what is looked up by age.
void RingLaw::spread() {
  const double holds = belief();
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    const double answers = believed_[bin] * holds * believed_answers_[bin];
    slow_[bin] = (seen_.answers[bin] + answers) / (seen_.entries[bin] + seen_.open[bin] + believed_[bin]);
  }
  const double faster = fast();
  double alive = 1;
  double answered = 0;
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    const double came = seen_.entries[bin] + seen_.open[bin] + believed_[bin];
    const double other = std::min(1.0, (seen_.others[bin] + believed_[bin] * believed_others_[bin]) / came);
    const double answer = std::min(slow_[bin] * faster, 1 - other);
    const double gone = answer + other;
    for (std::size_t step = first_step_[bin]; step < first_step_[bin + 1]; ++step) {
      incidence_[step] = answered + alive * answer * part_[step];
      alive_[step] = alive * (1 - gone * part_[step]);
    }
    answered += alive * answer;
    alive *= std::max(0.0, 1 - gone);
  }
  for (std::size_t step = first_step_.back(); step <= kSteps; ++step) {
    incidence_[step] = answered;
    alive_[step] = alive;
  }
}

std::size_t RingLaw::steps() {
  return static_cast<std::size_t>(kLongest / kTold) + 1;
}

std::size_t RingLaw::step_of(double age) {
  return static_cast<std::size_t>(std::clamp(age, 0.0, kLongest) / kTold);
}

RingLaw::Ringing RingLaw::rung(std::size_t steps) const {
  const double age = (static_cast<double>(steps) + 0.5) * kTold;
  const double alive = between(alive_, age);
  return {age, between(incidence_, age), alive < 1e-9 ? 0 : 1 / alive};
}

double RingLaw::answered_within(const Ringing& ringing, double seconds) const {
  const double more = between(incidence_, ringing.age + seconds) - ringing.answered_before;
  return std::clamp(more * ringing.per_alive, 0.0, 1.0);
}

double RingLaw::age_at(double share_of_answers) const {
  const double wanted = share_of_answers * answered();
  const auto above = std::upper_bound(incidence_.begin(), incidence_.end(), wanted);
  if (above == incidence_.begin()) return 0;
  if (above == incidence_.end()) return kLongest;
  const auto step = static_cast<std::size_t>(above - incidence_.begin()) - 1;
  const double part = (wanted - incidence_[step]) / (incidence_[step + 1] - incidence_[step]);
  return (static_cast<double>(step) + part) * kStep;
}

void RingLaw::restore(Kept kept) {
  for (const auto* each :
       {&kept.entries, &kept.answers, &kept.others, &kept.lately, &kept.open, &kept.entered}) {
    if (each->size() != bins_.size()) return;
  }
  seen_ = std::move(kept);
  spread();
}

}  // namespace dialctl::pace
