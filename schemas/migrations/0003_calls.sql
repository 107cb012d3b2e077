-- Attempts and their evidence (CO-01), what is open now, and the loop's memory.

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY, -- made by dialctl, never by SQLite: 42 bits of milliseconds, node, sequence
  task_id INTEGER NOT NULL, -- of the same order; kept by the trigger task_with_attempts, which costs no index
  order_id INTEGER NOT NULL REFERENCES customer_order (id),
  project_id INTEGER NOT NULL REFERENCES project (id),
  template_id INTEGER REFERENCES template (id), -- none: agent-first
  provider_id INTEGER NOT NULL REFERENCES provider (id),
  e164 TEXT NOT NULL CHECK (e164 GLOB '+[1-9]*' AND length(e164) BETWEEN 8 AND 16),
  caller_id TEXT NOT NULL,
  round INTEGER NOT NULL CHECK (round >= 1),
  at INTEGER NOT NULL,
  zone TEXT NOT NULL,
  zone_origin TEXT NOT NULL CHECK (
    zone_origin = 'column' OR zone_origin = 'number' OR zone_origin = 'project' OR zone_origin = 'unknown'),
  local_time TEXT NOT NULL,
  gates TEXT NOT NULL,
  settings_version INTEGER NOT NULL,
  blacklist_version INTEGER NOT NULL,
  mode TEXT, -- agent-first: the call mode, whose phone rang first, the appointment
  agent_id INTEGER REFERENCES operator (id),
  planned_at INTEGER,
  rule_id INTEGER, -- callback: the rule, as it was
  rule_version INTEGER,
  CHECK (id > 0),
  CHECK ((template_id IS NOT NULL OR rule_id IS NOT NULL) + (mode IS NOT NULL) = 1),
  CHECK ((rule_id IS NULL) = (rule_version IS NULL))
) STRICT;
CREATE INDEX attempt_number ON attempt (e164, at); -- RT-02
CREATE INDEX attempt_order ON attempt (order_id);
CREATE TRIGGER task_with_attempts BEFORE DELETE ON task
WHEN EXISTS (SELECT 1 FROM attempt WHERE order_id = OLD.order_id AND task_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the task has attempts'); END;

CREATE TABLE attempt_fact (
  id INTEGER PRIMARY KEY,
  attempt_id INTEGER NOT NULL REFERENCES attempt (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (
    kind = 'sent' OR kind = 'ringing' OR kind = 'answered' OR kind = 'answered-by' OR
    kind = 'message-started' OR kind = 'key' OR kind = 'waiting' OR kind = 'offered' OR
    kind = 'operator-answered' OR kind = 'operator-missed' OR kind = 'bridged'),
  detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attempt_fact_attempt ON attempt_fact (attempt_id);

CREATE TABLE attempt_end (
  attempt_id INTEGER PRIMARY KEY REFERENCES attempt (id),
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (
    outcome = 'delivered' OR outcome = 'delivered-operator' OR outcome = 'connection-not-established' OR
    outcome = 'abandoned' OR outcome = 'busy' OR outcome = 'no-answer' OR outcome = 'rejected' OR
    outcome = 'failed' OR outcome = 'bad-number' OR outcome = 'machine' OR outcome = 'no-input' OR
    outcome = 'bad-input' OR outcome = 'hung-up' OR outcome = 'agent-error' OR outcome = 'provider-error' OR
    outcome = 'not-placed' OR outcome = 'ended-unseen' OR outcome = 'unknown' OR outcome = 'cancelled'),
  raw_code TEXT NOT NULL,
  operator_id INTEGER REFERENCES operator (id),
  conversation_seconds INTEGER NOT NULL CHECK (conversation_seconds >= 0),
  cost_micros INTEGER NOT NULL CHECK (cost_micros >= 0),
  currency TEXT NOT NULL
) STRICT;

-- At most one open attempt for a number, an order, a task. What a restarted loop resumes from.
CREATE TABLE open_attempt (
  attempt_id INTEGER PRIMARY KEY REFERENCES attempt (id),
  task_id INTEGER NOT NULL UNIQUE REFERENCES task (id),
  order_id INTEGER NOT NULL UNIQUE REFERENCES customer_order (id),
  e164 TEXT NOT NULL UNIQUE,
  step TEXT NOT NULL CHECK (
    step = 'intent' OR step = 'placed' OR step = 'ringing' OR step = 'message' OR step = 'reply' OR
    step = 'waiting' OR step = 'connecting' OR step = 'talking' OR step = 'ending' OR step = 'unknown'),
  operator_id INTEGER REFERENCES operator (id),
  operator_leg TEXT,
  answered_at INTEGER,
  ending_as TEXT,
  offers INTEGER NOT NULL DEFAULT 0 CHECK (offers >= 0)
) STRICT;

-- PA-05: not called again before this instant.
CREATE TABLE number_lock (
  e164 TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE operator_state (
  operator_id INTEGER PRIMARY KEY REFERENCES operator (id),
  activity TEXT NOT NULL CHECK (
    activity = 'idle' OR activity = 'reserved' OR activity = 'ringing' OR activity = 'talking' OR
    activity = 'wrap-up'),
  since INTEGER NOT NULL,
  attempt_id INTEGER REFERENCES attempt (id),
  leg TEXT,
  last_bridge_end INTEGER,
  last_offered INTEGER,
  not_before INTEGER,
  talk_time_seconds INTEGER NOT NULL DEFAULT 0,
  calls_answered INTEGER NOT NULL DEFAULT 0,
  misses_in_row INTEGER NOT NULL DEFAULT 0,
  counters_from INTEGER NOT NULL
) STRICT;

-- What each operator's agent-first round is at (AD-02).
CREATE TABLE agent_round (
  operator_id INTEGER PRIMARY KEY REFERENCES operator (id),
  task_id INTEGER NOT NULL UNIQUE REFERENCES task (id),
  order_id INTEGER NOT NULL UNIQUE REFERENCES customer_order (id),
  leg TEXT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('ringing', 'dialling', 'talking', 'result-wanted')),
  since INTEGER NOT NULL,
  attempt_id INTEGER REFERENCES attempt (id),
  result_until INTEGER
) STRICT;

CREATE TABLE queue_state (
  queue_id INTEGER PRIMARY KEY REFERENCES queue (id),
  last_offered_position INTEGER,
  last_missed INTEGER REFERENCES operator (id),
  random_state INTEGER NOT NULL DEFAULT 0 -- 64 bits, unsigned
) STRICT;

CREATE TABLE provider_state (
  provider_id INTEGER PRIMARY KEY REFERENCES provider (id),
  condition TEXT NOT NULL CHECK (
    condition = 'connecting' OR condition = 'up' OR condition = 'down' OR
    condition = 'credentials-refused' OR condition = 'replaced'),
  reason TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind <> ''), -- dotted: "operator.break"
  subject TEXT NOT NULL,                 -- "order:17"
  detail TEXT NOT NULL,
  who TEXT NOT NULL DEFAULT ''           -- a person; empty: the loop
) STRICT;

CREATE TRIGGER attempt_kept BEFORE UPDATE ON attempt WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'attempt is append-only'); END;
CREATE TRIGGER attempt_stays BEFORE DELETE ON attempt WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'attempt is append-only'); END;
CREATE TRIGGER attempt_fact_kept BEFORE UPDATE ON attempt_fact WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'attempt_fact is append-only'); END;
CREATE TRIGGER attempt_fact_stays BEFORE DELETE ON attempt_fact WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'attempt_fact is append-only'); END;
CREATE TRIGGER attempt_end_kept BEFORE UPDATE ON attempt_end WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'attempt_end is append-only'); END;
CREATE TRIGGER attempt_end_stays BEFORE DELETE ON attempt_end WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'attempt_end is append-only'); END;
CREATE TRIGGER journal_kept BEFORE UPDATE ON journal WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

-- INSERT OR REPLACE deletes without asking the triggers above.
CREATE TRIGGER attempt_once BEFORE INSERT ON attempt WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'attempt is append-only'); END;
CREATE TRIGGER attempt_fact_once BEFORE INSERT ON attempt_fact WHEN EXISTS (SELECT 1 FROM attempt_fact WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'attempt_fact is append-only'); END;
CREATE TRIGGER attempt_end_once BEFORE INSERT ON attempt_end WHEN EXISTS (SELECT 1 FROM attempt_end WHERE attempt_id = NEW.attempt_id)
BEGIN SELECT RAISE(ABORT, 'attempt_end is append-only'); END;
CREATE TRIGGER journal_once BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
