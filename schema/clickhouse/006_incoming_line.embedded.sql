-- The lines of a file, numbered from 1. The embedded engine reads the file itself.
CREATE OR REPLACE VIEW incoming_line AS
SELECT toUInt32(rowNumberInAllBlocks() + 1) AS n, line
FROM file({path:String}, 'LineAsString', 'line String', {compression:String})
;
