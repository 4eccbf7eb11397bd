-- A dead letter stays when its group is set back ('reset': its message came again), and its number is never another's.
CREATE TABLE mq_deliveries_new (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id   INTEGER NOT NULL REFERENCES mq_groups (id),
  message_id INTEGER NOT NULL REFERENCES mq_messages (id),
  key        TEXT NOT NULL,
  place      INTEGER NOT NULL, -- among those of its key that wait: the message id, of the original for an edited one
  state      TEXT NOT NULL CHECK (
    state = 'retry' OR state = 'waiting' OR state = 'leased' OR state = 'done' OR
    state = 'dead' OR state = 'discarded' OR state = 'replaced' OR state = 'reset'),
  attempts   INTEGER NOT NULL,
  next_at    INTEGER NOT NULL, -- leased: when the lease ends
  epoch      INTEGER NOT NULL, -- of the last lease
  node       TEXT NOT NULL,    -- that had it last
  error      TEXT NOT NULL,    -- of the last failure
  note       TEXT NOT NULL,    -- why it was discarded, what replaced it, that its group was set back
  at         INTEGER NOT NULL
) STRICT;
INSERT INTO mq_deliveries_new
  SELECT id, group_id, message_id, key, place, state, attempts, next_at, epoch, node, error, note, at FROM mq_deliveries;

CREATE TABLE mq_attempts_new (
  id          INTEGER PRIMARY KEY,
  delivery_id INTEGER NOT NULL REFERENCES mq_deliveries_new (id) ON DELETE CASCADE,
  attempt     INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  node        TEXT NOT NULL,
  error       TEXT NOT NULL -- '' when it went through
) STRICT;
INSERT INTO mq_attempts_new SELECT id, delivery_id, attempt, at, node, error FROM mq_attempts;

DROP TABLE mq_attempts;
DROP TABLE mq_deliveries;
ALTER TABLE mq_deliveries_new RENAME TO mq_deliveries;
ALTER TABLE mq_attempts_new RENAME TO mq_attempts;
-- The numbers that the trail names are taken too, whether their letters are still there or not.
DELETE FROM sqlite_sequence WHERE name = 'mq_deliveries';
INSERT INTO sqlite_sequence (name, seq) SELECT 'mq_deliveries', max(
  coalesce((SELECT max(id) FROM mq_deliveries), 0),
  coalesce((SELECT max(object_id) FROM audit WHERE object = 'delivery'), 0));
CREATE UNIQUE INDEX mq_deliveries_one ON mq_deliveries (group_id, message_id) WHERE state <> 'reset';
CREATE INDEX mq_deliveries_due ON mq_deliveries (group_id, state, next_at);
CREATE INDEX mq_deliveries_key ON mq_deliveries (group_id, key, state, place);
CREATE INDEX mq_deliveries_dead ON mq_deliveries (id) WHERE state = 'dead';
CREATE INDEX mq_deliveries_message ON mq_deliveries (message_id);
CREATE INDEX mq_attempts_delivery ON mq_attempts (delivery_id);
