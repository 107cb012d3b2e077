// Recordings from the conversation to the deletion of both copies (CB-17).
//
//   joined -> recording -> ended -> fetched -> its time is over: both copies deleted, each journalled
//
// The world has those that something is to be done about; the rest is asked for when their time is over.
// What fails is tried again, and so is what was begun when the provider's connection was lost.
#pragma once

#include "engine/decide/world.h"

namespace dialctl {

// They talk. Nothing where the call is not to be recorded, or the notice was not heard.
void begin_recording(Step& step, const LiveCall& call);

void on_recording(Step& step, const RecordingStarted& fact);
void on_recording(Step& step, const RecordingEnded& fact);
void on_recording(Step& step, const RecordingFailed& fact);
void on_recording(Step& step, const RecordingFetched& fact);
void on_recording(Step& step, const RecordingNotFetched& fact);
void on_recording(Step& step, const RecordingDeleted& fact);
void on_recording(Step& step, const RecordingNotDeleted& fact);
void on_own_copy_removed(Step& step, const OwnCopyRemoved& removed);

// What is under way there is asked for anew.
void resume_recordings(Step& step, ProviderId provider);
void on_recordings_seen(Step& step, RecordingsSeen seen);

// Does what is due.
void serve_recordings(Step& step);
Instant next_recording(const World& world);
// One has ended and its word, or its file, is on the way.
bool recordings_under_way(const World& world);

}  // namespace dialctl
