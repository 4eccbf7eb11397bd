-- name: print_get
SELECT number, copy FROM prints WHERE kind = :kind AND subject_id = :subject

-- name: print_last_number
SELECT number FROM prints WHERE branch_id = :branch AND kind = :kind AND number IS NOT NULL ORDER BY number DESC LIMIT 1

-- name: print_put
INSERT INTO prints (kind, subject_id, branch_id, number, copy) VALUES (:kind, :subject, :branch, :number, :copy)
ON CONFLICT (kind, subject_id) DO UPDATE SET copy = :copy

-- name: print_day_branch
SELECT branch_id FROM days WHERE id = :id
