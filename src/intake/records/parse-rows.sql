-- One pass over the lines of one delivery: split, read, judge. Where each field stands and how it is written comes from
-- the operator's profile; column 65535 = the layout has no such column. parsed_row sends every row on, usable or refused.
INSERT INTO parsed_row
SELECT
  {load_id:UInt32} AS load_id,
  if({place_column:UInt16} = 65535, n, toUInt32OrZero(f[{place_column:UInt16}])) AS place,
  multiIf(
    quotes_broken, 'FIELD_FORM',
    columns != {columns:UInt16}, 'COLUMN_COUNT',
    at_text = '', 'RECORD_INCOMPLETE',
    isNull(at_known), 'TIME_IMPOSSIBLE',
    imei_text != '' AND NOT imei_readable, if(multiSearchAny(imei_text, ['e', 'E', '.', ',']), 'IMEI_SCIENTIFIC', 'IMEI_FORM'),
    imsi_text != '' AND NOT (length(imsi_text) BETWEEN 6 AND 15 AND isNotNull(toUInt64OrNull(imsi_text)) AND NOT startsWith(imsi_text, '+')), 'IMSI_FORM',
    service_name = '?' OR direction_name = '?', 'VALUE_UNKNOWN',
    act_index = 0, 'AUTHORITY_PERIOD',
    length({identifiers:Array(String)}) > 0 AND NOT (
      substring(imei_text, 1, 14) IN (SELECT substring(arrayJoin({identifiers:Array(String)}), 1, 14))
      OR imsi_text IN (SELECT arrayJoin({identifiers:Array(String)}))
      OR msisdn_full IN (SELECT arrayJoin({identifiers:Array(String)}))), 'AUTHORITY_IDENTIFIER',
    '') AS code,
  -- What was found, still whole: it is masked before it is stored.
  multiIf(code = 'COLUMN_COUNT', toString(columns), code IN ('VALUE_UNKNOWN', 'FIELD_FORM'), '', code IN ('IMEI_SCIENTIFIC', 'IMEI_FORM'), imei_text,
    code = 'IMSI_FORM', imsi_text, at_text) AS found,
  if(act_index = 0, '', arrayElement({acts:Array(String)}, act_index)) AS act,
  {operator:String} AS operator,
  {by_handset:UInt8} AS by_handset,
  at,
  if(isNull(at_known) OR quotes_broken OR columns != {columns:UInt16}, toDate(0), toDate(at, {case_zone:String})) AS day,
  duration_s,
  if(service_name = '?', 'voice', service_name) AS service,
  -- A data session has no direction, whatever the layout writes there.
  if(direction_name = '?' OR service_name = 'data', 'none', direction_name) AS direction,
  if(msisdn_protected, '', msisdn_full) AS msisdn,
  imsi_text AS imsi,
  substring(imei_text, 1, 14) AS imei14,
  imei14 != '' AND (imei14 = repeat(substring(imei14, 1, 1), 14)
    OR startsWith(imei14, '00000000') OR startsWith(imei14, '1234567890') OR startsWith(imei14, '0123456789')) AS filler,
  {imei_has_check_digit:UInt8} AND length(imei_text) = 15 AND NOT endsWith(imei_text, '0') AND toUInt8OrZero(substring(imei_text, 15, 1)) != luhn AS check_digit_wrong,
  length(imei_text) = 15 AND endsWith(imei_text, '0') AND (luhn != 0 OR NOT {imei_has_check_digit:UInt8}) AS spare_zero,
  length(imei_text) = 16 AS imeisv,
  if(protected, '', other_full) AS other,
  protected,
  cell,
  cell_end,
  cityHash64({operator:String}, at, service, direction, msisdn, other, protected, imsi, imei14, duration_s) AS leg_id,
  -- Both legs of one communication: caller, callee, second, service and duration agree. Without the duration two calls of one
  -- pair within one second would be one.
  if(service_name = 'data' OR (other = '' AND NOT protected), leg_id,
    cityHash64(at, service, duration_s,
      if((direction_name = 'MO') = 1, if(msisdn_protected, 'P', msisdn), if(protected, 'P', other)),
      if((direction_name = 'MO') = 1, if(protected, 'P', other), if(msisdn_protected, 'P', msisdn)))) AS communication_id
