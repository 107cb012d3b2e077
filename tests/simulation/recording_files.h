// dialctl's own copies of recordings without a disk, and what no recording may break (CB-17).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/run/recording_files.h"
#include "tests/simulation/call_centre.h"

namespace dialctl::simulation {

class FilesInMemory final : public RecordingFiles {
 public:
  Result<SoundFile> keep(AttemptId attempt, std::string_view wav) override {
    files.insert(attempt);
    return SoundFile{to_text(attempt) + ".wav", static_cast<std::int64_t>(wav.size()), std::string(64, 'a'),
                     Milliseconds{static_cast<std::int64_t>(wav.size() - 44) / 16}};
  }
  Result<void> remove(AttemptId attempt) override {
    if (failing > 0) {
      failing -= 1;
      return Error{ErrorKind::store, "recording.store", "read-only", ""};
    }
    files.erase(attempt);
    return {};
  }
  Result<SoundFile> look(AttemptId) override {
    return Error{ErrorKind::not_found, "recording.no-file", "none", ""};
  }
  std::filesystem::path place(AttemptId) const override { return {}; }

  std::set<AttemptId> files;
  int failing = 0;  // so many of the next deletions fail
};

// Judged from the provider's own history and the files: nobody was recorded before he had heard the notice to
// its end, nothing lies there that is not known, and what is past its period is gone.
std::vector<std::string> broken_recordings(const CallCentre& centre, const FilesInMemory& files);

}  // namespace dialctl::simulation
