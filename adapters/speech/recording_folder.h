// Recordings in a folder (port: engine/run/recording_files.h). A file's name is its attempt's id.
#pragma once

#include <filesystem>
#include <string>

#include "engine/run/recording_files.h"

namespace dialctl::speech {

class RecordingFolder final : public RecordingFiles {
 public:
  // Made (0700) with the first recording.
  explicit RecordingFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<SoundFile> keep(AttemptId attempt, std::string_view wav) override;
  Result<void> remove(AttemptId attempt) override;
  Result<SoundFile> look(AttemptId attempt) override;
  std::filesystem::path place(AttemptId attempt) const override;

 private:
  std::filesystem::path part_of(AttemptId attempt) const;  // while it is written

  std::filesystem::path folder_;
};

}  // namespace dialctl::speech
