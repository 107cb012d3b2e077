// When operators become free: how long conversations and the wrap-up after them take, learnt from what is
// seen.
#pragma once

#include <vector>

#include "engine/decide/pace/hazard_law.h"

namespace dialctl::pace {

class FreeTimes {
 public:
  FreeTimes();

  // Ages in seconds: of a conversation that has ended, of a wrap-up that has.
  void talked(double age);
  void wrapped(double age);
  // What goes on now, looked at anew each time. The chances below are of that moment.
  void look_at(const std::vector<double>& talking, const std::vector<double>& wrapping);

  // Chance that who has talked, or wraps up, since `age` is free within `seconds` from now.
  double from_talk(double age, double seconds) const;
  double from_wrap_up(double age, double seconds) const { return 1 - wrap_.survives(age, seconds); }
  double mean() const { return mean_; }  // of both together

  const HazardLaw& talk() const { return talk_; }
  const HazardLaw& wrap() const { return wrap_; }
  void restore(HazardLaw::Kept talk, HazardLaw::Kept wrap);

 private:
  HazardLaw talk_;
  HazardLaw wrap_;
  std::vector<double> free_;  // by bin of the conversation's age, then by whole seconds from now
  double mean_ = 0;
};

}  // namespace dialctl::pace
