-- Every load in its last state.
SELECT load_id, key, path, kind, operator, profile, notes, state FROM load FINAL ORDER BY load_id
