-- The state of one load; the highest state stays.
INSERT INTO load (load_id, key, path, kind, operator, profile, notes, state)
SELECT {load_id:UInt32}, {key:String}, {path:String}, {kind:String}, {operator:String}, {profile:String}, {notes:String}, {state:String}
