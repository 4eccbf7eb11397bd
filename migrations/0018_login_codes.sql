-- Codes sent to phones for logging in; of a code only its SHA-256 is kept, with the number of wrong guesses.
CREATE TABLE login_codes (
  phone      TEXT PRIMARY KEY,
  digest     TEXT NOT NULL,
  tries      INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
