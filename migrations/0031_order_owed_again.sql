-- What was given back because the payment itself was wrong is owed again; a refund out of goodwill is not.
ALTER TABLE orders ADD COLUMN owed_again_fen INTEGER NOT NULL DEFAULT 0 CHECK (owed_again_fen <= refund_fen);
