#include "engine/model/recording.h"

#include "engine/model/text_table.h"

namespace dialctl {
namespace {

constexpr TextTable<RecordingState, 5> kStates{{{
    {RecordingState::recording, "recording"},
    {RecordingState::ended, "ended"},
    {RecordingState::fetched, "fetched"},
    {RecordingState::failed, "failed"},
    {RecordingState::deleted, "deleted"},
}}};

}  // namespace

std::string_view to_text(RecordingState state) {
  return kStates.text(state);
}
std::optional<RecordingState> parse_recording_state(std::string_view text) {
  return kStates.parse(text);
}

}  // namespace dialctl
