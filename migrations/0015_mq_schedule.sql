-- Messages that come by the calendar. The next one of each is a timer like any other; firing it puts the one after.
CREATE TABLE mq_schedules (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  topic_id INTEGER NOT NULL REFERENCES mq_topics (id),
  tag      TEXT NOT NULL,
  key      TEXT NOT NULL,
  body     TEXT NOT NULL,
  cron     TEXT NOT NULL,
  zone     TEXT NOT NULL,
  next_at  INTEGER NOT NULL, -- with timer: the key of its row in mq_timers
  timer    INTEGER NOT NULL,
  last_at  INTEGER           -- null before the first time
) STRICT;
ALTER TABLE mq_timers ADD COLUMN schedule INTEGER NOT NULL DEFAULT 0;
