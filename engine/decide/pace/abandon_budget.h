// What may still be risked: the limit of abandonment (PA-02), less what has happened, over what is to come.
#pragma once

namespace dialctl::pace {

// Answered by a person in some window of time, and of these abandoned.
struct Tally {
  double answered = 0;
  double abandoned = 0;
};

class AbandonBudget {
 public:
  // 0.03: of those who answer, so many may find nobody.
  explicit AbandonBudget(double limit) : limit_(limit) {}
  void set_limit(double limit) { limit_ = limit; }

  void served();
  void abandoned();

  // The chance of being abandoned, given an answer, at which a call may still be launched. `left`: seconds to
  // the end of the hours; `per_second`: answers that are to be expected.
  double threshold(const Tally& tally, double left, double per_second) const;
  // Far over the limit lately, whatever the model says: only what cannot be abandoned is launched.
  bool is_blown() const;

  struct Kept {
    double gain = 0, recent_answers = 0, recent_abandoned = 0;
  };
  Kept kept() const { return {gain_, recent_answers_, recent_abandoned_}; }
  void restore(const Kept& kept);

 private:
  void count(double abandoned);

  double limit_;
  // What is predicted for the last call launched is not what becomes of all: follows the ratio of the two.
  double gain_ = 1;
  double recent_answers_ = 0;  // fading
  double recent_abandoned_ = 0;
};

}  // namespace dialctl::pace
