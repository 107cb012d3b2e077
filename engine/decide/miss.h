// An operator was offered a call and did not take it (QU-05). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/instant.h"
#include "engine/model/settings.h"

namespace dialctl {

enum class Miss { no_answer, busy, rejected, unreachable };
std::string_view to_text(Miss miss);  // "no-answer"

// Only no-answer counts towards the break, as in mod_callcenter: who is busy or rejects is at his desk, and a
// short network failure must not send a whole team on break. Neither does such a miss end the row: that takes
// an answered call, or the operator's becoming ready (set misses_in_a_row to 0 there).
struct MissReaction {
  Instant eligible_from;                    // not offered before
  int misses_in_a_row = 0;                  // to keep with the operator
  std::optional<std::string> break_reason;  // set: put him on break and tell him this
};

// The queue's delays say how long he is left alone; its misses_until_break = 0 never puts anybody on break.
MissReaction after_miss(Miss miss, const QueueSettings& queue, int misses_in_a_row, Instant now);

}  // namespace dialctl
