-- Missed calls, and what became of each (IM-08, CB-09).

CREATE TABLE missed_call (
  id INTEGER PRIMARY KEY,
  provider_call TEXT NOT NULL DEFAULT '', -- the provider's own id; told again, it changes nothing
  e164 TEXT NOT NULL CHECK (e164 GLOB '+[1-9]*' AND length(e164) BETWEEN 8 AND 16), -- of the caller
  dialled TEXT NOT NULL DEFAULT '',
  project_id INTEGER REFERENCES project (id),
  lost_at INTEGER NOT NULL,
  waited_seconds INTEGER NOT NULL CHECK (waited_seconds >= 0),
  lost_in TEXT NOT NULL CHECK (lost_in IN ('ringing', 'menu', 'hold', 'transfer')),
  site TEXT NOT NULL DEFAULT '',
  scenario TEXT NOT NULL DEFAULT '',
  queue_id INTEGER REFERENCES queue (id),
  operator_id INTEGER REFERENCES operator (id),
  group_id INTEGER REFERENCES operator_group (id),
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  phases TEXT NOT NULL DEFAULT '', -- "1,2;3": ids of operators, phase after phase
  seen_at INTEGER NOT NULL,
  who TEXT NOT NULL,
  taking TEXT NOT NULL,
  rule_id INTEGER REFERENCES callback_rule (id),
  rule_version INTEGER,
  task_id INTEGER REFERENCES task (id), -- that was made for it, or that it joined
  CHECK ((rule_id IS NULL) = (rule_version IS NULL))
) STRICT;
CREATE UNIQUE INDEX missed_call_provider ON missed_call (provider_call) WHERE provider_call <> '';
CREATE INDEX missed_call_caller ON missed_call (e164, lost_at);
CREATE INDEX missed_call_task ON missed_call (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX task_callback_open ON task (rule_id, rule_version)
  WHERE rule_id IS NOT NULL AND phase NOT IN ('done', 'cancelled');
CREATE INDEX task_callback ON task (rule_id, id) WHERE rule_id IS NOT NULL;
CREATE INDEX missed_call_lost ON missed_call (lost_at);
CREATE TRIGGER missed_call_stays BEFORE DELETE ON missed_call WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'missed calls are kept'); END;
