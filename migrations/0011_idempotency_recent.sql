-- Which keys were answered is kept in each process's memory and read from here: an index by hash would write a page of
-- its own for every booking. Ids are in commit order from now on.
DROP INDEX idempotency_hash;
CREATE INDEX idempotency_recent ON idempotency (id, hash);
