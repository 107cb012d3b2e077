// Recordings in and out of their table.
#pragma once

#include "adapters/sqlite/statement.h"
#include "engine/model/recording.h"
#include "engine/run/store.h"

namespace dialctl::sqlite {

// The columns that read_recording() reads, of a table that is called "recording".
inline constexpr const char* kRecordingColumns =
    "recording.attempt_id, recording.provider_id, recording.name, recording.state, recording.notice,"
    " recording.no_notice_reason, recording.began_at, recording.ended_at, recording.length_ms, "
    "recording.file,"
    " recording.bytes, recording.sha256, recording.keep_seconds, recording.keep_until, recording.own_gone_at,"
    " recording.their_gone_at, recording.reason";
Recording read_recording(Rows& rows);

// Writes one as it is now. An instant until which it is kept never moves to a later one.
class RecordingWriter {
 public:
  explicit RecordingWriter(Connection& connection);
  void write(const Recording& row);

 private:
  Statement put_;
};

// What the loop is to do something about (engine/run/store.h).
class RecordingReader {
 public:
  explicit RecordingReader(Connection& connection);
  DueRecordings due(Instant now, int limit);

 private:
  Statement due_;
  Statement next_;
};

}  // namespace dialctl::sqlite
