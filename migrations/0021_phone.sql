-- A phone number belongs to one member. phone_kind says how it came there: 'proved' by its owner with a code or by WeChat,
-- 'entered' by staff with a new record that nobody has logged into, or 'changed' by staff; only the first lets anybody in,
-- and the second becomes the first when its owner comes with a code.
ALTER TABLE members ADD COLUMN phone_kind TEXT NOT NULL DEFAULT ''
  CHECK (phone_kind = '' OR phone_kind = 'proved' OR phone_kind = 'entered' OR phone_kind = 'changed');
UPDATE members SET phone = substr(phone, 4) WHERE phone LIKE '+861%' AND length(phone) = 14;

-- What staff ever changed counts as changed, with the sessions that it may have let in.
UPDATE members SET phone_kind = CASE
  WHEN EXISTS (SELECT 1 FROM audit a WHERE a.object = 'member' AND a.object_id = members.id AND a.action = 'member.update'
      AND json_extract(a.before, '$.phone') IS NOT json_extract(a.after, '$.phone')) THEN 'changed'
  WHEN openid IS NULL AND last_login_at IS NULL THEN 'entered'
  ELSE 'proved' END
WHERE phone IS NOT NULL;
DELETE FROM sessions WHERE kind = 'guest' AND subject_id IN (SELECT id FROM members WHERE phone_kind = 'changed');

-- Of several with one number it stays with who proved it and came last; the others keep their record without it.
UPDATE members SET phone = NULL, phone_kind = '' WHERE id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY phone ORDER BY
      CASE phone_kind WHEN 'proved' THEN 0 WHEN 'entered' THEN 1 ELSE 2 END, coalesce(last_login_at, 0) DESC, id DESC) AS place
    FROM members WHERE phone IS NOT NULL) AS ranked
  WHERE place > 1);
DROP INDEX members_phone;
CREATE UNIQUE INDEX members_phone ON members (phone) WHERE phone IS NOT NULL;
CREATE INDEX login_codes_end ON login_codes (expires_at);
