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
  // So many of each are learnt from; older ones are forgotten.
  void remember(double count);
  // What goes on now, looked at anew each time. The chances below are of that moment.
  void look_at(const std::vector<double>& talking, const std::vector<double>& wrapping);
  // The same for the whole table at once, after which nothing of the looks before counts.
  void look_at_all(const std::vector<double>& talking, const std::vector<double>& wrapping);

  // Who talks, or wraps up, since `age`: those of one bin have the same chances.
  std::size_t talk_bin(double age) const { return talk_.bins().of(age); }
  std::size_t wrap_bin(double age) const { return wrap_.bins().of(age); }
  std::size_t talk_bins() const { return talk_.bins().size(); }
  std::size_t wrap_bins() const { return wrap_.bins().size(); }
  // A time from now, looked up for several questions.
  struct Ahead {
    std::size_t second = 0;
    double part = 0;  // of the next one
  };
  static Ahead ahead(double seconds);
  // Chance to be free by then.
  double from_talk(std::size_t bin, Ahead by) const { return within(free_, bin, by); }
  double from_wrap_up(std::size_t bin, Ahead by) const { return within(wrapped_, bin, by); }
  double mean() const { return mean_; }  // of both together

  const HazardLaw& talk() const { return talk_; }
  const HazardLaw& wrap() const { return wrap_; }
  // To be followed by a look at all.
  void restore(HazardLaw::Kept talk, HazardLaw::Kept wrap);

 private:
  static constexpr std::size_t kSeconds = 45;  // that are looked ahead

  static double within(const std::vector<double>& by_bin, std::size_t bin, Ahead by) {
    const double* const at = by_bin.data() + bin * kSeconds + by.second;
    return at[0] + (at[1] - at[0]) * by.part;
  }
  void look(const std::vector<double>& talking, const std::vector<double>& wrapping);
  void spread_talk(std::size_t bin);
  void spread_wrap(std::size_t bin);

  double talks_kept_;
  double wraps_kept_;
  HazardLaw talk_;
  HazardLaw wrap_;
  std::vector<double> free_;             // by bin of the conversation's age, then by whole seconds from now
  std::vector<double> wrapped_;          // the same of wrap-up
  std::vector<double> lasts_;            // scratch, by seconds from now
  std::vector<double> wrapped_between_;  // likewise: of a new wrap-up, in the middle of each second
  double mean_ = 0;
  std::size_t turn_ = 0;
};

}  // namespace dialctl::pace
