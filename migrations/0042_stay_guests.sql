-- Who sleeps in the room of a stay, in the order in which they were written down, the first being the main one. A stay of whom
-- nobody wrote down anybody has the guest that its order names. sealed: the number of the document, with a key that is not in
-- this file; digest: keyed, to find the same number again; last4: what people say of it.
CREATE TABLE stay_guests (
  id      INTEGER PRIMARY KEY,
  stay_id INTEGER NOT NULL REFERENCES stays (id),
  place   INTEGER NOT NULL,
  name    TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind = 'none' OR kind = 'id_card' OR kind = 'passport' OR kind = 'hk_macau_permit' OR
    kind = 'taiwan_permit' OR kind = 'foreign_resident_card' OR kind = 'other'),
  last4   TEXT NOT NULL,
  digest  BLOB,
  sealed  BLOB,
  UNIQUE (stay_id, place),
  CHECK ((kind = 'none') = (sealed IS NULL) AND (sealed IS NULL) = (digest IS NULL))
) STRICT;
CREATE INDEX stay_guests_last4 ON stay_guests (last4) WHERE last4 <> '';

-- What one room's guests said, where it is not what the order says.
ALTER TABLE stays ADD COLUMN remark TEXT;
ALTER TABLE stays ADD COLUMN arrival_time TEXT;
