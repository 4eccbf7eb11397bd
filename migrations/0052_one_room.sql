-- Whether a stay is sold only where one room can have all its nights; else guests may have to change rooms.
ALTER TABLE branches ADD COLUMN one_room INTEGER NOT NULL DEFAULT 0 CHECK (one_room IN (0, 1));
