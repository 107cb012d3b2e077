// What becomes of a call as it rings, learnt from what is seen: per bin of age, of those that rang so long,
// how many were answered there and how many came to another end. In a key template, "answered" is "wants an
// operator" (PA-06).
//
// By entries into a bin, not by time spent in it: a busy tone after 0.2 s has no time to speak of. Calls that
// still ring count for the bins that they have come through. The share that is answered changes faster than
// the time that it takes, so it is followed on a scale of its own.
#pragma once

#include <vector>

#include "engine/decide/pace/hazard_law.h"

namespace dialctl::pace {

enum class RingEnd : unsigned char { answered, other, let_go };

class RingLaw {
 public:
  RingLaw();

  // Ages in seconds since the launch.
  void ended(RingEnd how, double age);
  // So many answers are learnt from; older ones are forgotten.
  void remember(double answers);
  // What rings now is looked at anew each time. The chances below are of that moment.
  void look_at(const std::vector<double>& open);

  // Calls that have rung about as long have the same chances: so many of them are told apart.
  static std::size_t steps();
  static std::size_t step_of(double age);
  // A call that has rung so many steps, looked up for several questions.
  struct Ringing {
    double age = 0;
    double answered_before = 0;
    double per_alive = 0;
  };
  Ringing rung(std::size_t steps) const;
  // Chance that it is answered within `seconds` from now.
  double answered_within(const Ringing& ringing, double seconds) const;
  double answered() const { return incidence_.back(); }  // a new call, ever
  double doubt() const;                                  // of that share: square of the relative error
  // The age by which this share of a new call's answers has come.
  double age_at(double share_of_answers) const;

  struct Kept {
    std::vector<double> entries, answers, others;  // by bin
    std::vector<double> lately;                    // entries, of the fast scale
    double answered_lately = 0;
    std::vector<double> open;     // entries of what rang at the last look
    std::vector<double> entered;  // entries of what has ended since
  };
  const Kept& kept() const { return seen_; }
  void restore(Kept kept);  // of other bins: nothing is taken up

 private:
  void place_steps();
  void count_open(const std::vector<double>& open);
  void look_at_lately(const std::vector<double>& open_before);
  double fast() const;
  double belief() const;
  void spread();

  AgeBins bins_;
  double answers_kept_;
  Kept seen_;
  std::vector<double> believed_;                            // calls that are believed in before any is seen
  std::vector<double> believed_answers_, believed_others_;  // of those who come into this bin, the share
  std::vector<double> slow_;  // chance of an answer in this bin, of those who entered it; slow scale
  // At the ages that are looked up, kStep apart: answered before, and still ringing, of new calls.
  std::vector<double> incidence_;
  std::vector<double> alive_;
  std::vector<double> part_;             // of its bin that has passed at this age
  std::vector<std::size_t> first_step_;  // by bin; and one behind the last
};

}  // namespace dialctl::pace
