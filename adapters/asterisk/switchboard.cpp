#include "adapters/asterisk/switchboard.h"

#include <fmt/format.h>

#include "adapters/asterisk/wire_answer.h"

namespace dialctl::asterisk {

namespace {

constexpr int kHangUpTries = 30;
constexpr Milliseconds kSweepEvery{30'000};

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

AnsweredBy judged_by(const std::string& status, const std::string& cause) {
  if (status == "HUMAN") return AnsweredBy::person;
  // Who says nothing counts as a machine there, but may be a person who listens.
  if (status == "MACHINE" && !cause.starts_with("INITIALSILENCE")) return AnsweredBy::machine;
  return AnsweredBy::unsure;
}

}  // namespace

void Switchboard::perform(const Command& command, Monotonic gates_read_at) {
  std::visit(
      Overloaded{[&](const Place& c) { placing_.place(c, gates_read_at); },
                 [&](const Play& c) { sound_.play(c); }, [&](const StopPlay& c) { sound_.stop(c); },
                 [&](const StartHoldMusic& c) { sound_.start_music(c); },
                 [&](const StopHoldMusic& c) { sound_.stop_music(c); },
                 [&](const Connect& c) { bridging_.connect(c); },
                 [&](const Disconnect& c) { bridging_.disconnect(c); },
                 [&](const HangUp& c) { hang_up(c.leg); }, [&](const Find& c) { placing_.find(c.leg); },
                 [&](const StartRecording& c) { recordings_.start(c); },
                 [&](const FindRecording& c) { recordings_.find(c); },
                 [&](const FetchRecording& c) { recordings_.fetch(c); },
                 [&](const DeleteRecording& c) { recordings_.remove(c); }},
      command);
}

// Does not wait for the leg's other commands: what they were for is gone.
void Switchboard::hang_up(LegId id) {
  Leg* leg = desk_.legs.find(id);
  if (leg != nullptr) {
    if (leg->over) return;
    leg->hang_up_wanted = true;
    leg->plays.clear();
    // Under way: the request does not leave any more, or its answer or first event lets us hang up.
    if (leg->known == Leg::Known::asked) {
      desk_.legs.enqueue({id}, [this, id](std::function<void()> finish) {
        send_hang_up(id, kHangUpTries);
        finish();
      });
      return;
    }
  }
  send_hang_up(id, kHangUpTries);
}

void Switchboard::send_hang_up(LegId id, int tries_left) {
  const Leg* before = desk_.legs.find(id);
  if (before != nullptr && before->over) return;
  desk_.ari.send(
      asterisk::hang_up(desk_.names.channel(id)), [this, id, tries_left](const http::Answer& answer) {
        Leg* leg = desk_.legs.find(id);
        if (leg != nullptr && leg->over) return;
        if (status_of(answer) == 404) {
          if (leg != nullptr && leg->known == Leg::Known::yes) {
            desk_.ari.after(desk_.settings.look_again, [this, id] { placing_.check_presence(id); });
          }
          return;
        }
        if (succeeded(answer)) {
          if (leg != nullptr) leg->hung_up_by_us = true;
          return;
        }
        if (tries_left > 1)
          desk_.ari.after(desk_.settings.look_again, [=, this] { send_hang_up(id, tries_left - 1); });
      });
}

void Switchboard::take(const AriEvent& event) {
  if (inbound_.take(event)) return;
  std::visit([this](const auto& e) { on(e); }, event);
}

// The leg that an event speaks of: exactly ours, not the far half of a Local channel, and not over.
Leg* Switchboard::leg_of(const ChannelView& channel) {
  const auto id = desk_.names.leg(channel.id);
  if (!id) return nullptr;
  Leg& leg = desk_.legs.adopt(*id);
  if (leg.over) return nullptr;
  const bool first_word = !leg.event_seen;
  leg.event_seen = true;
  if (channel.state == ChannelState::up) leg.up_seen = true;
  if (first_word) {
    const bool under_way = leg.known != Leg::Known::yes;
    desk_.legs.tell_known(leg);
    if (under_way && leg.hang_up_wanted) send_hang_up(leg.id, kHangUpTries);
  }
  return &leg;
}

void Switchboard::on(const event::Started& event) {
  Leg* leg = leg_of(event.channel);
  if (leg == nullptr) return;
  const auto arg = [&](std::size_t n) { return n < event.args.size() ? event.args[n] : std::string{}; };
  if (arg(0) == "amd") return machine_judged(*leg, arg(1), arg(2));
  answered(*leg);
}

void Switchboard::answered(Leg& leg) {
  leg.up_seen = true;
  desk_.legs.tell_answered(leg);
  if (leg.detect_machine) begin_machine_check(leg);
}

// The check runs in the dialplan: the channel leaves our application and comes back with the verdict.
void Switchboard::begin_machine_check(Leg& leg) {
  leg.detect_machine = false;
  if (desk_.settings.amd_context.empty()) {
    return desk_.reporter.tell(AnswerJudged{leg.id, AnsweredBy::unsure, "no amd_context is set"});
  }
  leg.checking_machine = true;
  auto request = to_dialplan(desk_.names.channel(leg.id), desk_.settings.amd_context);
  desk_.ari.send(std::move(request), [this, id = leg.id](const http::Answer& answer) {
    Leg* sent = desk_.legs.find(id);
    if (!succeeded(answer) && sent != nullptr && !sent->over) machine_judged(*sent, "", raw_code(answer));
  });
}

void Switchboard::machine_judged(Leg& leg, const std::string& status, const std::string& cause) {
  if (!leg.checking_machine) return;
  leg.checking_machine = false;
  desk_.reporter.tell(AnswerJudged{leg.id, judged_by(status, cause), fmt::format("{} {}", status, cause)});
}

void Switchboard::on(const event::Left& event) {
  leg_of(event.channel);  // an end, if it is one, comes as Destroyed
}

void Switchboard::on(const event::StateChanged& event) {
  Leg* leg = leg_of(event.channel);
  if (leg == nullptr || event.channel.state != ChannelState::ringing) return;
  leg->dial_seen = true;
  desk_.legs.tell_ringing(*leg);
}

void Switchboard::on(const event::Dialled& event) {
  Leg* leg = leg_of(event.channel);
  if (leg == nullptr) return;
  leg->dial_seen = true;
  if (event.status == "RINGING") desk_.legs.tell_ringing(*leg);
}

void Switchboard::on(const event::HangupRequested& event) {
  Leg* leg = leg_of(event.channel);
  if (leg == nullptr || leg->hung_up_by_us) return;
  if (!event.soft) {
    leg->hung_up_by_them = true;
  } else {
    (event.cause == event::kAskedFor ? leg->hung_up_by_us : leg->hung_up_by_server) = true;
  }
}

void Switchboard::on(const event::Destroyed& event) {
  Leg* leg = leg_of(event.channel);
  if (leg == nullptr) return;
  // Answered while nobody listened: it was up, and hung up at once.
  if (leg->up_seen) desk_.legs.tell_answered(*leg);
  Ending ending;
  ending.was_up = leg->up_seen;
  ending.by_us = leg->hung_up_by_us || leg->hang_up_wanted;
  ending.by_server = leg->hung_up_by_server;
  ending.dial_seen = leg->dial_seen;
  ending.age = desk_.reporter.now().monotonic - leg->asked_at;
  ending.ring_limit = leg->ring_limit;
  ending.cause = event.cause;
  end(*leg, end_cause(ending), fmt::format("{} {}", event.cause, event.cause_text));
}

void Switchboard::end(Leg& leg, EndCause cause, const std::string& raw_code) {
  const EndedBy by = leg.hung_up_by_them ? EndedBy::them : leg.hung_up_by_us ? EndedBy::us : EndedBy::unknown;
  const LegId id = leg.id;
  desk_.legs.tell_ended(leg, cause, by, raw_code);
  bridging_.leg_over(id);
}

void Switchboard::on(const event::KeyReceived& event) {
  constexpr std::string_view kKeys = "0123456789*#";
  Leg* leg = leg_of(event.channel);
  if (leg == nullptr || !leg->answered || kKeys.find(event.digit) == std::string_view::npos) return;
  desk_.reporter.tell(KeyPressed{leg->id, event.digit});
}

void Switchboard::on(const event::PlaybackFinished& event) {
  bridging_.beep_finished(event.id);
  if (const auto part = desk_.names.part(event.id)) sound_.finished(*part, event.failed);
}

void Switchboard::on(const event::EnteredBridge& event) {
  const Leg* leg = leg_of(event.channel);
  const auto attempt = desk_.names.attempt(event.bridge);
  if (leg != nullptr && attempt) bridging_.entered(leg->id, *attempt);
}

void Switchboard::sweep_regularly() {
  desk_.legs.sweep();
  desk_.ari.after(kSweepEvery, [this] { sweep_regularly(); });
}

}  // namespace dialctl::asterisk
