#include "adapters/sqlite/recording_rows.h"

#include <string>

namespace dialctl::sqlite {

Recording read_recording(Rows& rows) {
  Recording row;
  row.attempt = rows.id<AttemptId>();
  row.provider = rows.id<ProviderId>();
  row.name = rows.text();
  row.state = rows.parsed(parse_recording_state);
  row.notice = rows.text();
  row.no_notice_reason = rows.text();
  row.began = rows.instant();
  row.ended = rows.maybe_instant();
  row.file.length = rows.duration<Milliseconds>();
  row.file.name = rows.text();
  row.file.bytes = rows.integer();
  row.file.sha256 = rows.text();
  row.keep_for = rows.duration<Seconds>();
  row.keep_until = rows.maybe_instant();
  row.own_gone_at = rows.maybe_instant();
  row.their_gone_at = rows.maybe_instant();
  row.reason = rows.text();
  return row;
}

RecordingWriter::RecordingWriter(Connection& connection)
    : put_(connection,
           "INSERT INTO recording (attempt_id, provider_id, name, state, notice, no_notice_reason, began_at,"
           " ended_at, length_ms, file, bytes, sha256, keep_seconds, keep_until, own_gone_at, their_gone_at,"
           " reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
           " ON CONFLICT (attempt_id) DO UPDATE SET name = excluded.name, state = excluded.state,"
           " ended_at = excluded.ended_at, length_ms = excluded.length_ms, file = excluded.file,"
           " bytes = excluded.bytes, sha256 = excluded.sha256,"
           " keep_until = coalesce(min(keep_until, excluded.keep_until), keep_until, excluded.keep_until),"
           " own_gone_at = excluded.own_gone_at, their_gone_at = excluded.their_gone_at,"
           " reason = excluded.reason") {}

void RecordingWriter::write(const Recording& row) {
  put_.run(row.attempt, row.provider, row.name, row.state, row.notice, row.no_notice_reason, row.began,
           row.ended, row.file.length, row.file.name, row.file.bytes, row.file.sha256, row.keep_for,
           row.keep_until, row.own_gone_at, row.their_gone_at, row.reason);
}

// Each half has an index of its own; one that is open and over is told once.
RecordingReader::RecordingReader(Connection& connection)
    : due_(connection,
           (std::string{"SELECT "} + kRecordingColumns +
            " FROM recording WHERE state IN ('recording', 'ended') UNION SELECT " + kRecordingColumns +
            " FROM recording WHERE keep_until <= ?1 AND keep_until IS NOT NULL"
            " AND (own_gone_at IS NULL OR their_gone_at IS NULL) ORDER BY 14 LIMIT ?2")
               .c_str()),
      next_(connection,
            "SELECT min(keep_until) FROM recording WHERE keep_until > ?1 AND keep_until IS NOT NULL"
            " AND (own_gone_at IS NULL OR their_gone_at IS NULL)") {}

DueRecordings RecordingReader::due(Instant now, int limit) {
  DueRecordings found;
  {
    Rows rows = due_.query(now, limit);
    while (rows.next())
      found.recordings.push_back(read_recording(rows));
  }
  Rows rows = next_.query(now);
  if (rows.next()) found.next_after = rows.maybe_instant();
  return found;
}

}  // namespace dialctl::sqlite