FROM (
  SELECT
    n, f, quotes_broken, columns, at_text, at_known, imei_text, imei_number, imsi_text, service_text, direction_text, cell, cell_end, duration_s,
    transform(service_text, {service_from:Array(String)}, {service_to:Array(String)}, '?') AS service_name,
    transform(direction_text, {direction_from:Array(String)}, {direction_to:Array(String)}, '?') AS direction_name,
    -- Layouts that name caller and callee: the callee is the customer where the communication ends with him.
    if({by_role:UInt8}, if(direction_name = 'MT', second_number, first_number), first_number) AS msisdn_text,
    if({by_role:UInt8}, if(direction_name = 'MT', first_number, second_number), second_number) AS other_text,
    ifNull(at_known, toDateTime(0, 'UTC')) AS at,
    if(length({acts:Array(String)}) = 1, toUInt32(toInt64(at) >= {act_from_s:Array(Int64)}[1] AND toInt64(at) < {act_until_s:Array(Int64)}[1]),
      arrayFirstIndex((from_s, until_s) -> toInt64(at) >= from_s AND toInt64(at) < until_s, {act_from_s:Array(Int64)}, {act_until_s:Array(Int64)})) AS act_index,
    multiIf(startsWith(msisdn_text, '+'), substring(msisdn_text, 2), startsWith(msisdn_text, '00'), substring(msisdn_text, 3),
      startsWith(msisdn_text, '0') AND {calling_code:String} != '', concat({calling_code:String}, substring(msisdn_text, 2)), msisdn_text) AS msisdn_full,
    multiIf(startsWith(other_text, '+'), substring(other_text, 2), startsWith(other_text, '00'), substring(other_text, 3),
      startsWith(other_text, '0') AND {calling_code:String} != '', concat({calling_code:String}, substring(other_text, 2)), other_text) AS other_full,
    other_full != '' AND other_full IN (SELECT arrayJoin({protected_numbers:Array(String)})) AS protected,
    msisdn_full != '' AND msisdn_full IN (SELECT arrayJoin({protected_numbers:Array(String)})) AS msisdn_protected,
    -- TS 23.003 Annex B: every second digit doubled, digits summed, up to the next ten.
    length(imei_text) BETWEEN {imei_least_digits:UInt8} AND {imei_most_digits:UInt8} AND isNotNull(toUInt64OrNull(imei_text)) AND NOT startsWith(imei_text, '+') AS imei_readable,
    if({imei_has_check_digit:UInt8}, (10 - (
      [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][1 + intDiv(imei_number, 1) % 10]
      + [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][1 + intDiv(imei_number, 100) % 10]
      + [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][1 + intDiv(imei_number, 10000) % 10]
      + [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][1 + intDiv(imei_number, 1000000) % 10]
      + [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][1 + intDiv(imei_number, 100000000) % 10]
      + [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][1 + intDiv(imei_number, 10000000000) % 10]
      + [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][1 + intDiv(imei_number, 1000000000000) % 10]
      + intDiv(imei_number, 10) % 10
      + intDiv(imei_number, 1000) % 10
      + intDiv(imei_number, 100000) % 10
      + intDiv(imei_number, 10000000) % 10
      + intDiv(imei_number, 1000000000) % 10
      + intDiv(imei_number, 100000000000) % 10
      + intDiv(imei_number, 10000000000000) % 10
    ) % 10) % 10, 0) AS luhn
  FROM (
    SELECT
      n, f, quotes_broken, length(f) AS columns,
      if(length({time_columns:Array(UInt16)}) = 1, f[{time_column:UInt16}], arrayStringConcat(arrayMap(c -> f[c], {time_columns:Array(UInt16)}), ' ')) AS at_text,
      if({time_unix_digits:UInt8} > 0,
        if(length(at_text) = {time_unix_digits:UInt8}, toDateTime(toUInt32OrNull(substring(at_text, 1, 10)), 'UTC'), NULL),
        parseDateTimeInJodaSyntaxOrNull(substring(at_text, 1, if({time_has_offset:UInt8}, {time_length:UInt8}, 100)), {time_format:String}, 'UTC')) AS at_naive,
      if({time_has_offset:UInt8}, substring(at_text, {time_length:UInt8} + 1), 'Z') AS offset_text,
      multiIf(
        isNull(at_naive) OR ({time_has_offset:UInt8} AND NOT match(offset_text, '^([.][0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})$')), NULL,
        {time_has_offset:UInt8}, if(endsWith(offset_text, 'Z'), at_naive,
          at_naive - if(position(offset_text, '-') > 0, -1, 1)
            * (toInt32OrZero(substring(replaceOne(extract(offset_text, '[+-].*$'), ':', ''), 2, 2)) * 3600
              + toInt32OrZero(substring(replaceOne(extract(offset_text, '[+-].*$'), ':', ''), 4, 2)) * 60)),
        {time_zone:String} = 'UTC' OR {time_unix_digits:UInt8} > 0, at_naive,
        -- Around a change of the clocks the parser may be an hour off; what still shows another hour does not exist there.
        toHour(toTimeZone(at_local, {time_zone:String})) = toHour(at_naive), toTimeZone(at_local, 'UTC'),
        toHour(toTimeZone(at_local - 3600, {time_zone:String})) = toHour(at_naive), toTimeZone(at_local - 3600, 'UTC'),
        toHour(toTimeZone(at_local + 3600, {time_zone:String})) = toHour(at_naive), toTimeZone(at_local + 3600, 'UTC'),
        NULL) AS at_known,
      if({time_has_offset:UInt8} OR {time_zone:String} = 'UTC' OR {time_unix_digits:UInt8} > 0, NULL,
        parseDateTimeInJodaSyntaxOrNull(at_text, {time_format:String}, {time_zone:String})) AS at_local,
      f[{imei_column:UInt16}] AS imei_text,
      toUInt64OrZero(substring(imei_text, 1, 14)) AS imei_number,
      f[{imsi_column:UInt16}] AS imsi_text,
      f[{service_column:UInt16}] AS service_text,
      f[{direction_column:UInt16}] AS direction_text,
      if({duration_clock:UInt8},
        toUInt32OrZero(splitByChar(':', f[{duration_column:UInt16}])[1]) * 3600
          + toUInt32OrZero(splitByChar(':', f[{duration_column:UInt16}])[2]) * 60
          + toUInt32OrZero(splitByChar(':', f[{duration_column:UInt16}])[3]),
        toUInt32OrZero(f[{duration_column:UInt16}])) AS duration_s,
      if(position(f[{msisdn_column:UInt16}], ' ') > 0, replaceAll(f[{msisdn_column:UInt16}], ' ', ''), f[{msisdn_column:UInt16}]) AS first_number,
      if(position(f[{other_column:UInt16}], ' ') > 0, replaceAll(f[{other_column:UInt16}], ' ', ''), f[{other_column:UInt16}]) AS second_number,
      if(length({cell_columns:Array(UInt16)}) = 1, f[{cell_column:UInt16}],
        if(arrayExists(c -> f[c] = '', {cell_columns:Array(UInt16)}), '', arrayStringConcat(arrayMap(c -> f[c], {cell_columns:Array(UInt16)}), '-'))) AS cell,
      if(length({cell_end_columns:Array(UInt16)}) = 0, '',
        if(arrayExists(c -> f[c] = '', {cell_end_columns:Array(UInt16)}), '', arrayStringConcat(arrayMap(c -> f[c], {cell_end_columns:Array(UInt16)}), '-'))) AS cell_end
    FROM (
      SELECT n,
        if({charset:String} = '', row, convertCharset(row, {charset:String}, 'UTF-8')) AS text,
        if({has_quotes:UInt8} AND position(text, '"') > 0,
          extractAll(concat({delimiter:String}, text), {quoted_field:String}), splitByChar({delimiter:String}, text)) AS parts,
        -- A quote that never closes, or text after the one that does: what the fields are, nobody can say.
        if({has_quotes:UInt8}, position(text, '"') > 0 AND (NOT isValidUTF8(text)
          OR arraySum(x -> length(x) + 1, parts) != length(text) + 1
          OR arrayExists(x -> startsWith(x, '"') AND (length(x) = 1 OR NOT endsWith(x, '"')), parts)), 0) AS quotes_broken,
        if({has_quotes:UInt8},
          arrayMap(x -> if(startsWith(x, '"'), replaceAll(substring(x, 2, length(x) - 2), '""', '"'), x), parts), parts) AS f
      FROM (
        SELECT n, if(endsWith(line, '\r'), substring(line, 1, length(line) - 1), line) AS row
        FROM incoming_line(path = {path:String}, compression = {compression:String})
        WHERE n >= {first_line:UInt32} AND line NOT IN ('', '\r')
      )
    )
  )
)
SETTINGS parallelize_output_from_storages = 0, max_insert_threads = 2,
  -- Lazy branches would copy the array of fields once for each of them.
  short_circuit_function_evaluation = 'disable',
  parallel_view_processing = 1
