// Predictive pacing (PA-01): how many calls a queue launches now, so that operators hardly wait and at most a
// given share of those who answer find nobody (PA-02).
//
// A call is launched when the chance that it will be abandoned, given that it is answered, is at most a
// threshold: how many of the calls in flight are answered before it, against how many operators are free by
// then, each as a distribution (shortage.h). The threshold lies near the limit, and what has really happened
// corrects it slowly (abandon_budget.h). Nothing is known beforehand: how calls ring (ring_law.h) and when
// operators get free (free_times.h) is learnt from what is seen, beginning with careful beliefs.
//
// A value: it reads no clock and draws no chance. The same calls on it give the same answers, on any machine.
// Seconds everywhere, with fractions.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/decide/pace/abandon_budget.h"
#include "engine/decide/pace/free_times.h"
#include "engine/decide/pace/miss_share.h"
#include "engine/decide/pace/ring_law.h"
#include "engine/decide/pace/shortage.h"

namespace dialctl::pace {

struct Limits {
  double abandoned = 0.03;   // of those who answer, so many may find nobody
  double patience = 2;       // that one who has answered waits, before he counts as abandoned
  double let_go_after = 15;  // no ringing call is let go before it has rung so long
  friend bool operator==(const Limits&, const Limits&) = default;
};

struct RingingCall {
  std::int64_t id = 0;
  double age = 0;
};

// What a dialer knows of its queue at one moment. Ages and times in seconds.
struct Moment {
  double now = 0;   // since any fixed instant; never less than the moment before
  double left = 0;  // until the end of the hours
  int idle = 0;     // operators who can take a customer at once
  int offered = 0;  // operators whose phones ring for a customer who waits
  int waiting = 0;  // customers who have answered and have nobody
  std::vector<double> talking;
  std::vector<double> wrapping;
  std::vector<RingingCall> ringing;
  std::vector<double> listening;  // key templates: answered, and may still want an operator
  int room = 0;                   // that lines and call rates leave
  Tally tally;                    // of the window that the limit holds for; the one that is nearest to it
};

struct Chosen {
  int launch = 0;
  std::vector<std::int64_t> let_go;  // of the ringing calls: nobody could take them
  double threshold = 0;
  double risk = 0;      // of the first call that is not launched, or the last that is
  double answered = 0;  // of calls, as believed now
  friend bool operator==(const Chosen&, const Chosen&) = default;
};

class PaceController {
 public:
  explicit PaceController(const Limits& limits);
  void set_limits(const Limits& limits);

  // What has happened; ages in seconds.
  void rang(RingEnd how, double age);      // since the launch
  void listened(RingEnd how, double age);  // key templates: since the answer
  void talked(double age);
  void wrapped(double age);
  void served();     // one who has answered has got an operator
  void abandoned();  // or not
  void missed();     // an operator to whom a customer was offered
  Chosen decide(const Moment& moment);
  // The last decision holds still: at this moment nothing would be launched, whatever has happened.
  bool holds(double now) const;

  const RingLaw& ring() const { return ring_; }
  const RingLaw& listen() const { return listen_; }
  const FreeTimes& free_times() const { return free_; }

  // To keep over a restart, and to take up again.
  struct Kept {
    RingLaw::Kept ring, listen;
    HazardLaw::Kept talk, wrap;
    MissShare::Kept misses;
    AbandonBudget::Kept budget;
  };
  Kept kept() const;
  void restore(Kept kept);

 private:
  // One of the moments at which a call that is launched now may be answered.
  struct Point {
    double share = 0;       // of its answers that come before
    double weight = 0;      // this moment stands for so many of them
    double ahead = 0;       // seconds from now
    double new_chance = 0;  // that another call that is launched now is answered before it
    Shortage shortage;
  };

  struct Alike {
    RingLaw::Ringing call;
    std::size_t step;
    int count;
  };

  // Of what a decision is made from, all but the time.
  struct Counts {
    int idle = 0, offered = 0, waiting = 0;
    bool room = false;
    std::size_t talking = 0, wrapping = 0, ringing = 0, listening = 0;
    friend bool operator==(const Counts&, const Counts&) = default;
  };

  static Counts counts_of(const Moment& moment);
  bool decided_within(double span, double now) const;
  bool is_answered(const Moment& moment) const;
  void learn(const Moment& moment, double crew);
  void tell_apart(const std::vector<double>& ages, const RingLaw& law, std::vector<Alike>& alike);
  void look_up(const Moment& moment);
  void begin(Shortage& shortage, const Moment& moment) const;
  void count_operators(Shortage& shortage, double by) const;
  void look_ahead(const Moment& moment);
  double risk();
  double rough_risk() const;
  int launches(const Moment& moment, Chosen& chosen);
  std::vector<std::int64_t> hopeless(const Moment& moment);

  Limits limits_;
  RingLaw ring_;
  RingLaw listen_;
  FreeTimes free_;
  MissShare misses_;
  AbandonBudget budget_;
  bool has_news_ = true;
  double decided_at_ = 0;
  double hold_ = 0;
  Counts decided_on_;  // and what became of it
  Chosen decided_;
  bool has_looked_ = false;
  double rings_looked_at_ = 0;
  double talks_looked_at_ = 0;
  std::vector<Point> points_;
  Shortage here_;
  std::vector<double> ages_;
  std::vector<Alike> rung_, listened_;
  std::vector<int> by_step_;
  std::vector<int> talking_, wrapping_;  // by bin
  std::vector<std::size_t> old_;
};

}  // namespace dialctl::pace
