-- When the guest means to come, as said when booking: 'HH:MM' in the branch's time, '' when not said.
ALTER TABLE orders ADD COLUMN arrival_time TEXT NOT NULL DEFAULT '';
