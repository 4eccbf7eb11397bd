-- People that a member books for, kept by the member; they go with the account.
CREATE TABLE frequent_guests (
  id        INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES members (id),
  name      TEXT NOT NULL,
  phone     TEXT NOT NULL,
  UNIQUE (member_id, name, phone)
) STRICT;
