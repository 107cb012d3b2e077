-- The last contact with a number outside of callbacks (CB-13): a missed call that is told later than that, and was
-- lost before, makes no callback.

CREATE TABLE caller_contact (
  e164 TEXT PRIMARY KEY CHECK (e164 GLOB '+[1-9]*' AND length(e164) BETWEEN 8 AND 16),
  talked_at INTEGER, -- somebody talked to him
  dialled_at INTEGER NOT NULL -- or somebody has dialled him, or he has called
) STRICT, WITHOUT ROWID;
