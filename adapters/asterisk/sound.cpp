#include "adapters/asterisk/sound.h"

#include <algorithm>

#include "adapters/asterisk/wire_answer.h"
#include "engine/model/text.h"

namespace dialctl::asterisk {

namespace {

constexpr Milliseconds kEndIsNear{150};

void ignore(const http::Answer&) {}

}  // namespace

std::string Sound::media_uri(const AsteriskSettings& settings, const Media& media) {
  switch (media.kind) {
    case Media::Kind::stock:
      return "sound:" + media.name;
    case Media::Kind::prompt:
      // A comma would end the URI: percent-encoded it does not.
      return settings.prompt_url.empty() ? "" : "sound:" + settings.prompt_url + percent_encode(media.name);
  }
  return "";
}

void Sound::play(const Play& command) {
  if (desk_.legs.find(command.leg) == nullptr) return;
  desk_.legs.enqueue({command.leg}, [this, command](Finish finish) {
    Leg& leg = *desk_.legs.find(command.leg);
    if (leg.over) return finish();
    if (!leg.can_talk()) {
      desk_.reporter.tell(PlayEnded{leg.id, command.playback, false});
      return finish();
    }
    leg.plays.push_back({command.playback, command.media});
    if (leg.plays.size() > 1) return finish();  // its turn comes when the one before it ends
    play_part(leg.id, std::move(finish));
  });
}

void Sound::play_part(LegId id, Finish finish) {
  Leg& leg = *desk_.legs.find(id);
  const Playing& playing = leg.plays.front();
  const std::string media = media_uri(desk_.settings, playing.media.at(playing.part));
  const PlaybackPart part{id, playing.number, playing.part};
  if (media.empty()) {
    end_front(leg, false);
    return finish();
  }
  auto request = asterisk::play(desk_.names.channel(id), desk_.names.playback(part), media);
  desk_.ari.send(std::move(request),
                 [this, id, part, finish = std::move(finish)](const http::Answer& answer) {
                   if (!succeeded(answer)) finished(part, true);
                   finish();
                 });
}

// Events may come before the answer to the request, and twice in effect: after a failed request too.
void Sound::finished(const PlaybackPart& part, bool failed) {
  Leg* leg = desk_.legs.find(part.leg);
  if (leg == nullptr || leg->over || leg->plays.empty()) return;
  Playing& playing = leg->plays.front();
  if (playing.number != part.playback || playing.part != part.part) return;
  if (failed && !playing.stopping) return judge_failure(part);
  ++playing.part;
  const bool more = playing.part < playing.media.size();
  if (playing.stopping || !more) return end_front(*leg, true);
  play_part(leg->id, [] {});
}

// A playback fails for want of its file, but also because
// the leg ends: then that is the fact, and it is near.
void Sound::judge_failure(const PlaybackPart& part) {
  desk_.ari.after(kEndIsNear, [this, part] {
    Leg* leg = desk_.legs.find(part.leg);
    if (leg == nullptr || leg->over || leg->plays.empty()) return;
    if (leg->hang_up_wanted || leg->hung_up_by_them || leg->hung_up_by_us) return;
    const Playing& playing = leg->plays.front();
    if (playing.number == part.playback && playing.part == part.part) end_front(*leg, false);
  });
}

void Sound::end_front(Leg& leg, bool played) {
  const PlaybackNumber number = leg.plays.front().number;
  leg.plays.pop_front();
  desk_.reporter.tell(PlayEnded{leg.id, number, played});
  if (!leg.plays.empty()) return play_part(leg.id, [] {});
  resume_music(leg);
}

void Sound::stop(const StopPlay& command) {
  if (desk_.legs.find(command.leg) == nullptr) return;
  desk_.legs.enqueue({command.leg}, [this, command](Finish finish) {
    Leg& leg = *desk_.legs.find(command.leg);
    const auto found = std::find_if(leg.plays.begin(), leg.plays.end(),
                                    [&](const Playing& p) { return p.number == command.playback; });
    if (leg.over || found == leg.plays.end()) return finish();
    if (found != leg.plays.begin()) {
      leg.plays.erase(found);
      desk_.reporter.tell(PlayEnded{leg.id, command.playback, true});
      return finish();
    }
    found->stopping = true;
    const PlaybackPart part{leg.id, found->number, found->part};
    desk_.ari.send(stop_playback(desk_.names.playback(part)),
                   [this, part, finish](const http::Answer& answer) {
                     if (!succeeded(answer)) finished(part, false);  // it was over already
                     finish();
                   });
  });
}

void Sound::start_music(const StartHoldMusic& command) {
  if (desk_.legs.find(command.leg) == nullptr) return;
  desk_.legs.enqueue({command.leg}, [this, command](Finish finish) {
    Leg& leg = *desk_.legs.find(command.leg);
    if (!leg.can_talk()) return finish();
    leg.music = command.music_class;
    auto request = asterisk::start_music(desk_.names.channel(leg.id), command.music_class);
    desk_.ari.send(std::move(request), [finish](const http::Answer&) { finish(); });
  });
}

void Sound::stop_music(const StopHoldMusic& command) {
  if (desk_.legs.find(command.leg) == nullptr) return;
  desk_.legs.enqueue({command.leg}, [this, command](Finish finish) {
    Leg& leg = *desk_.legs.find(command.leg);
    if (!leg.music || leg.over) return finish();
    leg.music.reset();
    desk_.ari.send(asterisk::stop_music(desk_.names.channel(leg.id)),
                   [finish](const http::Answer&) { finish(); });
  });
}

// A playback ends the music for good on the server's side.
void Sound::resume_music(const Leg& leg) {
  if (leg.music && leg.can_talk()) {
    desk_.ari.send(asterisk::start_music(desk_.names.channel(leg.id), *leg.music), ignore);
  }
}

void Sound::check_after_gap(Leg& leg) {
  if (leg.over || leg.plays.empty()) return;
  const Playing& playing = leg.plays.front();
  const PlaybackPart part{leg.id, playing.number, playing.part};
  desk_.ari.send(get_playback(desk_.names.playback(part)), [this, part](const http::Answer& answer) {
    if (status_of(answer) == 404) finished(part, false);
  });
}

}  // namespace dialctl::asterisk
