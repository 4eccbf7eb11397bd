-- Answers already given, by the hash of caller, method, path and Idempotency-Key. Ids are time-ordered, so rows append
-- and the oldest are the lowest.
CREATE TABLE idempotency (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  body_hash BLOB NOT NULL,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX idempotency_hash ON idempotency (hash);
