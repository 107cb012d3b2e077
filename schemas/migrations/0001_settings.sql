-- What admins declare, and who may write. Instants are INTEGER milliseconds UTC, spans are in the unit that
-- their name says, money is INTEGER micro-units, booleans are 0 or 1.
--
-- A removed row of a named table stays (removed_at), because attempts of the past refer to it; its name is
-- free again at once. Every change of what admins declare raises revision.settings by a trigger, in the same
-- transaction, so that no writer can forget it.

CREATE TABLE installation (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL CHECK (length(name) = 8),  -- letters and digits; prefix of all call ids
  salt BLOB NOT NULL CHECK (length(salt) = 16), -- of hashes that outlive an erased number
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE revision (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings INTEGER NOT NULL DEFAULT 1,
  blacklist INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A shard has one owner at a time; a commit of an older epoch is refused.
CREATE TABLE loop_owner (
  shard INTEGER PRIMARY KEY CHECK (shard = 1),
  owner TEXT NOT NULL,
  epoch INTEGER NOT NULL CHECK (epoch > 0),
  sequence INTEGER NOT NULL DEFAULT 0, -- commits of this epoch
  since INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE provider (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind <> ''),
  options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options)),
  secret_from TEXT NOT NULL DEFAULT '', -- where the secret is, never the secret
  lines_max INTEGER NOT NULL DEFAULT 0 CHECK (lines_max >= 0),
  calls_per_second_milli INTEGER NOT NULL DEFAULT 0 CHECK (calls_per_second_milli >= 0),
  settle_window_seconds INTEGER NOT NULL DEFAULT 120 CHECK (settle_window_seconds >= 0),
  redial_after_absent_seconds INTEGER CHECK (redial_after_absent_seconds > 0),
  enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX provider_name ON provider (name) WHERE removed_at IS NULL;

CREATE TABLE schedule (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  text TEXT NOT NULL,
  clock TEXT NOT NULL DEFAULT 'customer' CHECK (clock <> ''), -- "customer", "project" or a zone's name
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX schedule_name ON schedule (name) WHERE removed_at IS NULL;

CREATE TABLE policy (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  intervals_seconds TEXT NOT NULL CHECK (json_valid(intervals_seconds) AND json_array_length(intervals_seconds) > 0),
  attempts_max INTEGER NOT NULL CHECK (attempts_max > 0),
  interval_by_outcome_seconds TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(interval_by_outcome_seconds)),
  anchor TEXT NOT NULL CHECK (anchor IN ('attempt-end', 'attempt-start')),
  delay_clock TEXT NOT NULL CHECK (delay_clock IN ('wall', 'open-hours')),
  when_used_up INTEGER REFERENCES order_status (id),
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX policy_name ON policy (name) WHERE removed_at IS NULL;

CREATE TABLE queue (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  strategy TEXT NOT NULL CHECK (strategy IN (
    'ring-all', 'longest-idle-agent', 'round-robin', 'top-down', 'agent-with-least-talk-time',
    'agent-with-fewest-calls', 'sequentially-by-agent-order', 'random')),
  sticky_last_tried INTEGER NOT NULL DEFAULT 0 CHECK (sticky_last_tried IN (0, 1)),
  counters_since TEXT NOT NULL CHECK (counters_since IN ('login', 'day')),
  hold_music TEXT NOT NULL DEFAULT '',
  operator_ring_timeout_seconds INTEGER NOT NULL CHECK (operator_ring_timeout_seconds > 0),
  wrap_up_seconds INTEGER NOT NULL CHECK (wrap_up_seconds >= 0),
  longest_wait_seconds INTEGER NOT NULL CHECK (longest_wait_seconds >= 0),
  position_announcement TEXT NOT NULL DEFAULT '',
  pacing TEXT NOT NULL CHECK (pacing IN ('progressive', 'ratio', 'predictive')),
  ratio_milli INTEGER NOT NULL CHECK (ratio_milli > 0),
  abandon_limit_basis_points INTEGER NOT NULL CHECK (abandon_limit_basis_points BETWEEN 0 AND 10000),
  lines_max INTEGER NOT NULL DEFAULT 0 CHECK (lines_max >= 0),
  calls_per_second_milli INTEGER NOT NULL DEFAULT 0 CHECK (calls_per_second_milli >= 0),
  misses_until_break INTEGER NOT NULL CHECK (misses_until_break >= 0),
  busy_delay_seconds INTEGER NOT NULL CHECK (busy_delay_seconds >= 0),
  reject_delay_seconds INTEGER NOT NULL CHECK (reject_delay_seconds >= 0),
  unreachable_delay_seconds INTEGER NOT NULL CHECK (unreachable_delay_seconds >= 0),
  no_answer_delay_seconds INTEGER NOT NULL CHECK (no_answer_delay_seconds >= 0),
  paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX queue_name ON queue (name) WHERE removed_at IS NULL;

CREATE TABLE template (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('message', 'predictive')),
  text TEXT NOT NULL,
  key_wait_seconds INTEGER NOT NULL CHECK (key_wait_seconds >= 0),
  repeats_max INTEGER NOT NULL CHECK (repeats_max >= 0),
  machine TEXT NOT NULL CHECK (machine IN ('hang-up', 'leave-message', 'treat-as-answered')),
  detect_machine INTEGER NOT NULL DEFAULT 0 CHECK (detect_machine IN (0, 1)),
  ring_limit_seconds INTEGER NOT NULL CHECK (ring_limit_seconds > 0),
  policy_id INTEGER REFERENCES policy (id),
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX template_name ON template (name) WHERE removed_at IS NULL;

CREATE TABLE order_status (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  meaning TEXT NOT NULL CHECK (meaning IN ('open', 'approved', 'cancelled', 'hold', 'done', 'invalid')),
  robot_template_id INTEGER REFERENCES template (id),
  timeout_minutes INTEGER CHECK (timeout_minutes >= 1),
  timeout_to INTEGER REFERENCES order_status (id),
  mode TEXT CHECK (mode IN ('new', 'reconfirm', 'before-buyout', 'random-1', 'random-2')), -- that its orders feed
  removed_at INTEGER,
  CHECK ((timeout_minutes IS NULL) = (timeout_to IS NULL)),
  CHECK (timeout_to IS NOT id)
) STRICT;
CREATE UNIQUE INDEX order_status_name ON order_status (name) WHERE removed_at IS NULL;

CREATE TABLE project (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  region TEXT NOT NULL,
  zone TEXT NOT NULL,
  queue_id INTEGER REFERENCES queue (id),
  provider_id INTEGER REFERENCES provider (id),
  schedule_id INTEGER REFERENCES schedule (id),
  policy_id INTEGER REFERENCES policy (id),
  ambiguous_zone TEXT NOT NULL CHECK (ambiguous_zone IN ('all', 'project')),
  caller_id TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL,
  spoken_name TEXT NOT NULL DEFAULT '',
  callback_number TEXT NOT NULL DEFAULT '',
  card_url TEXT NOT NULL DEFAULT '',
  connect_hook TEXT NOT NULL DEFAULT '',
  price_micros_per_minute INTEGER NOT NULL DEFAULT 0 CHECK (price_micros_per_minute >= 0),
  price_currency TEXT NOT NULL DEFAULT '',
  price_increment_seconds INTEGER NOT NULL DEFAULT 60 CHECK (price_increment_seconds > 0),
  price_by_provider TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(price_by_provider)), -- {"id": micros per minute}
  lines_max INTEGER NOT NULL DEFAULT 0 CHECK (lines_max >= 0),
  calls_per_second_milli INTEGER NOT NULL DEFAULT 0 CHECK (calls_per_second_milli >= 0),
  paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX project_name ON project (name) WHERE removed_at IS NULL;

-- One queue at most for an operator (QU-02): a column, not a table of pairs.
CREATE TABLE operator (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  endpoint TEXT NOT NULL,
  queue_id INTEGER REFERENCES queue (id),
  position INTEGER NOT NULL,
  leg TEXT NOT NULL CHECK (leg IN ('ring', 'open')),
  status TEXT NOT NULL CHECK (status IN ('offline', 'ready', 'break')),
  status_reason TEXT NOT NULL DEFAULT '',
  status_since INTEGER NOT NULL,
  in_session INTEGER NOT NULL DEFAULT 0 CHECK (in_session IN (0, 1)), -- CM-07
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX operator_name ON operator (name) WHERE removed_at IS NULL;

CREATE TABLE operator_group (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX operator_group_name ON operator_group (name) WHERE removed_at IS NULL;

CREATE TABLE group_member (
  group_id INTEGER NOT NULL REFERENCES operator_group (id) ON DELETE CASCADE,
  operator_id INTEGER NOT NULL REFERENCES operator (id),
  PRIMARY KEY (group_id, operator_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audio (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  file TEXT NOT NULL CHECK (file <> ''),
  length_millis INTEGER NOT NULL CHECK (length_millis >= 0),
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX audio_name ON audio (name) WHERE removed_at IS NULL;

CREATE TABLE number_limits (
  region TEXT PRIMARY KEY CHECK (region <> ''), -- "*" = all
  attempts_per_24h INTEGER NOT NULL CHECK (attempts_per_24h >= 0),
  attempts_per_7d INTEGER NOT NULL CHECK (attempts_per_7d >= 0),
  shortest_gap_seconds INTEGER NOT NULL CHECK (shortest_gap_seconds >= 0),
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE legal_window (
  region TEXT PRIMARY KEY CHECK (region <> ''),
  schedule_text TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> '') -- SC-02
) STRICT, WITHOUT ROWID;

-- Numbers that are ours: caller ids, numbers that customers dial.
CREATE TABLE own_number (
  e164 TEXT PRIMARY KEY CHECK (e164 GLOB '+[1-9]*' AND length(e164) BETWEEN 8 AND 16),
  project_id INTEGER REFERENCES project (id),
  label TEXT NOT NULL DEFAULT '',
  lines_max INTEGER NOT NULL DEFAULT 0 CHECK (lines_max >= 0), -- calls at once that show it; 0 = unlimited
  calls_per_second_milli INTEGER NOT NULL DEFAULT 0 CHECK (calls_per_second_milli >= 0)
) STRICT, WITHOUT ROWID;

-- CM-03, CM-04, AD-01 to AD-06. A mode without a row has the defaults of engine/model/settings.h.
CREATE TABLE mode_settings (
  project_id INTEGER NOT NULL REFERENCES project (id),
  mode TEXT NOT NULL CHECK (mode IN ('new', 'reconfirm', 'before-buyout', 'random-1', 'random-2')),
  high_priority INTEGER NOT NULL CHECK (high_priority IN (0, 1)),
  standard_minutes INTEGER NOT NULL CHECK (standard_minutes >= 0),
  put_off_no_answer_minutes INTEGER NOT NULL CHECK (put_off_no_answer_minutes >= 1),
  put_off_busy_minutes INTEGER NOT NULL CHECK (put_off_busy_minutes >= 1),
  put_off_hang_up_minutes INTEGER NOT NULL CHECK (put_off_hang_up_minutes >= 1),
  attempts_max INTEGER NOT NULL CHECK (attempts_max >= 0),
  when_used_up INTEGER REFERENCES order_status (id),
  dial_way TEXT NOT NULL CHECK (dial_way IN ('manual', 'auto', 'optional')),
  hand_out TEXT NOT NULL CHECK (hand_out IN ('pool', 'owner-first', 'assigned-only')),
  owner_only_minutes INTEGER NOT NULL CHECK (owner_only_minutes >= 0),
  keep_owner INTEGER NOT NULL CHECK (keep_owner IN (0, 1)),
  fetch INTEGER NOT NULL CHECK (fetch IN (0, 1)),
  fetch_max INTEGER NOT NULL CHECK (fetch_max >= 1),
  own_max INTEGER NOT NULL CHECK (own_max >= 0),
  early_minutes INTEGER NOT NULL CHECK (early_minutes BETWEEN 0 AND 5),
  missed TEXT NOT NULL CHECK (missed IN ('keep', 'next-opening', 'close')),
  ring_limit_seconds INTEGER NOT NULL CHECK (ring_limit_seconds > 0),
  result_limit_seconds INTEGER NOT NULL CHECK (result_limit_seconds > 0),
  lease_minutes INTEGER NOT NULL CHECK (lease_minutes > 0),
  buttons TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(buttons)),
  PRIMARY KEY (project_id, mode)
) STRICT, WITHOUT ROWID;

-- CM-05. Without a row an operator gets no order of that mode.
CREATE TABLE operator_access (
  operator_id INTEGER NOT NULL REFERENCES operator (id),
  project_id INTEGER NOT NULL REFERENCES project (id),
  mode TEXT NOT NULL CHECK (mode IN ('new', 'reconfirm', 'before-buyout', 'random-1', 'random-2')),
  PRIMARY KEY (operator_id, project_id, mode)
) STRICT, WITHOUT ROWID;

-- Column maps of imports, by name (IM-02): {"column": "field"}.
CREATE TABLE import_mapping (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  columns TEXT NOT NULL CHECK (json_valid(columns))
) STRICT, WITHOUT ROWID;

-- RT-04. project_id 0 = everywhere. Looked up by its primary key alone.
CREATE TABLE blacklist (
  e164 TEXT NOT NULL CHECK (e164 GLOB '+[1-9]*' AND length(e164) BETWEEN 8 AND 16),
  project_id INTEGER NOT NULL DEFAULT 0,
  source TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  added_at INTEGER NOT NULL,
  expires_at INTEGER, -- never, where NULL; the entry holds before this instant
  project_ref INTEGER GENERATED ALWAYS AS (nullif(project_id, 0)) VIRTUAL REFERENCES project (id),
  PRIMARY KEY (e164, project_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER blacklist_insert AFTER INSERT ON blacklist BEGIN UPDATE revision SET blacklist = blacklist + 1; END;
CREATE TRIGGER blacklist_update AFTER UPDATE ON blacklist BEGIN UPDATE revision SET blacklist = blacklist + 1; END;
CREATE TRIGGER blacklist_delete AFTER DELETE ON blacklist BEGIN UPDATE revision SET blacklist = blacklist + 1; END;

CREATE TRIGGER setting_insert AFTER INSERT ON setting BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER setting_update AFTER UPDATE ON setting BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER setting_delete AFTER DELETE ON setting BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER provider_insert AFTER INSERT ON provider BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER provider_update AFTER UPDATE ON provider BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER provider_delete AFTER DELETE ON provider BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER schedule_insert AFTER INSERT ON schedule BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER schedule_update AFTER UPDATE ON schedule BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER schedule_delete AFTER DELETE ON schedule BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER policy_insert AFTER INSERT ON policy BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER policy_update AFTER UPDATE ON policy BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER policy_delete AFTER DELETE ON policy BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER queue_insert AFTER INSERT ON queue BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER queue_update AFTER UPDATE ON queue BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER queue_delete AFTER DELETE ON queue BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER template_insert AFTER INSERT ON template BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER template_update AFTER UPDATE ON template BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER template_delete AFTER DELETE ON template BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER order_status_insert AFTER INSERT ON order_status BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER order_status_update AFTER UPDATE ON order_status BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER order_status_delete AFTER DELETE ON order_status BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER project_insert AFTER INSERT ON project BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER project_update AFTER UPDATE ON project BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER project_delete AFTER DELETE ON project BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_insert AFTER INSERT ON operator BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_update AFTER UPDATE ON operator BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_delete AFTER DELETE ON operator BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_group_insert AFTER INSERT ON operator_group BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_group_update AFTER UPDATE ON operator_group BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_group_delete AFTER DELETE ON operator_group BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER group_member_insert AFTER INSERT ON group_member BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER group_member_update AFTER UPDATE ON group_member BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER group_member_delete AFTER DELETE ON group_member BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER audio_insert AFTER INSERT ON audio BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER audio_update AFTER UPDATE ON audio BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER audio_delete AFTER DELETE ON audio BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER number_limits_insert AFTER INSERT ON number_limits BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER number_limits_update AFTER UPDATE ON number_limits BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER number_limits_delete AFTER DELETE ON number_limits BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER legal_window_insert AFTER INSERT ON legal_window BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER legal_window_update AFTER UPDATE ON legal_window BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER legal_window_delete AFTER DELETE ON legal_window BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER own_number_insert AFTER INSERT ON own_number BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER own_number_update AFTER UPDATE ON own_number BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER own_number_delete AFTER DELETE ON own_number BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER mode_settings_insert AFTER INSERT ON mode_settings BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER mode_settings_update AFTER UPDATE ON mode_settings BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER mode_settings_delete AFTER DELETE ON mode_settings BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_access_insert AFTER INSERT ON operator_access BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_access_update AFTER UPDATE ON operator_access BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER operator_access_delete AFTER DELETE ON operator_access BEGIN UPDATE revision SET settings = settings + 1; END;

INSERT INTO installation (id, name, salt, made_at)
  WITH RECURSIVE letter (n, text) AS (
    VALUES (0, '')
    UNION ALL
    SELECT n + 1, text || substr('abcdefghjkmnpqrstvwxyz0123456789', 1 + (random() & 31), 1) FROM letter WHERE n < 8)
  SELECT 1, text, randomblob(16), unixepoch() * 1000 FROM letter WHERE n = 8;
INSERT INTO revision (id) VALUES (1);
