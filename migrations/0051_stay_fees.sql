-- When rooms are to be left, and what who comes before arrival_hour or leaves after that is asked for: a part of a night, or
-- nothing (0). From late_full_hour on a whole night.
ALTER TABLE branches ADD COLUMN departure_hour INTEGER NOT NULL DEFAULT 12 CHECK (departure_hour BETWEEN 0 AND 23);
ALTER TABLE branches ADD COLUMN early_in_percent INTEGER NOT NULL DEFAULT 0 CHECK (early_in_percent BETWEEN 0 AND 100);
ALTER TABLE branches ADD COLUMN late_out_percent INTEGER NOT NULL DEFAULT 0 CHECK (late_out_percent BETWEEN 0 AND 100);
ALTER TABLE branches ADD COLUMN late_full_hour INTEGER NOT NULL DEFAULT 18 CHECK (late_full_hour BETWEEN 0 AND 23);
