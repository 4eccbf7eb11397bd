-- The log, the timers, the groups with their cursors, and the rows of what went wrong. A broadcasting group's cursors
-- are in the nodes' memory; its row only names it.
CREATE TABLE mq_topics (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE mq_messages (
  id       INTEGER PRIMARY KEY,
  topic_id INTEGER NOT NULL,
  tag      TEXT NOT NULL,
  key      TEXT NOT NULL,
  body     TEXT NOT NULL,
  trace    TEXT NOT NULL,
  born_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX mq_messages_topic ON mq_messages (topic_id, id);

-- Kept in order of being due, so that a constant delay appends.
CREATE TABLE mq_timers (
  due_at   INTEGER NOT NULL,
  id       INTEGER NOT NULL,
  topic_id INTEGER NOT NULL,
  tag      TEXT NOT NULL,
  key      TEXT NOT NULL,
  body     TEXT NOT NULL,
  trace    TEXT NOT NULL,
  PRIMARY KEY (due_at, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mq_groups (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  topic_id INTEGER NOT NULL REFERENCES mq_topics (id),
  cursor   INTEGER NOT NULL,
  mode     TEXT NOT NULL CHECK (mode IN ('clustering', 'broadcasting')),
  ordered  INTEGER NOT NULL,
  paused   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Only exceptions: waiting for a retry, waiting behind one with the same key, or dead.
CREATE TABLE mq_deliveries (
  id         INTEGER PRIMARY KEY,
  group_id   INTEGER NOT NULL REFERENCES mq_groups (id),
  message_id INTEGER NOT NULL REFERENCES mq_messages (id),
  key        TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (
    state = 'retry' OR state = 'waiting' OR
    state = 'dead' OR state = 'discarded'),
  attempts   INTEGER NOT NULL,
  next_at    INTEGER NOT NULL,
  error      TEXT NOT NULL,
  at         INTEGER NOT NULL,
  UNIQUE (group_id, message_id)
) STRICT;
CREATE INDEX mq_deliveries_due ON mq_deliveries (group_id, state, next_at);
CREATE INDEX mq_deliveries_key ON mq_deliveries (group_id, key, message_id);
CREATE INDEX mq_deliveries_message ON mq_deliveries (message_id);

CREATE TABLE mq_attempts (
  id          INTEGER PRIMARY KEY,
  delivery_id INTEGER NOT NULL REFERENCES mq_deliveries (id) ON DELETE CASCADE,
  attempt     INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  error       TEXT NOT NULL
) STRICT;
CREATE INDEX mq_attempts_delivery ON mq_attempts (delivery_id);
