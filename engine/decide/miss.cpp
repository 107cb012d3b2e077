#include "engine/decide/miss.h"

namespace dialctl {
namespace {

Seconds delay(Miss miss, const QueueSettings& queue) {
  switch (miss) {
    case Miss::no_answer:
      return queue.no_answer_delay;
    case Miss::busy:
      return queue.busy_delay;
    case Miss::rejected:
      return queue.reject_delay;
    case Miss::unreachable:
      return queue.unreachable_delay;
  }
  return queue.no_answer_delay;
}

}  // namespace

MissReaction after_miss(Miss miss, const QueueSettings& queue, int misses_in_a_row, Instant now) {
  MissReaction reaction{now + delay(miss, queue), misses_in_a_row, std::nullopt};
  if (miss != Miss::no_answer) return reaction;
  ++reaction.misses_in_a_row;
  if (queue.misses_until_break > 0 && reaction.misses_in_a_row >= queue.misses_until_break) {
    reaction.break_reason = "did not answer " + std::to_string(reaction.misses_in_a_row) + " calls in a row";
  }
  return reaction;
}

std::string_view to_text(Miss miss) {
  switch (miss) {
    case Miss::no_answer:
      return "no-answer";
    case Miss::busy:
      return "busy";
    case Miss::rejected:
      return "rejected";
    case Miss::unreachable:
      return "unreachable";
  }
  return {};
}

}  // namespace dialctl
