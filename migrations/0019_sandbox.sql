-- A store that was never tried out has lived all along: from then on the sandboxes stay off once there is something real.
INSERT INTO settings (name, value, at)
SELECT 'live_since', '1', 0
WHERE NOT EXISTS (SELECT 1 FROM settings WHERE name = 'sandbox' AND value <> '0')
  AND NOT EXISTS (SELECT 1 FROM members WHERE openid LIKE 'sandbox:%');
