// Commands in, facts out: takes each command to the part that
// performs it, and turns the server's events into facts about legs.
#pragma once

#include <string>

#include "adapters/asterisk/bridging.h"
#include "adapters/asterisk/desk.h"
#include "adapters/asterisk/inbound.h"
#include "adapters/asterisk/placing.h"
#include "adapters/asterisk/recordings.h"
#include "adapters/asterisk/sound.h"

namespace dialctl::asterisk {

class Switchboard {
 public:
  explicit Switchboard(Desk desk, RecordingFiles* files = nullptr)
      : desk_(desk),
        placing_(desk_),
        sound_(desk_),
        bridging_(desk_),
        inbound_(desk_),
        recordings_(desk_, files) {}
  Switchboard(const Switchboard&) = delete;
  Switchboard& operator=(const Switchboard&) = delete;

  void perform(const Command& command, Monotonic gates_read_at);
  void take(const AriEvent& event);

  void server_is_up(const Snapshot& snapshot);  // tells LegsListed and ProviderUp
  void server_has_caught_up();
  void sweep_regularly();

 private:
  void hang_up(LegId leg);
  void send_hang_up(LegId leg, int tries_left);

  Leg* leg_of(const ChannelView& channel);
  void on(const event::Started& event);
  void on(const event::Created&) {}
  void on(const event::Left& event);
  void on(const event::StateChanged& event);
  void on(const event::Dialled& event);
  void on(const event::HangupRequested& event);
  void on(const event::Destroyed& event);
  void on(const event::KeyReceived& event);
  void on(const event::PlaybackFinished& event);
  void on(const event::EnteredBridge& event);
  void on(const event::RecordingTold& event) { recordings_.heard(event); }
  void on(const event::Replaced&) {}
  void on(const event::Other&) {}

  void answered(Leg& leg);
  void begin_machine_check(Leg& leg);
  void machine_judged(Leg& leg, const std::string& status, const std::string& cause);
  void end(Leg& leg, EndCause cause, const std::string& raw_code);
  void catch_up(Leg& leg, const ChannelView& channel);

  Desk desk_;
  Placing placing_;
  Sound sound_;
  Bridging bridging_;
  Inbound inbound_;
  Recordings recordings_;
  std::vector<LegId> listed_;    // by the last snapshot, ascending
  std::vector<LegId> expected_;  // that should have been listed then
  bool restarted_ = false;
};

}  // namespace dialctl::asterisk
