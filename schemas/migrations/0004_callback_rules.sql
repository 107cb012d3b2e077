-- Rules of callbacks (CB-01): an ordered list, and every version of each. A change of any field of a rule, or of
-- several at once, is a new version, which attempts name (CB-08); its name, place in the list and switch are not
-- versioned. A removed rule stays (removed_at), because attempts of the past refer to it.

CREATE TABLE callback_rule (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  position INTEGER NOT NULL CHECK (position >= 1), -- 1..n of those that are not removed; 1 is asked first
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  when_disabled TEXT NOT NULL CHECK (when_disabled IN ('drain', 'cancel', 'hold')),
  version INTEGER NOT NULL CHECK (version >= 1), -- the one that holds
  removed_at INTEGER,
  FOREIGN KEY (id, version) REFERENCES callback_rule_version (rule_id, version) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE UNIQUE INDEX callback_rule_name ON callback_rule (name) WHERE removed_at IS NULL;

CREATE TABLE callback_rule_version (
  rule_id INTEGER NOT NULL REFERENCES callback_rule (id),
  version INTEGER NOT NULL CHECK (version >= 1),
  made_at INTEGER NOT NULL,
  who TEXT NOT NULL,
  profile TEXT NOT NULL CHECK (profile IN ('none', 'uis', 'voximplant')),
  places TEXT NOT NULL CHECK (json_valid(places)), -- [{"kind":"queue","id":3},{"kind":"tag","text":"vip"}]; [] is any
  target_kind TEXT NOT NULL CHECK (target_kind IN (
    'project', 'queue', 'lost-by', 'operator', 'group', 'tried', 'last-phase', 'template')),
  target_id INTEGER NOT NULL, -- of the queue, operator, group or template; else 0
  target_lines_max INTEGER NOT NULL CHECK (target_lines_max BETWEEN 1 AND 1000),
  prompt_kind TEXT NOT NULL CHECK (prompt_kind IN ('standard', 'none', 'text', 'audio', 'facts')),
  prompt_text TEXT NOT NULL, -- the words, or the name of the audio file
  applies_id INTEGER REFERENCES schedule (id),
  calls_id INTEGER REFERENCES schedule (id),
  intervals_seconds TEXT NOT NULL CHECK (intervals_seconds GLOB '[0-9]*' AND intervals_seconds NOT GLOB '*[^0-9,]*'),
  shortest_wait_seconds INTEGER NOT NULL CHECK (shortest_wait_seconds BETWEEN 0 AND 60),
  at_once_max INTEGER NOT NULL CHECK (at_once_max BETWEEN 1 AND 1000),
  ring_limit_seconds INTEGER NOT NULL CHECK (ring_limit_seconds BETWEEN 5 AND 120),
  caller_id TEXT NOT NULL,
  provider_id INTEGER REFERENCES provider (id),
  only_when_empty_id INTEGER REFERENCES queue (id),
  apply TEXT NOT NULL CHECK (apply IN ('next-attempt', 'loaded-keep')),
  cancel_on TEXT NOT NULL CHECK (cancel_on IN ('success', 'any-dial')),
  zone TEXT NOT NULL,
  PRIMARY KEY (rule_id, version),
  CHECK ((target_kind IN ('queue', 'operator', 'group', 'template')) = (target_id > 0)),
  CHECK ((prompt_kind IN ('text', 'audio')) = (prompt_text <> ''))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER callback_rule_version_kept BEFORE UPDATE ON callback_rule_version
BEGIN SELECT RAISE(ABORT, 'callback_rule_version is append-only'); END;
CREATE TRIGGER callback_rule_version_stays BEFORE DELETE ON callback_rule_version
BEGIN SELECT RAISE(ABORT, 'callback_rule_version is append-only'); END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER callback_rule_version_once BEFORE INSERT ON callback_rule_version
WHEN EXISTS (SELECT 1 FROM callback_rule_version WHERE rule_id = NEW.rule_id AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'callback_rule_version is append-only'); END;

CREATE TRIGGER callback_rule_insert AFTER INSERT ON callback_rule BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER callback_rule_update AFTER UPDATE ON callback_rule BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER callback_rule_delete AFTER DELETE ON callback_rule BEGIN UPDATE revision SET settings = settings + 1; END;
CREATE TRIGGER callback_rule_version_insert AFTER INSERT ON callback_rule_version BEGIN UPDATE revision SET settings = settings + 1; END;
