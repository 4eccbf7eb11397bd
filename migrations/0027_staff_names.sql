-- Names are compared in the form they are written in now, without blanks at the ends; a name that would be taken stays.
UPDATE OR IGNORE staff SET name = trim(name) WHERE name <> trim(name) AND trim(name) <> '';
