-- From when on the next try of a callback may be made, whatever the hours: next_at may be a later opening. When the
-- hours change, what waits for them is judged anew (CB-08).

ALTER TABLE task ADD COLUMN due_from INTEGER;
UPDATE task SET due_from = next_at WHERE rule_id IS NOT NULL AND phase NOT IN ('done', 'cancelled');
