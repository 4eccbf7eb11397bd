-- What guests read, in English too; empty: the Chinese text stands in. An order keeps both names as it keeps one. The
-- ready-made answers are made anew when they are next asked for, the search index at the next start (search_form).
ALTER TABLE branches ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE branches ADD COLUMN tags_en TEXT NOT NULL DEFAULT '[]';
ALTER TABLE branches ADD COLUMN intro_en TEXT NOT NULL DEFAULT '';
ALTER TABLE branches ADD COLUMN address_en TEXT NOT NULL DEFAULT '';
ALTER TABLE room_types ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE room_types ADD COLUMN bed_en TEXT NOT NULL DEFAULT '';
ALTER TABLE room_types ADD COLUMN breakfast_en TEXT NOT NULL DEFAULT '';
ALTER TABLE room_types ADD COLUMN intro_en TEXT NOT NULL DEFAULT '';
ALTER TABLE coupons ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE coupons ADD COLUMN note_en TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN branch_name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN room_type_name_en TEXT NOT NULL DEFAULT '';
DELETE FROM room_views;
