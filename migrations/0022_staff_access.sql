-- From where an account was logged in: who comes from there gets in while somebody guesses from elsewhere.
CREATE TABLE staff_addresses (
  staff_id INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  address  TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (staff_id, address)
) STRICT, WITHOUT ROWID;

-- API tokens can be told apart and end within a year; those that were to live for ten end a year from now.
ALTER TABLE sessions ADD COLUMN id INTEGER;
ALTER TABLE sessions ADD COLUMN last4 TEXT NOT NULL DEFAULT '';
UPDATE sessions SET id = numbered.place FROM (
  SELECT hash, row_number() OVER (ORDER BY created_at, hash) AS place FROM sessions WHERE kind = 'token') AS numbered
WHERE sessions.hash = numbered.hash;
UPDATE sessions SET expires_at = min(expires_at, CAST(strftime('%s', 'now') AS INTEGER) * 1000 + 365 * 86400000)
WHERE kind = 'token';
CREATE UNIQUE INDEX sessions_id ON sessions (id) WHERE id IS NOT NULL;
