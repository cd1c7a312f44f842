-- What the rows of a file hold that costs more to read: quotes, bytes that are not UTF-8, any beyond ASCII, the signs of telephone
-- dialects, a zero in brackets (`+33 (0)6`).
SELECT toUInt8(max(position(line, '"')) > 0) AS has_quotes, toUInt8(max(NOT isValidUTF8(line))) AS has_other_bytes,
  toUInt8(max(length(line) != lengthUTF8(line))) AS has_wide,
  toUInt8(max(position(line, '*') > 0 OR position(line, '#') > 0 OR position(line, '@') > 0)) AS has_signs,
  toUInt8(max(position(line, ';') > 0)) AS has_semicolons, toUInt8(max(position(line, '(0)') > 0)) AS has_bracketed_zero
FROM incoming_line(path = {path:String}, compression = {compression:String})
WHERE n >= {first_line:UInt32}
SETTINGS parallelize_output_from_storages = 0
