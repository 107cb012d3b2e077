-- Orders, their numbers, where they stand, and the robot calls that they wait for.
--
-- Words of a CHECK are compared one by one: for IN with more than two of them SQLite builds a table at each row,
-- which costs more than the row's insert.

CREATE TABLE import_batch (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  source TEXT NOT NULL, -- the file's name, or "-"
  who TEXT NOT NULL,
  at INTEGER NOT NULL,
  rows_new INTEGER NOT NULL DEFAULT 0,
  rows_updated INTEGER NOT NULL DEFAULT 0,
  rows_unchanged INTEGER NOT NULL DEFAULT 0,
  rows_skipped INTEGER NOT NULL DEFAULT 0,
  rows_refused INTEGER NOT NULL DEFAULT 0,
  order_first INTEGER, -- the new orders lie between these ids: undo need not search
  order_last INTEGER,
  undone_at INTEGER
) STRICT;

CREATE TABLE customer_order (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  external_id TEXT NOT NULL CHECK (external_id <> ''),
  status_id INTEGER NOT NULL REFERENCES order_status (id),
  status_since INTEGER NOT NULL,
  status_entry INTEGER NOT NULL DEFAULT 1 CHECK (status_entry >= 1), -- the last one of this order's history
  status_timeout_at INTEGER,
  priority INTEGER NOT NULL DEFAULT 0,
  owner TEXT NOT NULL DEFAULT '', -- an operator's name; empty = the pool
  held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),     -- ["a", "b"], sorted, without repeats
  fields TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(fields)), -- {"name": "text"}, in the import's order
  created_at INTEGER NOT NULL,
  batch_id INTEGER REFERENCES import_batch (id),
  row_hash INTEGER NOT NULL DEFAULT 0, -- of the row as it was read: an equal one is "unchanged"
  UNIQUE (project_id, external_id)
) STRICT;
CREATE INDEX customer_order_timeout ON customer_order (status_timeout_at) WHERE status_timeout_at IS NOT NULL;

-- Numbers that share a class are open and closed at the same instants. Interned: a few hundred rows.
CREATE TABLE callee_class (
  id INTEGER PRIMARY KEY,
  region TEXT NOT NULL,
  zones TEXT NOT NULL, -- IANA names joined by ",", sorted; empty: cannot be told
  UNIQUE (region, zones)
) STRICT;

