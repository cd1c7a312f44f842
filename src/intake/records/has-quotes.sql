-- Whether any line of a file needs the slower split that knows quotes.
SELECT toUInt8(max(position(line, '"')) > 0) AS has_quotes
FROM incoming_line(path = {path:String}, compression = {compression:String})
