-- The house is as old as its history.
-- name: demo_begin
UPDATE branches SET business_date = :date, created_at = :at WHERE id = :branch

-- What was left dirty is cleaned by noon.
-- name: demo_clean
UPDATE rooms SET cleanliness = 'clean', marked_on = :date
WHERE branch_id = :branch AND cleanliness = 'dirty'
  AND id NOT IN (SELECT room_id FROM stays WHERE state = 'in_house' AND room_id IS NOT NULL)
