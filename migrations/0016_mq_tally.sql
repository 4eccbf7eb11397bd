-- How many messages and bytes of body each topic holds, and how many came in each minute of the last hour: counted by
-- the pump up to last_id, every few seconds, so that a booking pays nothing and the console counts only what is newer.
ALTER TABLE mq_topics ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mq_topics ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
CREATE TABLE mq_tally (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  last_id INTEGER NOT NULL
) STRICT;
INSERT INTO mq_tally (id, last_id) VALUES (1, 0);
CREATE TABLE mq_minutes (
  topic_id INTEGER NOT NULL,
  minute   INTEGER NOT NULL, -- of born_at, since the epoch
  messages INTEGER NOT NULL,
  PRIMARY KEY (topic_id, minute)
) STRICT, WITHOUT ROWID;
