-- The store's own rows: the readiness probe and settings.
CREATE TABLE store_probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
INSERT INTO store_probe (id, at) VALUES (1, 0);

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  at    INTEGER NOT NULL
) STRICT;
