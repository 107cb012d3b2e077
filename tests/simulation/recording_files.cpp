#include "tests/simulation/recording_files.h"

#include <algorithm>

namespace dialctl::simulation {
namespace {

// Longer than the loop needs to fetch, to delete, and to try either again.
constexpr Minutes kGrace{3};

// By the rule that the attempt ran under: these do not change in a run.
const RecordingWish& wish_of(const CallCentre& centre, AttemptId attempt) {
  return find(centre.data.settings.rules, *centre.data.attempts.at(attempt).rule)->recording;
}

bool was_told_before(const CallCentre& centre, AttemptId attempt, Instant at) {
  if (wish_of(centre, attempt).notice.kind == NoticeKind::none) return true;
  const auto& calls = centre.provider->history();
  const auto customer = std::find_if(calls.begin(), calls.end(), [&](const CallSeen& call) {
    return call.leg == LegId{LegKind::customer, attempt, 0};
  });
  return std::any_of(customer->heard.begin(), customer->heard.end(),
                     [&](const auto& span) { return span.second <= at; });
}

}  // namespace

std::vector<std::string> broken_recordings(const CallCentre& centre, const FilesInMemory& files) {
  std::vector<std::string> broken;
  const Instant now = centre.time.now();
  const auto tell = [&](AttemptId id, const std::string& what) {
    broken.push_back("CB-17 attempt " + to_text(id) + ": " + what);
  };
  for (const auto& [id, theirs] : centre.provider->recordings()) {
    if (!wish_of(centre, id).on) tell(id, "recorded although nobody wants it");
    if (!was_told_before(centre, id, theirs.began)) tell(id, "recorded before the notice");
    if (!centre.data.recordings.contains(id)) tell(id, "recorded, and nobody knows of it");
  }
  for (const AttemptId id : files.files) {
    if (!centre.data.recordings.contains(id)) tell(id, "a file that nobody knows of");
  }
  for (const auto& [id, row] : centre.data.recordings) {
    const auto end = centre.data.ends.find(id);
    const bool open = row.state == RecordingState::recording || row.state == RecordingState::ended;
    if (open && end != centre.data.ends.end() && end->second.at + kGrace < now) tell(id, "still open");
    if ((row.state == RecordingState::fetched) != files.files.contains(id)) tell(id, "file and state differ");
    if (!row.keep_until || *row.keep_until + kGrace >= now) continue;
    if (!row.is_over()) tell(id, "past its period");
    const auto theirs = centre.provider->recordings().find(id);
    if (theirs != centre.provider->recordings().end() && !theirs->second.deleted)
      tell(id, "the provider's copy is past its period");
  }
  return broken;
}

}  // namespace dialctl::simulation
