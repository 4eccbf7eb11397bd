-- A sum over the role and branches that the caller had; an answer is given again to nobody whose rights have changed since.
ALTER TABLE idempotency ADD COLUMN rights INTEGER NOT NULL DEFAULT 0;
