-- Recordings of conversations (CB-17): what a rule wants, what an attempt's facts say, and the recordings themselves.

ALTER TABLE callback_rule_version ADD COLUMN record INTEGER NOT NULL DEFAULT 0 CHECK (record IN (0, 1));
ALTER TABLE callback_rule_version ADD COLUMN keep_seconds INTEGER NOT NULL DEFAULT 0
  CHECK (keep_seconds >= 0 AND (record = 0 OR keep_seconds > 0));
ALTER TABLE callback_rule_version ADD COLUMN notice_kind TEXT NOT NULL DEFAULT 'none'
  CHECK (notice_kind IN ('none', 'text', 'audio'));
ALTER TABLE callback_rule_version ADD COLUMN notice_text TEXT NOT NULL DEFAULT '' -- the words, or the audio file's name
  CHECK ((notice_kind = 'none') = (notice_text = ''));
ALTER TABLE callback_rule_version ADD COLUMN notice_language TEXT NOT NULL DEFAULT '';
ALTER TABLE callback_rule_version ADD COLUMN notice_voice TEXT NOT NULL DEFAULT '';
ALTER TABLE callback_rule_version ADD COLUMN no_notice_reason TEXT NOT NULL DEFAULT ''
  CHECK (record = 0 OR (notice_kind = 'none') = (no_notice_reason <> ''));

-- Three kinds of facts more; a CHECK can only be changed with its table.
CREATE TABLE attempt_fact_new (
  id INTEGER PRIMARY KEY,
  attempt_id INTEGER NOT NULL REFERENCES attempt (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (
    kind = 'sent' OR kind = 'ringing' OR kind = 'answered' OR kind = 'answered-by' OR
    kind = 'message-started' OR kind = 'key' OR kind = 'waiting' OR kind = 'offered' OR
    kind = 'operator-answered' OR kind = 'operator-missed' OR kind = 'bridged' OR
    kind = 'notice-played' OR kind = 'recording' OR kind = 'not-recorded'),
  detail TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO attempt_fact_new (id, attempt_id, at, kind, detail) SELECT id, attempt_id, at, kind, detail FROM attempt_fact;
DROP TABLE attempt_fact;
ALTER TABLE attempt_fact_new RENAME TO attempt_fact;
CREATE INDEX attempt_fact_attempt ON attempt_fact (attempt_id);
CREATE TRIGGER attempt_fact_kept BEFORE UPDATE ON attempt_fact WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'attempt_fact is append-only'); END;
CREATE TRIGGER attempt_fact_stays BEFORE DELETE ON attempt_fact WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'attempt_fact is append-only'); END;
CREATE TRIGGER attempt_fact_once BEFORE INSERT ON attempt_fact WHEN EXISTS (SELECT 1 FROM attempt_fact WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'attempt_fact is append-only'); END;

CREATE TABLE recording (
  attempt_id INTEGER PRIMARY KEY REFERENCES attempt (id),
  provider_id INTEGER NOT NULL REFERENCES provider (id),
  name TEXT NOT NULL, -- at the provider; empty until it has begun
  state TEXT NOT NULL CHECK (state IN ('recording', 'ended', 'fetched', 'failed', 'deleted')),
  notice TEXT NOT NULL, -- the sounds that the customer heard before
  no_notice_reason TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  length_ms INTEGER NOT NULL CHECK (length_ms >= 0),
  file TEXT NOT NULL, -- dialctl's own copy; empty: not fetched
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  sha256 TEXT NOT NULL,
  keep_seconds INTEGER NOT NULL CHECK (keep_seconds > 0),
  keep_until INTEGER, -- from the end on
  own_gone_at INTEGER, -- dialctl's copy was deleted
  their_gone_at INTEGER, -- the provider's
  reason TEXT NOT NULL, -- failed: why
  CHECK ((notice = '') = (no_notice_reason <> '')),
  CHECK (state <> 'fetched' OR (file <> '' AND sha256 <> '')),
  CHECK (state IN ('recording') OR keep_until IS NOT NULL),
  CHECK ((state = 'failed') = (reason <> '')),
  CHECK (state <> 'deleted' OR (own_gone_at IS NOT NULL AND their_gone_at IS NOT NULL))
) STRICT;
CREATE INDEX recording_open ON recording (state) WHERE state IN ('recording', 'ended');
CREATE INDEX recording_kept ON recording (keep_until)
  WHERE keep_until IS NOT NULL AND (own_gone_at IS NULL OR their_gone_at IS NULL);
CREATE TRIGGER recording_stays BEFORE DELETE ON recording WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'what is known of recordings is kept'); END;
