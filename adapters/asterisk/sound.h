// Prompts and hold music on one leg.
#pragma once

#include <functional>
#include <string>

#include "adapters/asterisk/desk.h"

namespace dialctl::asterisk {

class Sound {
 public:
  explicit Sound(Desk& desk) : desk_(desk) {}

  void play(const Play& command);
  void stop(const StopPlay& command);
  void start_music(const StartHoldMusic& command);
  void stop_music(const StopHoldMusic& command);

  void finished(const PlaybackPart& part, bool failed);
  // After a reconnection: ends of playbacks may have been missed.
  void check_after_gap(Leg& leg);

  // "sound:beep", "sound:http://host/prompts/name.wav"; empty when the prompt cannot be reached.
  static std::string media_uri(const AsteriskSettings& settings, const Media& media);

 private:
  using Finish = std::function<void()>;

  void play_part(LegId leg, Finish finish);
  void judge_failure(const PlaybackPart& part);
  void end_front(Leg& leg, bool played);
  void resume_music(const Leg& leg);

  Desk& desk_;
};

}  // namespace dialctl::asterisk
