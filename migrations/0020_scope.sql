-- Which branches an account has, as rows, so that every staff list is filtered where it is read; a deleted branch leaves
-- by itself. staff_scope: staff 0 stands for the owner and the system, who have all.
CREATE TABLE staff_branches (
  staff_id  INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  branch_id INTEGER NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
  PRIMARY KEY (staff_id, branch_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_branches_branch ON staff_branches (branch_id);
INSERT INTO staff_branches (staff_id, branch_id)
SELECT DISTINCT s.id, b.id FROM staff s JOIN json_each(s.branch_ids) j JOIN branches b ON b.id = CAST(j.value AS INTEGER);
ALTER TABLE staff DROP COLUMN branch_ids;

CREATE VIEW staff_scope (staff_id, branch_id) AS
SELECT staff_id, branch_id FROM staff_branches UNION ALL SELECT 0, id FROM branches;

-- Whose an audit row is; 0: the whole group's.
ALTER TABLE audit ADD COLUMN branch_id INTEGER NOT NULL DEFAULT 0;
UPDATE audit SET branch_id = coalesce(CASE object
  WHEN 'branch' THEN object_id
  WHEN 'order' THEN (SELECT branch_id FROM orders WHERE id = object_id)
  WHEN 'room' THEN (SELECT branch_id FROM rooms WHERE id = object_id)
  WHEN 'room_type' THEN (SELECT branch_id FROM room_types WHERE id = object_id)
  WHEN 'price_rule' THEN (SELECT branch_id FROM room_types
    WHERE id = CAST(json_extract(coalesce(after, before), '$.room_type_id') AS INTEGER))
  END, 0);
CREATE INDEX audit_branch ON audit (branch_id);
CREATE INDEX audit_actor ON audit (actor_id);
CREATE INDEX audit_kind ON audit (object);

-- The desk's lists: by branch and state, newest first, and by the beginning of a name.
CREATE INDEX orders_scope ON orders (branch_id, status);
CREATE INDEX orders_guest ON orders (branch_id, lower(guest_name)) WHERE status <> 'pending_payment';
