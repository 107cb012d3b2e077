// What the customer of a call that is to be recorded hears before he is joined with the operator (CB-17).
// Where it is not heard to its end nothing is recorded: the call goes on, and the attempt's facts say so.
//
//   dialled -> its sounds are made -> he answers: it plays -> joined -> recorded (recordings.h)
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

// What the rule of this call wants; off where it has none.
RecordingWish recording_wish(const Rulebook& rules, const AttemptIntent& intent);

// While the phone rings, so that he waits for no voice.
void prepare_notice(Step& step, LiveCall& call);
// He has answered: the notice, then the operator; at once where there is nothing to say.
void begin_notice(Step& step, LiveCall& call);
// After a gap in which its end may have been missed, or a restart: from its beginning.
void begin_notice_again(Step& step, LiveCall& call);
// After a restart between the notice and the bridge: whether it was heard is not known any more.
inline constexpr const char* kNotKnown = "the dialer was started anew before they talked";
void forgo_recording(Step& step, LiveCall& call);

void on_notice_sounds(Step& step, LiveCall& call, std::vector<Media> media);  // empty: they cannot be made
void on_notice_ended(Step& step, LiveCall& call, bool played);
void on_notice_overdue(Step& step, LiveCall& call);

}  // namespace dialctl
