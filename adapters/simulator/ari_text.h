// What the exchange holds, in Asterisk's JSON. Written by hand, since events are most of the server's work.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/simulator/call_parts.h"
#include "adapters/simulator/exchange.h"
#include "adapters/simulator/virtual_clock.h"

namespace dialctl::simulator {

std::string_view name_of(EventType type);  // "StasisStart"
std::string cause_text(int cause);         // "User busy"

void append_quoted(std::string& out, std::string_view text);
std::string message_json(std::string_view message);  // {"message":"..."}
std::string error_json(std::string_view error);      // {"error":"..."}

class AriText {
 public:
  AriText(const VirtualClock& clock, const Exchange& exchange) : clock_(clock), exchange_(exchange) {}

  std::string time(Instant at) const;  // "2026-11-21T20:25:41.614+0000", of the wall clock

  void append(std::string& out, const Channel& channel, bool second_half) const;
  void append(std::string& out, const Bridge& bridge) const;
  void append(std::string& out, const Playback& playback) const;
  void append(std::string& out, const SoundRecording& recording) const;  // as the file of that name
  void append_live(std::string& out, const SoundRecording& recording, std::string_view state) const;
  Milliseconds length_of(const SoundRecording& recording) const;  // on the wall clock
  std::string event(const Event& event) const;
  std::string application_replaced(std::string_view app) const;

 private:
  void append_dialplan(std::string& out, const Channel& channel, bool second_half) const;
  void append_details(std::string& out, const Event& event) const;

  const VirtualClock& clock_;
  const Exchange& exchange_;
};

inline constexpr std::string_view kAsteriskId = "00:00:00:00:00:01";

}  // namespace dialctl::simulator
