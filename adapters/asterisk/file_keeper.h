// Writes what was fetched on a thread of its own, so that no call waits for a disk.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "adapters/asterisk/reporter.h"
#include "engine/run/recording_files.h"

namespace dialctl::asterisk {

class FileKeeper {
 public:
  FileKeeper(RecordingFiles* files, Reporter& reporter) : files_(files), reporter_(reporter) {}
  // What has not been begun is dropped: nothing of it was told.
  ~FileKeeper();
  FileKeeper(const FileKeeper&) = delete;
  FileKeeper& operator=(const FileKeeper&) = delete;

  // Tells RecordingFetched or RecordingNotFetched.
  void keep(AttemptId attempt, std::string wav);

 private:
  void work();

  RecordingFiles* files_;
  Reporter& reporter_;
  std::mutex mutex_;  // guards the next two
  std::deque<std::pair<AttemptId, std::string>> waiting_;
  bool stopping_ = false;
  std::condition_variable wake_;
  std::thread thread_;  // from the first file on
};

}  // namespace dialctl::asterisk
