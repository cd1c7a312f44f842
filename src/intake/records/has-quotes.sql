-- Whether any row of a file needs the slower split that knows quotes, holds bytes that are not UTF-8, or any beyond ASCII.
SELECT toUInt8(max(position(line, '"')) > 0) AS has_quotes, toUInt8(max(NOT isValidUTF8(line))) AS has_other_bytes,
  toUInt8(max(length(line) != lengthUTF8(line))) AS has_wide
FROM incoming_line(path = {path:String}, compression = {compression:String})
WHERE n >= {first_line:UInt32}
SETTINGS parallelize_output_from_storages = 0
