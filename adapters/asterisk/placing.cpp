#include "adapters/asterisk/placing.h"

#include <algorithm>

namespace dialctl::asterisk {

namespace {

constexpr int kLooks = 3;
constexpr Milliseconds kFindAgain{2000};

}  // namespace

void Placing::place(const Place& command, Monotonic gates_read_at) {
  if (desk_.legs.find(command.leg) != nullptr)
    return;  // asked before: a second word would be about the first
  Leg& leg = desk_.legs.add(command.leg);
  leg.asked_at = desk_.reporter.now().monotonic;
  leg.ring_limit = std::max(command.ring_limit, Seconds{1});
  leg.detect_machine = command.detect_machine;

  if (desk_.link.credentials_refused()) {
    return refuse(leg.id, PlaceAnswer::refused, RefusalClass::credentials, "the credentials were refused");
  }
  if (!desk_.link.is_up()) {
    return refuse(leg.id, PlaceAnswer::not_sent, RefusalClass::none, "no event channel");
  }
  const auto endpoint = endpoint_of(desk_.settings, command.leg, command.address);
  if (!endpoint) {
    const bool customer = command.leg.kind == LegKind::customer;
    return refuse(leg.id, PlaceAnswer::refused,
                  customer ? RefusalClass::bad_number : RefusalClass::configuration,
                  endpoint.error().message);
  }
  Originate call{desk_.names.channel(leg.id), endpoint.value(),       desk_.settings.app, to_text(leg.id),
                 command.caller_id,           desk_.settings.formats, command.ring_limit, command.life_limit};
  if (call.caller_id.empty()) call.caller_id = desk_.settings.caller_id;
  desk_.legs.enqueue({leg.id}, [this, id = leg.id, call = std::move(call), gates_read_at](Finish finish) {
    request(id, call, gates_read_at, std::move(finish));
  });
}

void Placing::request(LegId id, Originate call, Monotonic gates_read_at, Finish finish) {
  // Asked when a connection is free, so that no wait in between can make an old permission a call.
  auto still_wanted = [this, id, gates_read_at, of = desk_.link.generation()] {
    const Leg* leg = desk_.legs.find(id);
    return leg != nullptr && !leg->hang_up_wanted && desk_.link.is_up() && of == desk_.link.generation() &&
           desk_.reporter.now().monotonic - gates_read_at <= kIntentLife;
  };
  if (!still_wanted()) {
    const bool cancelled = desk_.legs.find(id)->hang_up_wanted;
    refuse(id, PlaceAnswer::not_sent, RefusalClass::none, cancelled ? "hung up before" : "stale");
    return finish();
  }
  const std::string channel = call.channel;
  desk_.ari.send_once(originate(call), still_wanted,
                      [this, id, channel, finish = std::move(finish)](const http::Answer& answer) {
                        settle(id, judge_place(answer, channel, desk_.reporter.now().wall), finish);
                      });
}

void Placing::settle(LegId id, const PlaceVerdict& verdict, const Finish& finish) {
  using Kind = PlaceVerdict::Kind;
  Leg* leg = desk_.legs.find(id);
  if (leg->event_seen) {  // events tell more than any answer
    accept(id);
    return finish();
  }
  switch (verdict.kind) {
    case Kind::accepted:
      accept(id);
      watch_for_first_word(id);
      return finish();
    case Kind::not_sent:
      refuse(id, PlaceAnswer::not_sent, RefusalClass::none, verdict.raw_code);
      return finish();
    case Kind::refused:
      refuse(id, PlaceAnswer::refused, verdict.refusal, verdict.raw_code, verdict.retry_after);
      return finish();
    case Kind::in_use:
      return look_at_conflict(id, verdict.raw_code, finish);
    case Kind::ask:
      return look(id, kLooks, verdict.raw_code, finish);
  }
}

void Placing::accept(LegId id) {
  desk_.legs.tell_known(*desk_.legs.find(id));
}

void Placing::refuse(LegId id, PlaceAnswer answer, RefusalClass refusal, std::string raw_code,
                     Milliseconds retry_after) {
  Leg& leg = *desk_.legs.find(id);
  leg.over = answer != PlaceAnswer::unknown;
  if (answer == PlaceAnswer::unknown) leg.known = Leg::Known::unclear;
  desk_.reporter.tell(Placed{id, answer, refusal, std::move(raw_code), retry_after});
}

bool Placing::is_ours(const LookVerdict& seen, LegId id) const {
  return seen.look == Look::there && (seen.ref.empty() || seen.ref == to_text(id));
}

// The answer was lost: the server is asked now and again after a moment. Nothing is ever sent again.
void Placing::look(LegId id, int looks_left, const std::string& raw_code, Finish finish) {
  const std::string channel = desk_.names.channel(id);
  desk_.ari.send(get_channel(channel), [=, this, finish = std::move(finish)](const http::Answer& answer) {
    Leg& leg = *desk_.legs.find(id);
    const LookVerdict seen = judge_look(answer, channel);
    if (leg.event_seen || is_ours(seen, id)) {
      accept(id);
      if (seen.look == Look::there && seen.state == LegState::up) desk_.legs.tell_answered(leg);
      return finish();
    }
    if (looks_left > 1) {
      desk_.ari.after(desk_.settings.look_again, [=, this] { look(id, looks_left - 1, raw_code, finish); });
      return;
    }
    const char* result = seen.look == Look::absent ? ", not listed" : "";
    refuse(id, PlaceAnswer::unknown, RefusalClass::none, raw_code + result);
    finish();
  });
}

// 409 may be true (the id is alive) or the echo of an
// earlier one on the same connection, in place of an error.
void Placing::look_at_conflict(LegId id, const std::string& raw_code, Finish finish) {
  const std::string channel = desk_.names.channel(id);
  desk_.ari.send(get_channel(channel), [=, this, finish = std::move(finish)](const http::Answer& answer) {
    const LookVerdict seen = judge_look(answer, channel);
    const Leg& leg = *desk_.legs.find(id);
    if (leg.event_seen || is_ours(seen, id)) {
      accept(id);
      return finish();
    }
    if (seen.look == Look::absent) {
      refuse(id, PlaceAnswer::refused, RefusalClass::configuration,
             raw_code + ", but there is no such channel");
      return finish();
    }
    look(id, kLooks, raw_code, finish);
  });
}

// A server that is full answers 200 and forgets the call: no event ever comes.
void Placing::watch_for_first_word(LegId id) {
  desk_.ari.after(desk_.settings.look_again, [this, id, of = desk_.link.generation()] {
    const Leg* leg = desk_.legs.find(id);
    if (leg == nullptr || leg->over || leg->event_seen || of != desk_.link.generation()) return;
    check_presence(id);
  });
}

void Placing::check_presence(LegId id) {
  const std::string channel = desk_.names.channel(id);
  desk_.ari.send(get_channel(channel),
                 [this, id, channel, of = desk_.link.generation()](const http::Answer& answer) {
                   Leg* leg = desk_.legs.find(id);
                   if (leg == nullptr || leg->over || !desk_.link.is_up() || of != desk_.link.generation())
                     return;
                   if (judge_look(answer, channel).look != Look::absent) return;
                   tell_gone(*leg, EndCause::network_trouble, "vanished without a word");
                 });
}

void Placing::tell_gone(Leg& leg, EndCause cause_before_answer, const std::string& raw_code) {
  const bool was_up = leg.up_seen || leg.answered;
  if (was_up) desk_.legs.tell_answered(leg);
  desk_.legs.tell_ended(leg, was_up ? EndCause::normal : cause_before_answer, EndedBy::unknown, raw_code);
}

void Placing::find(LegId id) {
  const std::string channel = desk_.names.channel(id);
  desk_.ari.send(get_channel(channel), [this, id, channel](const http::Answer& answer) {
    const LookVerdict seen = judge_look(answer, channel);
    if (seen.look == Look::unclear) {
      desk_.ari.after(kFindAgain, [this, id] { find(id); });
      return;
    }
    if (!is_ours(seen, id)) return desk_.reporter.tell(Absent{id});
    Leg& leg = desk_.legs.adopt(id);
    leg.known = Leg::Known::yes;
    if (seen.state == LegState::up) leg.answered = leg.up_seen = true;
    desk_.reporter.tell(Found{id, seen.state});
  });
}

}  // namespace dialctl::asterisk
