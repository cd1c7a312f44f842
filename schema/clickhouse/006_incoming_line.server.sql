-- The lines of a file, numbered from 1. A server sees no local file: the program uploads its lines first. Written by store,
-- emptied when the file is read and at each opening: the lines are as delivered, protected numbers in them. Personal
-- data.
CREATE TABLE IF NOT EXISTS staged_line (
  path String,
  n UInt32,
  line String
) ENGINE = MergeTree PARTITION BY path ORDER BY n
;
CREATE OR REPLACE VIEW incoming_line AS
SELECT n, line FROM staged_line
WHERE path = {path:String} AND {compression:String} != '' ORDER BY n
;
