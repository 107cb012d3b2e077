// Port: dialctl's own copies of recordings (CB-17), one WAV file an attempt, in a folder beside the database.
//
// A file has its name only when it is whole and on the disk. Folder 0700, files 0600. All of it reads or
// writes files: keep() and look() are not for the deciding thread.
#pragma once

#include <filesystem>
#include <string_view>

#include "engine/model/recording.h"
#include "engine/model/result.h"

namespace dialctl {

class RecordingFiles {
 public:
  virtual ~RecordingFiles() = default;

  // Takes the place of the copy that there is. Errors: recording.bad-sound (refused: not a whole WAV file),
  // recording.store (store: folder not writable, disk full).
  virtual Result<SoundFile> keep(AttemptId attempt, std::string_view wav) = 0;
  // Done also where there is none. Error: recording.store.
  virtual Result<void> remove(AttemptId attempt) = 0;
  // The copy as it is now, its hash made anew. Errors: recording.no-file (not_found), recording.store.
  virtual Result<SoundFile> look(AttemptId attempt) = 0;
  // Where it lies, or would.
  virtual std::filesystem::path place(AttemptId attempt) const = 0;
};

}  // namespace dialctl
