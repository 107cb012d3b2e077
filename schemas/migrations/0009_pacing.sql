-- Predictive pacing: who wanted an operator, and what was decided.

-- PA-02, PA-06: one row for each attempt whose customer wanted an operator.
CREATE TABLE operator_need (
  attempt_id INTEGER PRIMARY KEY REFERENCES attempt (id),
  queue_id INTEGER NOT NULL REFERENCES queue (id),
  project_id INTEGER NOT NULL REFERENCES project (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'answer' OR kind = 'key'),
  met TEXT NOT NULL CHECK (met = 'served' OR met = 'lost' OR met = 'left')
) STRICT;
CREATE INDEX operator_need_at ON operator_need (at);
CREATE TRIGGER operator_need_kept BEFORE UPDATE ON operator_need
BEGIN SELECT RAISE(ABORT, 'operator_need is append-only'); END;
CREATE TRIGGER operator_need_stays BEFORE DELETE ON operator_need
BEGIN SELECT RAISE(ABORT, 'operator_need is append-only'); END;

-- PA-04: what predictive pacing knew, and what it chose. Forgotten after two days.
CREATE TABLE pace_decision (
  id INTEGER PRIMARY KEY,
  queue_id INTEGER NOT NULL REFERENCES queue (id),
  at INTEGER NOT NULL,
  moment TEXT NOT NULL,
  chosen TEXT NOT NULL,
  learnt TEXT NOT NULL -- before it; empty: not kept with this one
) STRICT;
CREATE INDEX pace_decision_queue ON pace_decision (queue_id, at);
CREATE INDEX pace_decision_learnt ON pace_decision (queue_id, at) WHERE learnt <> '';
