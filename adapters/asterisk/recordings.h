// Recordings on the server: of a conversation's bridge, under a name that is made from the attempt. A channel
// in a bridge cannot be recorded. The server ends a recording when the last channel has left its bridge.
#pragma once

#include <deque>
#include <set>
#include <string>

#include "adapters/asterisk/desk.h"
#include "adapters/asterisk/file_keeper.h"

namespace dialctl::asterisk {

class Recordings {
 public:
  // Without `files` none is fetched. They are written on a thread of their own.
  Recordings(Desk& desk, RecordingFiles* files) : desk_(desk), keeper_(files, desk.reporter) {}

  void start(const StartRecording& command);
  void find(const FindRecording& command);
  void fetch(const FetchRecording& command);
  void remove(const DeleteRecording& command);

  void heard(const event::RecordingTold& event);

 private:
  void tell_started(AttemptId attempt);
  void tell_ended(AttemptId attempt, Milliseconds length);
  void look(AttemptId attempt);
  void look_among_stored(AttemptId attempt);
  void fetch_next();
  void fetched(AttemptId attempt, http::Answer answer);

  Desk& desk_;
  FileKeeper keeper_;
  std::set<AttemptId> started_;     // told, and not ended
  std::deque<AttemptId> ended_;     // the last ones: the server tells most of them twice
  std::deque<AttemptId> to_fetch_;  // the front one is under way: an hour of talk is 60 MB
};

}  // namespace dialctl::asterisk
