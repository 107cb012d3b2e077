// What the customer hears, and the keys that he presses.
#include "engine/decide/call_message.h"

#include <algorithm>

#include "engine/decide/call_end.h"
#include "engine/decide/call_notice.h"
#include "engine/decide/operator_desk.h"
#include "engine/decide/pacing.h"
#include "engine/decide/prompts.h"
#include "engine/decide/robot_call.h"

namespace dialctl {
namespace {

// PA-02: judged to the millisecond.
constexpr Milliseconds kAbandonAfter{2000};

void play(Step& step, LiveCall& call, std::vector<Media> media) {
  call.playback += 1;
  call.playing = true;
  call.play_began = step.now;
  step.command(call.intent.provider, Play{call.customer_leg(), call.playback, std::move(media)});
}

void stop_playing(Step& step, LiveCall& call) {
  if (call.playing) step.command(call.intent.provider, StopPlay{call.customer_leg(), call.playback});
  call.playing = false;
}

void enter_by_key(Step& step, LiveCall& call, const std::string& status_name, char key) {
  const auto* status = find_named(step.world.rules->settings().statuses, status_name);
  if (status == nullptr) return;  // removed meanwhile; template check tells
  enter(step, call.task.order, status->id, "robot",
        std::string{"key "} + key + " in attempt " + to_text(call.intent.id));
  call.task.order.status = status->id;
}

void say_position(Step& step, LiveCall& call, std::vector<Say> say) {
  const Project* project = call.rules->project(call.intent.project);
  step.out.effects.push_back(
      PrepareAnnouncement{call.intent.id, project != nullptr ? project->language : "en", std::move(say)});
}

void act_on_key(Step& step, LiveCall& call) {
  const KeyBinding& binding = *call.dialogue->pressed();
  const char key = binding.key.symbol();
  const auto prepared = call.replies.find(key);
  const auto* to_status = std::get_if<ToStatus>(&binding.action);
  if (to_status != nullptr) {
    enter_by_key(step, call, to_status->status, key);
    if (prepared == call.replies.end()) {
      hang_up_as(step, call, Outcome::delivered, HangUpReason::done);
      return;
    }
    call.ending_as = Outcome::delivered;  // said to the end, then hung up
    save_step(step, call, CallStep::reply);
    play(step, call, prepared->second);
    return;
  }
  save_step(step, call, CallStep::reply);
  join_line(step, call);
  if (call.step == CallStep::ending) return;
  if (prepared != call.replies.end()) {
    play(step, call, prepared->second);
    return;
  }
  const auto say = render_reply(binding, order_fields(call), position_in_line(step.world, call));
  if (say.empty()) {
    hold(step, call);
  } else {
    say_position(step, call, say);
  }
}

void apply(Step& step, LiveCall& call, DialogueStep what) {
  switch (what) {
    case DialogueStep::wait_for_key:
      set_timer(step.world, call, TimerKind::key_wait, step.now + call.tmpl->settings.key_wait);
      return;
    case DialogueStep::say_again:
      clear_timer(step.world, call, TimerKind::key_wait);
      stop_playing(step, call);
      play(step, call, call.message);
      return;
    case DialogueStep::act_on_key:
      clear_timer(step.world, call, TimerKind::key_wait);
      stop_playing(step, call);
      act_on_key(step, call);
      return;
    case DialogueStep::delivered:
      hang_up_as(step, call, Outcome::delivered, HangUpReason::done);
      return;
    case DialogueStep::no_input:
      hang_up_as(step, call, Outcome::no_input, HangUpReason::done);
      return;
    case DialogueStep::bad_input:
      hang_up_as(step, call, Outcome::bad_input, HangUpReason::done);
      return;
    case DialogueStep::hung_up:
    case DialogueStep::ignore:
      return;
  }
}

void after_reply(Step& step, LiveCall& call) {
  if (call.ending_as) {
    const Outcome outcome = *call.ending_as;
    hang_up_as(step, call, outcome, HangUpReason::done);
    return;
  }
  hold(step, call);
}

}  // namespace

OrderFields order_fields(const LiveCall& call) {
  return fields_of(call.task.order);
}

OrderFields fields_of(const Order& order) {
  OrderFields fields{order.fields.begin(), order.fields.end()};
  fields["order_id"] = order.external_id;
  return fields;
}

void start_message(Step& step, LiveCall& call) {
  if (call.message.empty() && call.tmpl->parsed.has_anything_to_say()) {
    // The sounds went with the old process: they lie in the cache, so this takes a moment only.
    await_prompts(step, call);
    return;
  }
  call.awaits_prompts = false;
  if (call.to_machine) {
    if (call.message.empty()) {
      hang_up_as(step, call, Outcome::machine, HangUpReason::done);
      return;
    }
  } else if (call.tmpl->need == OperatorNeed::at_answer) {
    join_line(step, call);
    if (call.step == CallStep::ending) return;
    if (call.message.empty()) {
      call.greeting_ended = call.answered_at;
      await_operator(step, call);
      return;
    }
  } else {
    call.dialogue.emplace(call.tmpl->parsed,
                          KeySettings{call.tmpl->settings.key_wait, call.tmpl->settings.repeats_max});
  }
  see_fact(step, call, AttemptFactKind::message_started, names_of(call.message));
  play(step, call, call.message);
}

void await_operator(Step& step, LiveCall& call) {
  DIALCTL_INVARIANT(call.greeting_ended.has_value());
  note_greeting(step, call);
  set_timer(step.world, call, TimerKind::abandon, std::max(step.now, *call.greeting_ended + kAbandonAfter));
}

void hold(Step& step, LiveCall& call) {
  if (call.tmpl->need == OperatorNeed::at_answer) return;  // RB-01: hold music is for those who pressed a key
  if (call.step == CallStep::reply) {
    save_step(step, call, CallStep::waiting);
    const Project* project = call.rules->project(call.intent.project);
    const QueueSettings* queue = project != nullptr ? call.rules->queue_of(*project) : nullptr;
    if (queue != nullptr && !queue->position_announcement.empty() && !call.announcing) {
      call.announcing = true;
      const auto parsed = parse_announcement(queue->position_announcement);
      const auto say = render_reply(parsed, order_fields(call), position_in_line(step.world, call));
      if (!say.empty()) {
        say_position(step, call, say);
        return;
      }
    }
  }
  if (call.hold_music || call.step != CallStep::waiting) return;
  const Project* project = call.rules->project(call.intent.project);
  const QueueSettings* queue = project != nullptr ? call.rules->queue_of(*project) : nullptr;
  call.hold_music = true;
  step.command(call.intent.provider,
               StartHoldMusic{call.customer_leg(), queue != nullptr ? queue->hold_music : ""});
}

KeyBinding parse_announcement(const std::string& text) {
  // The same language as a key's reply, so it is read by the same parser.
  std::string quoted;
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  const auto parsed =
      parse_template(TemplateKind::predictive, "{{key_1 = \"@\"}}{{key_1_reply = \"" + quoted + "\"}}");
  DIALCTL_INVARIANT(!parsed.keys.empty());
  return parsed.keys.front();
}

void on_announcement_ready(Step& step, LiveCall& call, std::vector<Media> media) {
  const bool still_waits = call.step == CallStep::reply || call.step == CallStep::waiting;
  if (!still_waits || call.playing) return;
  if (media.empty()) {
    hold(step, call);
    return;
  }
  play(step, call, std::move(media));
}

void on_customer_key(Step& step, LiveCall& call, char key) {
  see_fact(step, call, AttemptFactKind::key, std::string{key});
  const auto pressed = Key::parse(key);
  if (call.step != CallStep::message || !call.dialogue || !pressed) return;
  apply(step, call, call.dialogue->on_key(*pressed));
}

void on_play_ended(Step& step, LiveCall& call, const PlayEnded& ended) {
  if (!call.playing || ended.playback != call.playback) return;
  call.playing = false;
  if (call.step == CallStep::ending) {  // the words to an abandoned caller
    step.command(call.intent.provider, HangUp{call.customer_leg(), call.hung_up_for});
    return;
  }
  if (call.notice == NoticeStep::playing) {
    on_notice_ended(step, call, ended.played);
    return;
  }
  if (!ended.played && call.step == CallStep::message) {
    call.raw_code = "prompt could not be played";
    hang_up_as(step, call, Outcome::agent_error, HangUpReason::done);
    return;
  }
  if (call.step == CallStep::reply) {
    after_reply(step, call);
  } else if (call.step == CallStep::waiting) {
    hold(step, call);
  } else if (call.step == CallStep::message && call.dialogue) {
    apply(step, call, call.dialogue->on_said());
  } else if (call.step == CallStep::message && call.to_machine) {
    // Without keys all was said that was to be said; a choice of keys still waits for a person.
    const bool all_said = call.tmpl->need == OperatorNeed::never && call.tmpl->parsed.keys.empty();
    hang_up_as(step, call, all_said ? Outcome::delivered : Outcome::machine, HangUpReason::done);
  } else if (call.step == CallStep::message) {  // the greeting of an autoPredictive call is over
    call.greeting_ended = step.now;
    await_operator(step, call);
  }
}

void on_key_wait_over(Step& step, LiveCall& call) {
  if (call.step == CallStep::message && call.dialogue) apply(step, call, call.dialogue->on_wait_over());
}

void abandon(Step& step, LiveCall& call) {
  leave_line(step, call);
  clear_timers(step.world, call);
  call.ending_as = Outcome::abandoned;
  note_need_met(step, call, NeedMet::lost);
  call.hung_up_for = HangUpReason::abandoned;
  const auto words = call.replies.find(kAbandonedWords);
  if (words == call.replies.end()) {
    hang_up_as(step, call, Outcome::abandoned, HangUpReason::abandoned);
    return;
  }
  save_step(step, call, CallStep::ending);
  play(step, call, words->second);
  set_timer(step.world, call, TimerKind::event_overdue, step.now + Seconds{60});
}

}  // namespace dialctl
