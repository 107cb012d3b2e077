// Two hours of a small call centre under the controller, drawn from a seed; prints each decision bit by bit.
// Calls and operators are simple here: what matters is that the controller passes through all of its
// arithmetic.
#include <bit>
#include <cinttypes>
#include <cstdio>
#include <vector>

#include "engine/decide/pace/pace_controller.h"
#include "engine/model/random.h"

using namespace dialctl;
using namespace dialctl::pace;

namespace {

struct Ends {
  std::int64_t id;
  std::int64_t begun;
  std::int64_t ends;  // milliseconds
};

double since(std::int64_t begun, std::int64_t now) {
  return static_cast<double>(now - begun) / 1000;
}

class Centre {
 public:
  Centre(std::uint64_t seed, int operators) : random_(seed), idle_(operators) {}

  void second(std::int64_t now) {
    move(ringing_, now, [&](const Ends& call) {
      const bool answered = random_.below(4) == 0;
      controller_.rang(answered ? RingEnd::answered : RingEnd::other, since(call.begun, now));
      if (!answered) return;
      tally_.answered += 1;
      if (idle_ == 0) {
        tally_.abandoned += 1;
        controller_.abandoned();
        return;
      }
      idle_ -= 1;
      if (random_.below(30) == 0) controller_.missed();
      controller_.served();
      talking_.push_back({0, now, now + 5000 + static_cast<std::int64_t>(random_.below(200'000))});
    });
    move(talking_, now, [&](const Ends& talk) {
      controller_.talked(since(talk.begun, now));
      wrapping_.push_back({0, now, now + 1000 + static_cast<std::int64_t>(random_.below(30'000))});
    });
    move(wrapping_, now, [&](const Ends& wrap) {
      controller_.wrapped(since(wrap.begun, now));
      idle_ += 1;
    });
    decide(now);
  }

 private:
  template <class Ended>
  static void move(std::vector<Ends>& all, std::int64_t now, Ended ended) {
    const std::vector<Ends> before = all;
    all.clear();
    for (const Ends& each : before) {
      if (each.ends > now) all.push_back(each);
    }
    for (const Ends& each : before) {
      if (each.ends <= now) ended(each);
    }
  }

  void decide(std::int64_t now) {
    Moment moment;
    moment.now = since(0, now);
    moment.left = 7200 - moment.now;
    moment.idle = idle_;
    for (const Ends& each : talking_)
      moment.talking.push_back(since(each.begun, now));
    for (const Ends& each : wrapping_)
      moment.wrapping.push_back(since(each.begun, now));
    for (const Ends& each : ringing_)
      moment.ringing.push_back({each.id, since(each.begun, now)});
    moment.room = 200;
    moment.tally = tally_;
    const Chosen chosen = controller_.decide(moment);
    std::printf("%d %zu %016" PRIx64 " %016" PRIx64 " %016" PRIx64 "\n", chosen.launch, chosen.let_go.size(),
                std::bit_cast<std::uint64_t>(chosen.threshold), std::bit_cast<std::uint64_t>(chosen.risk),
                std::bit_cast<std::uint64_t>(chosen.answered));
    for (const std::int64_t id : chosen.let_go) {
      std::erase_if(ringing_, [&](const Ends& call) { return call.id == id; });
    }
    for (int i = 0; i < chosen.launch; ++i)
      ringing_.push_back({next_++, now, now + 500 + static_cast<std::int64_t>(random_.below(25'000))});
  }

  PaceController controller_{Limits{}};
  Random random_;
  int idle_;
  std::int64_t next_ = 1;
  Tally tally_;
  std::vector<Ends> ringing_, talking_, wrapping_;
};

}  // namespace

int main() {
  for (const int operators : {1, 3, 8, 60}) {
    Centre centre{static_cast<std::uint64_t>(operators), operators};
    for (std::int64_t now = 0; now < 7'200'000; now += 1000)
      centre.second(now);
  }
}
