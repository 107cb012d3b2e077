#include "engine/decide/tally.h"

namespace dialctl {

OperatorTally current_tally(const OperatorTally& tally, CountersSince since, Instant login,
                            std::chrono::local_days today) {
  const bool same_period = since == CountersSince::login ? tally.login == login : tally.day == today;
  if (!same_period) return {Milliseconds{0}, 0, login, today};
  return {tally.talk_time, tally.calls_answered, login, today};
}

OperatorTally with_call(OperatorTally tally, Milliseconds talk_time) {
  tally.talk_time += talk_time;
  ++tally.calls_answered;
  return tally;
}

}  // namespace dialctl
