-- Leases for handlers with outside effects, what a group subscribes to and how it retries, and a story that stays: what
-- was delivered late or under a lease keeps its row ('done') with every attempt until retention takes it.
ALTER TABLE mq_groups ADD COLUMN tags TEXT NOT NULL DEFAULT '*';  -- or '|a|b|'
ALTER TABLE mq_groups ADD COLUMN retry TEXT NOT NULL DEFAULT '';  -- the policy in words
ALTER TABLE mq_groups ADD COLUMN leased INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mq_groups ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;   -- the last one that a lease got
ALTER TABLE mq_groups ADD COLUMN free_at INTEGER NOT NULL DEFAULT 0; -- rate limit: when the line is empty, epoch µs

CREATE TABLE mq_deliveries_new (
  id         INTEGER PRIMARY KEY,
  group_id   INTEGER NOT NULL REFERENCES mq_groups (id),
  message_id INTEGER NOT NULL REFERENCES mq_messages (id),
  key        TEXT NOT NULL,
  place      INTEGER NOT NULL, -- among those of its key that wait: the message id, of the original for an edited one
  state      TEXT NOT NULL CHECK (
    state = 'retry' OR state = 'waiting' OR state = 'leased' OR
    state = 'done' OR state = 'dead' OR state = 'discarded' OR state = 'replaced'),
  attempts   INTEGER NOT NULL,
  next_at    INTEGER NOT NULL, -- leased: when the lease ends
  epoch      INTEGER NOT NULL, -- of the last lease
  node       TEXT NOT NULL,    -- that had it last
  error      TEXT NOT NULL,    -- of the last failure
  note       TEXT NOT NULL,    -- why it was discarded, what replaced it
  at         INTEGER NOT NULL,
  UNIQUE (group_id, message_id)
) STRICT;
INSERT INTO mq_deliveries_new
  SELECT id, group_id, message_id, key, message_id, state, attempts, next_at, 0, '', error, '', at FROM mq_deliveries;

CREATE TABLE mq_attempts_new (
  id          INTEGER PRIMARY KEY,
  delivery_id INTEGER NOT NULL REFERENCES mq_deliveries_new (id) ON DELETE CASCADE,
  attempt     INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  node        TEXT NOT NULL,
  error       TEXT NOT NULL -- '' when it went through
) STRICT;
INSERT INTO mq_attempts_new SELECT id, delivery_id, attempt, at, '', error FROM mq_attempts;

DROP TABLE mq_attempts;
DROP TABLE mq_deliveries;
ALTER TABLE mq_deliveries_new RENAME TO mq_deliveries;
ALTER TABLE mq_attempts_new RENAME TO mq_attempts;
CREATE INDEX mq_deliveries_due ON mq_deliveries (group_id, state, next_at);
CREATE INDEX mq_deliveries_key ON mq_deliveries (group_id, key, state, place);
CREATE INDEX mq_deliveries_dead ON mq_deliveries (id) WHERE state = 'dead';
CREATE INDEX mq_deliveries_message ON mq_deliveries (message_id);
CREATE INDEX mq_attempts_delivery ON mq_attempts (delivery_id);
