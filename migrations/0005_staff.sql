-- Staff accounts and the audit trail.
CREATE TABLE staff (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  password   TEXT NOT NULL,
  role       TEXT NOT NULL CHECK (role = 'frontdesk' OR role = 'manager' OR role = 'owner'),
  branch_ids TEXT NOT NULL,
  active     INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
  id         INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id   INTEGER NOT NULL,
  actor_name TEXT NOT NULL,
  request_id TEXT NOT NULL,
  action     TEXT NOT NULL,
  object     TEXT NOT NULL,
  object_id  INTEGER NOT NULL,
  before     TEXT,
  after      TEXT
) STRICT;
CREATE INDEX audit_object ON audit (object, object_id);
