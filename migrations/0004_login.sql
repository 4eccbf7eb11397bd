-- Members and everybody's sessions. Of a token only its SHA-256 is kept.
CREATE TABLE members (
  id             INTEGER PRIMARY KEY,
  openid         TEXT UNIQUE,
  nickname       TEXT NOT NULL,
  phone          TEXT,
  first_login_at INTEGER,
  login_round    INTEGER NOT NULL DEFAULT 1,
  note           TEXT NOT NULL DEFAULT '',
  created_at     INTEGER NOT NULL,
  last_login_at  INTEGER,
  deleted_at     INTEGER
) STRICT;
CREATE INDEX members_phone ON members (phone) WHERE phone IS NOT NULL;

CREATE TABLE sessions (
  hash       BLOB PRIMARY KEY,
  kind       TEXT NOT NULL CHECK (kind = 'guest' OR kind = 'staff' OR kind = 'token'),
  subject_id INTEGER NOT NULL,
  label      TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_subject ON sessions (kind, subject_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
