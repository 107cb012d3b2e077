// Whether dialctl's own copies of recordings are what was fetched.
#include "cli/wiring.h"

namespace dialctl::cli {

Result<std::vector<Finding>> StorePorts::verify_recordings() {
  auto opened = sqlite::Connection::open({database_, sqlite::Role::reader, lock_timeout(), false});
  if (!opened) return opened.error();
  std::vector<Recording> kept;
  RecordingFilter fetched;
  fetched.state = RecordingState::fetched;
  sqlite::SqliteRecordingBook book{*opened.value()};
  auto read = book.recordings(fetched, [&](const RecordingLine& line) {
    if (!line.recording.own_gone_at) kept.push_back(line.recording);
    return true;
  });
  if (!read) return read.error();
  std::vector<Finding> findings;
  for (const Recording& row : kept) {
    const auto now_is = recordings().look(row.attempt);
    const std::string which = "attempt " + to_text(row.attempt) + ": ";
    if (!now_is) {
      findings.push_back({"recording.file", which + now_is.error().message});
    } else if (now_is.value().sha256 != row.file.sha256) {
      findings.push_back({"recording.hash", which + row.file.name + " is not what was fetched"});
    }
  }
  return findings;
}

}  // namespace dialctl::cli
