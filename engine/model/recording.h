// A conversation that is kept as sound (CB-17): what the customer is told first, for how long it is kept, and
// where its two copies are: the provider's, and dialctl's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/ids.h"
#include "engine/model/instant.h"

namespace dialctl {

// What the customer hears before he is joined with the operator.
enum class NoticeKind : std::uint8_t { none, text, audio };
struct CallNotice {
  NoticeKind kind = NoticeKind::none;
  std::string text;      // the words, or the name of the audio file
  std::string language;  // of the words; empty: the project's
  std::string voice;     // of the words; empty: the language's own
  friend bool operator==(const CallNotice&, const CallNotice&) = default;
};

// Of a rule: whether its conversations are recorded.
struct RecordingWish {
  bool on = false;
  Seconds keep_for{0};  // from the end of the conversation
  CallNotice notice;
  std::string no_notice_reason;  // why the customer is told nothing
  friend bool operator==(const RecordingWish&, const RecordingWish&) = default;
};

// recording -> ended -> fetched -> deleted; failed instead of any of the first three.
enum class RecordingState : std::uint8_t {
  recording,  // asked for; the provider may not have begun
  ended,      // the provider has it, dialctl not yet
  fetched,    // both have it
  failed,     // there is none, see `reason`
  deleted     // neither has it any more
};
std::string_view to_text(RecordingState state);
std::optional<RecordingState> parse_recording_state(std::string_view text);

// dialctl's own copy.
struct SoundFile {
  std::string name;  // in the folder of recordings
  std::int64_t bytes = 0;
  std::string sha256;      // 64 letters and digits
  Milliseconds length{0};  // of the sound
  friend bool operator==(const SoundFile&, const SoundFile&) = default;
};

// How one stands; at most one an attempt.
struct Recording {
  AttemptId attempt;
  ProviderId provider;
  std::string name;  // at the provider, once it has begun
  RecordingState state = RecordingState::recording;
  std::string notice;            // the sounds that the customer heard; empty: none
  std::string no_notice_reason;  // then why
  Instant began;
  std::optional<Instant> ended;
  SoundFile file;  // its length is the provider's word until the file is there
  Seconds keep_for{0};
  std::optional<Instant> keep_until;     // known from the end on, or when somebody wants it gone before
  std::optional<Instant> own_gone_at;    // dialctl's copy was deleted
  std::optional<Instant> their_gone_at;  // the provider's
  std::string reason;                    // failed: why

  bool is_over() const { return own_gone_at && their_gone_at; }
  friend bool operator==(const Recording&, const Recording&) = default;
};

}  // namespace dialctl