CREATE TABLE order_number (
  order_id INTEGER NOT NULL REFERENCES customer_order (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0), -- in dialling order, from 0
  e164 TEXT NOT NULL CHECK (
    e164 = '+' || CAST(e164 AS INTEGER) AND CAST(e164 AS INTEGER) BETWEEN 1000000 AND 999999999999999),
  raw TEXT NOT NULL,
  callee_class_id INTEGER NOT NULL REFERENCES callee_class (id),
  origin TEXT NOT NULL CHECK (
    origin = 'column' OR origin = 'number' OR origin = 'project' OR origin = 'unknown'),
  bad INTEGER NOT NULL DEFAULT 0 CHECK (bad IN (0, 1)),
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_number_e164 ON order_number (e164);

-- Append-only: which statuses an order has entered (ST-01), counted from 1 for each order.
CREATE TABLE status_entry (
  order_id INTEGER NOT NULL REFERENCES customer_order (id),
  entry INTEGER NOT NULL CHECK (entry >= 1),
  status_id INTEGER NOT NULL REFERENCES order_status (id),
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (order_id, entry)
) STRICT, WITHOUT ROWID;

-- Tasks in one bucket are alike in all that opens and closes together: robot calls with one template, callbacks
-- of one rule, or one part of a call mode's line, of one owner. Interned.
CREATE TABLE bucket (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  template_id INTEGER REFERENCES template (id), -- none in a line
  callee_class_id INTEGER NOT NULL REFERENCES callee_class (id),
  priority INTEGER NOT NULL,
  mode TEXT NOT NULL DEFAULT '' CHECK (mode IN ('', 'new', 'reconfirm', 'before-buyout', 'random-1', 'random-2')),
  part TEXT NOT NULL DEFAULT '' CHECK (part IN ('', 'unprocessed', 'no-answer', 'planned-callback')),
  owner TEXT NOT NULL DEFAULT '', -- of the order; empty = the pool
  rule_id INTEGER REFERENCES callback_rule (id), -- of callbacks
  CHECK ((template_id IS NOT NULL) + (mode <> '') + (rule_id IS NOT NULL) = 1 AND (mode <> '') = (part <> ''))
) STRICT;
CREATE UNIQUE INDEX bucket_key ON bucket (
  project_id, coalesce(template_id, 0), callee_class_id, priority, mode, part, owner, coalesce(rule_id, 0));

-- One start of robot calls, or one place in the line of a call mode. One of each at most for each entry into a
-- status (ST-02, ST-04); a start by hand has no entry, and NULLs do not collide.
CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES customer_order (id),
  status_entry INTEGER,
  template_id INTEGER REFERENCES template (id), -- none in a line, and of callbacks
  rule_id INTEGER REFERENCES callback_rule (id), -- of a callback: which rule took the missed call
  rule_version INTEGER, -- and as it was then
  missed_id INTEGER REFERENCES missed_call (id), -- the call
  mode TEXT NOT NULL DEFAULT '', -- of the line; its part is the bucket's
  bucket_id INTEGER NOT NULL REFERENCES bucket (id),
  phase TEXT NOT NULL CHECK (
    phase = 'ready' OR phase = 'live' OR phase = 'handed' OR phase = 'blocked' OR phase = 'done' OR
    phase = 'cancelled'),
  reason TEXT NOT NULL DEFAULT '', -- blocked or deferred: by which gate; cancelled: why
  next_at INTEGER NOT NULL,
  rounds_done INTEGER NOT NULL DEFAULT 0 CHECK (rounds_done >= 0),
  number_index INTEGER NOT NULL DEFAULT 0 CHECK (number_index >= 0),
  round_began INTEGER NOT NULL DEFAULT 0,
  outcome TEXT, -- of the last attempt, or of the whole when done
  made_at INTEGER NOT NULL, -- in a line: since when the order is in the mode
  who TEXT NOT NULL,
  place_key INTEGER, -- in a line: its place among the new ones
  auto_attempts INTEGER NOT NULL DEFAULT 0, -- agent-first rounds that the order has had
  planned_at INTEGER, -- a planned callback's time; next_at is later once a gate has put it off
  handed_to INTEGER REFERENCES operator (id), -- handed: until when, and to whom
  handed_until INTEGER,
  CHECK (phase <> 'blocked' OR reason <> ''),
  CHECK ((template_id IS NOT NULL) + (mode <> '') + (rule_id IS NOT NULL) = 1),
  CHECK ((mode <> '') = (place_key IS NOT NULL)),
  CHECK ((rule_id IS NULL) = (rule_version IS NULL) AND (rule_id IS NULL) = (missed_id IS NULL)),
  CHECK (planned_at IS NULL OR mode <> ''),
  CHECK (phase <> 'handed' OR handed_to IS NOT NULL AND handed_until IS NOT NULL),
  UNIQUE (order_id, status_entry, mode)
) STRICT;
-- Used only where the query says phase = 'ready' literally: a bound parameter does not do.
CREATE INDEX task_due ON task (bucket_id, next_at) WHERE phase = 'ready';
-- The other ways in which a line is sorted, and the leases that end. What is not due is passed over in the index.
CREATE INDEX task_fewest ON task (bucket_id, auto_attempts, place_key, id, next_at)
  WHERE phase = 'ready' AND place_key IS NOT NULL;
CREATE INDEX task_entered ON task (bucket_id, made_at, id, next_at)
  WHERE phase = 'ready' AND place_key IS NOT NULL;
CREATE INDEX task_planned ON task (bucket_id, planned_at, id, next_at)
  WHERE phase = 'ready' AND planned_at IS NOT NULL;
CREATE INDEX task_handed ON task (handed_until) WHERE phase = 'handed';

-- To be judged anew when a missing link is mended.
CREATE INDEX task_blocked ON task (reason) WHERE phase = 'blocked';

-- What happened stays as it was. The one way around the triggers is a permit (CO-03, and IM-06 for orders
-- that nobody was called for), which no transaction can commit: its deferred foreign key points into a table
-- that is always empty.
CREATE TABLE erasure_nowhere (id INTEGER PRIMARY KEY CHECK (id IS NULL)) STRICT;
CREATE TABLE erasure_permit (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  why TEXT NOT NULL CHECK (why <> ''),
  nowhere INTEGER NOT NULL DEFAULT 1 REFERENCES erasure_nowhere (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TRIGGER status_entry_kept BEFORE UPDATE ON status_entry WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'status_entry is append-only'); END;
CREATE TRIGGER status_entry_stays BEFORE DELETE ON status_entry WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
BEGIN SELECT RAISE(ABORT, 'status_entry is append-only'); END;
