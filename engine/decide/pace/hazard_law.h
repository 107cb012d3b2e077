// How long something lasts, learnt from what is seen: per bin of age the rate of ends, from the ends that
// came there and the time that was spent there. What still goes on counts as time spent and no more, so that
// nothing waits for the slow ones to end.
#pragma once

#include <cstddef>
#include <vector>

namespace dialctl::pace {

// Ages in seconds. Bins grow with age: fine where much happens, coarse where little is known.
class AgeBins {
 public:
  // Bins of `first` seconds, each `growth` as wide as the one before, up to `last`; the last one is open.
  AgeBins(double first, double growth, double last);

  std::size_t size() const { return starts_.size(); }
  std::size_t of(double age) const;
  double start(std::size_t bin) const { return starts_[bin]; }
  double width(std::size_t bin) const;  // of the last one: as the one before

 private:
  std::vector<double> starts_;
};

class HazardLaw {
 public:
  // What is believed before anything is seen: a mean, with the weight of so many ends.
  HazardLaw(AgeBins bins, double mean, double weight);

  void ended(double age);     // one that is over
  void forget(double share);  // of all that was seen, this share stays
  // What goes on now is looked at anew each time; `open` are their ages. The chances below are of that
  // moment.
  void look_at(const std::vector<double>& open);

  // Chances to last another second, another two.., having lasted `age`: as many as `by_second` has room for.
  void outlasts(double age, std::vector<double>& by_second) const;
  double mean() const;
  const AgeBins& bins() const { return bins_; }

  // To keep and to take up again.
  struct Kept {
    std::vector<double> ends, seconds;  // by bin
  };
  const Kept& kept() const { return seen_; }
  void restore(Kept kept);  // of other bins: nothing is taken up

 private:
  void spend(std::vector<double>& seconds, double age) const;

  AgeBins bins_;
  double believed_rate_;
  double believed_weight_;
  Kept seen_;
  std::vector<double> open_;
  std::vector<double> rates_;  // of ends, per second
};

}  // namespace dialctl::pace
