// A robot call from the customer's side: message, keys, line, conversation (RB-01 to RB-11).
//
//   intent -> placed -> ringing -> message -> reply -> waiting -> connecting -> talking -> ended
//                                     |         |         |
//                                     +-- key to a status, no input, hang-up, abandoned --> ending -> ended
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

void on_customer_placed(Step& step, LiveCall& call, const Placed& placed);
void on_customer_ringing(Step& step, LiveCall& call);
void on_customer_answered(Step& step, LiveCall& call);
void on_answer_judged(Step& step, LiveCall& call, const AnswerJudged& judged);
void on_customer_key(Step& step, LiveCall& call, char key);
void on_play_ended(Step& step, LiveCall& call, const PlayEnded& ended);
void on_customer_ended(Step& step, LiveCall& call, const Ended& ended);
void on_announcement_ready(Step& step, LiveCall& call, std::vector<Media> media);
void on_call_timer(Step& step, LiveCall& call, TimerKind kind);

// Up: asked for now and then, so that an end whose word is lost is noticed.
void look_after(Step& step, LiveCall& call);
// Said (again) from its beginning: also after a restart of ours.
void start_message(Step& step, LiveCall& call);
// On hold: hold music, unless something is being said.
void hold(Step& step, LiveCall& call);

}  // namespace dialctl
