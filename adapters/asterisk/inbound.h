// Calls to us, in two ways (IM-08). They are watched and never touched; others answer them.
//
// Given: the dialplan gives them to our application, Stasis(APP,inbound,DIALLED,CALLER[,word=value...]).
// Somebody talks to the caller once his channel goes up, or enters a bridge where it had been up already.
//
// Watched: they come in at a trunk whose events we have asked for (AsteriskSettings::watch), and the dialplan
// does with them what it likes. Somebody talks once a phone that it dials for the caller answers; a menu that
// answers him is nobody. Who was rung is told as a word, "rang=PJSIP/101,PJSIP/102;PJSIP/103".
//
// A caller who leaves before is lost.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/asterisk/desk.h"
#include "adapters/asterisk/wire_event.h"

namespace dialctl::asterisk {

class Inbound {
 public:
  explicit Inbound(const Desk& desk) : desk_(desk) {}

  // False: the event is about another call.
  bool take(const AriEvent& event);

  // After a (re)connection: what is there, then that the events since have been heard.
  void list(const Snapshot& snapshot);
  void caught_up();

 private:
  struct Caller {
    InboundCall call;
    ClockReading began;
    bool watched = false;
    bool up = false;
    bool answered = false;  // told, or nothing to be told
    bool listed = false;
    // Watched: the phones dialled for him, phase after phase; a new one begins when none rings any more.
    std::vector<std::vector<std::string>> rang;
    std::vector<std::string> ringing;    // channels
    std::optional<Monotonic> let_go_at;  // when the last of them was cancelled
  };

  bool on(const event::Started& event);
  bool on(const event::Created& event);
  bool on(const event::Dialled& event);
  bool on(const event::StateChanged& event);
  bool on(const event::EnteredBridge& event);
  bool on(const event::Left& event);
  bool on(const event::Destroyed& event);
  template <class Other>
  bool on(const Other&) {
    return false;
  }

  bool is_given(const ChannelView& channel) const;
  bool is_watched(const ChannelView& channel) const;
  Caller* find(const ChannelView& channel);
  Caller& add(const ChannelView& channel, const std::vector<std::string>& args);
  void adopt(const ChannelView& channel, bool in_bridge);
  void answer(Caller& caller);
  void end(const std::string& id);

  const Desk& desk_;
  std::map<std::string, Caller> callers_;  // by channel
};

}  // namespace dialctl::asterisk
