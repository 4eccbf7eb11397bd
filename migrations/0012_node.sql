-- The processes that serve this store. A row is its process's own from start to stop; what a killed one leaves is taken
-- away by the others.
CREATE TABLE nodes (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE,
  boot         INTEGER NOT NULL,
  role         TEXT NOT NULL CHECK (role = 'all' OR role = 'guest' OR role = 'admin'),
  version      TEXT NOT NULL,
  address      TEXT NOT NULL,
  bell         TEXT NOT NULL,
  started_at   INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL
) STRICT;
