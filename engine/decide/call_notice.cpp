#include "engine/decide/call_notice.h"

#include "engine/decide/call_end.h"
#include "engine/decide/dial_session.h"

namespace dialctl {
namespace {

// He has answered: longer he does not wait for a voice.
constexpr Seconds kVoiceWait{5};

void ask_for_sounds(Step& step, LiveCall& call) {
  const CallNotice& notice = call.recording.notice;
  if (notice.kind == NoticeKind::none) {
    call.notice = NoticeStep::done;
    return;
  }
  const Project* project = step.world.rules->project(call.intent.project);
  const std::string own = project != nullptr ? project->language : "en";
  const Say say = notice.kind == NoticeKind::audio ? Say{SayAudio{notice.text}} : Say{SayText{notice.text}};
  call.notice = NoticeStep::making;
  step.out.effects.push_back(PrepareAnnouncement{
      call.intent.id, notice.language.empty() ? own : notice.language, {say}, notice.voice});
}

void play_notice(Step& step, LiveCall& call) {
  clear_timer(step.world, call, TimerKind::notice);
  call.notice = NoticeStep::playing;
  call.playback += 1;
  call.playing = true;
  call.play_began = step.now;
  step.command(call.intent.provider, Play{call.customer_leg(), call.playback, call.message});
}

void give_up_recording(Step& step, LiveCall& call, std::string why) {
  clear_timer(step.world, call, TimerKind::notice);
  call.notice = NoticeStep::failed;
  see_fact(step, call, AttemptFactKind::not_recorded, std::move(why));
}

}  // namespace

RecordingWish recording_wish(const Rulebook& rules, const AttemptIntent& intent) {
  if (!intent.rule || !intent.agent) return {};
  const CallbackRule* rule = rules.rule(*intent.rule, intent.rule_version);
  return rule != nullptr ? rule->recording : RecordingWish{};
}

void prepare_notice(Step& step, LiveCall& call) {
  call.recording = recording_wish(*step.world.rules, call.intent);
  if (call.recording.on) ask_for_sounds(step, call);
}

void begin_notice(Step& step, LiveCall& call) {
  if (call.recording.on && call.notice == NoticeStep::not_asked) ask_for_sounds(step, call);
  switch (call.notice) {
    case NoticeStep::making:
      save_step(step, call, CallStep::message);
      set_timer(step.world, call, TimerKind::notice, step.now + kVoiceWait);
      return;
    case NoticeStep::ready:
      save_step(step, call, CallStep::message);
      play_notice(step, call);
      return;
    case NoticeStep::playing:
      return;
    case NoticeStep::not_asked:
    case NoticeStep::done:
    case NoticeStep::failed:
      connect_agent(step, call);
      return;
  }
}

void begin_notice_again(Step& step, LiveCall& call) {
  if (call.notice == NoticeStep::playing) call.notice = NoticeStep::ready;
  begin_notice(step, call);
}

void forgo_recording(Step& step, LiveCall& call) {
  if (call.recording.on && call.notice == NoticeStep::not_asked) give_up_recording(step, call, kNotKnown);
}

void on_notice_sounds(Step& step, LiveCall& call, std::vector<Media> media) {
  if (call.notice != NoticeStep::making) return;
  const bool he_waits = call.step == CallStep::message;
  if (media.empty()) {
    give_up_recording(step, call, "the notice could not be made");
    if (he_waits) connect_agent(step, call);
    return;
  }
  call.message = std::move(media);
  call.notice = NoticeStep::ready;
  if (he_waits) play_notice(step, call);
}

void on_notice_ended(Step& step, LiveCall& call, bool played) {
  if (played) {
    call.notice = NoticeStep::done;
    see_fact(step, call, AttemptFactKind::notice_played, names_of(call.message));
  } else {
    give_up_recording(step, call, "the notice could not be played");
  }
  if (call.step == CallStep::message) connect_agent(step, call);
}

void on_notice_overdue(Step& step, LiveCall& call) {
  if (call.notice != NoticeStep::making) return;
  give_up_recording(step, call, "the notice was not made in time");
  if (call.step == CallStep::message) connect_agent(step, call);
}

}  // namespace dialctl
