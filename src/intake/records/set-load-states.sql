-- The state of some loads; the highest state of each stays.
INSERT INTO load (load_id, key, path, kind, operator, profile, notes, state)
SELECT t.1, t.2, t.3, t.4, t.5, t.6, t.7, {state:String}
FROM (
  SELECT arrayJoin(arrayZip({load_ids:Array(UInt32)}, {keys:Array(String)}, {paths:Array(String)}, {kinds:Array(String)}, {operators:Array(String)},
    {profiles:Array(String)}, {notes:Array(String)})) AS t
)
