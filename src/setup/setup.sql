-- Logins that no sandbox gives, by the index of the unique openid.
-- name: setup_real_member
SELECT EXISTS (SELECT 1 FROM members WHERE openid < 'sandbox:') OR EXISTS (SELECT 1 FROM members WHERE openid >= 'sandbox;')

-- Ids are time-ordered, so the newest row of each tells.
-- name: setup_since
SELECT coalesce((SELECT created_at >= :since FROM members ORDER BY id DESC LIMIT 1), 0)
  OR coalesce((SELECT created_at >= :since FROM orders ORDER BY id DESC LIMIT 1), 0)
