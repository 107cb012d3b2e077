// Behaviours that are spelled in the number itself: the code of the Asterisk test bed, whose dialplan and SIP
// carrier do the same. The last six digits are OO RR TT: OO = outcome, RR = seconds of ringing, TT = seconds
// until the key or the end, or the Q.850 cause. Any digits may stand before them.
//
//   10 answers, talks TT (00 = stays)      30 busy                        60 machine, TT s of greeting
//   11, 12 presses 1, 2 at TT              40, 41 rings, is silent        61 machine that says nothing
//   13 presses 7 at TT, then 1                    for ever                70, 71 the first TT calls busy,
//   14, 15 presses 1, 2 after the prompt   42 announcement, then cause TT        unanswered, then presses 1
//   16 presses 1, hangs up TT later        50, 51 rings, is silent for RR,
//   17 says "hello", listens for TT               then cause TT
//   18 as 12 (on the bed its line carries sound)
//   20 answers, hangs up at once
//
// The times are the bed's: its Answer() takes 0.5 s, its tones 0.2 s, and each party leaves after 300 s.
#pragma once

#include <optional>
#include <string_view>

#include "engine/decide/people.h"

namespace dialctl {

// Whether the last six digits are a number of the code; other numbers are seeded people's.
bool is_coded(std::string_view number);
bool is_coded_for_carrier(std::string_view number);

// Local/<number>@customers. Unknown codes end with cause 1, numbers of less than six digits with cause 28.
// nullopt: no number at all (the bed's dialplan has no such extension).
std::optional<Behaviour> coded_party(std::string_view number, unsigned earlier_calls);

// Local/<number>@operators. Besides the code: 1xx answers in 1 s and stays,
// 2xx in 5 s, 3xx never, 4xx busy, 5xx answers and talks for 10 s, 6xx
// rejects, 7xx answers and hangs up, 8xx answers in 3 s and talks for 3 s.
std::optional<Behaviour> coded_operator(std::string_view number, unsigned earlier_calls);

// PJSIP/<number>@carrier: a SIP phone. Knows 10, 11, 12, 20, 30, 40, 43 (does not even reply) and 50;
// all else is an unknown number.
Behaviour coded_carrier(std::string_view number);

}  // namespace dialctl
