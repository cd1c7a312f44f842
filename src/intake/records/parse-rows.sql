-- One pass over the lines of one delivery, or of several small ones of the same layout that lie in one stream: split, read, judge.
-- Where each field stands and how it is written comes from the operator's profile; column 65535 = the layout has no such column.
-- parsed_row sends every row on, usable or refused. `starts` are the lines of the stream at which its files begin, `load_ids` and
-- `covers` what belongs to each of them; a cover is one list of acts (stretches of time, act-segments.ts), `cover_first_act` the place of its
-- first among all acts.
-- Each level names what the next one uses more than once: the planner copies an alias of the same level wherever it is used.
INSERT INTO parsed_row
SELECT
  load_id, place, code,
  -- What was found, still whole: it is masked before it is stored.
  multiIf(code = 'COLUMN_COUNT', toString(columns), code IN ('VALUE_UNKNOWN', 'FIELD_FORM'), '', code IN ('IMEI_SCIENTIFIC', 'IMEI_FORM'), imei_text,
    code = 'IMSI_FORM', imsi, at_text) AS found,
  act, {operator:String} AS operator, {by_handset:UInt8} AS by_handset, at, day, duration_s, service, direction, msisdn, imsi, imei14,
  filler, check_digit_wrong, spare_zero, imeisv, duration_unreadable, other, protected, cell, cell_end, leg_id,
  -- Both legs of one communication: caller, callee, second, service and duration agree. Without the duration two calls of one
  -- pair within one second would be one.
  if(service = 'data' OR (other = '' AND NOT other_protected), leg_id,
    cityHash64(at, service, duration_s, if(direction = 'MO', own_end, other_end), if(direction = 'MO', other_end, own_end))) AS communication_id
FROM (
  SELECT
    *,
    -- A protected customer's leg is told by its other end alone: not even a digest of his identifiers is stored.
    -- Of two copies one may lack the SIM: where the customer's number is stated, that tells whose leg it is.
    cityHash64({operator:String}, at, service, direction, msisdn, other, protected, if(msisdn_protected OR msisdn != '', '', imsi), if(msisdn_protected, '', imei14), duration_s) AS leg_id,
    if(msisdn_protected, 'P', msisdn) AS own_end,
    if(other_protected, 'P', other) AS other_end,
    multiIf(
      quotes_broken, 'FIELD_FORM',
      columns != {columns:UInt16}, 'COLUMN_COUNT',
      at_text = '', 'RECORD_INCOMPLETE',
      isNull(at_known), 'TIME_IMPOSSIBLE',
      imei_text != '' AND NOT imei_readable, if(multiSearchAny(imei_text, ['e', 'E', '.', ',']), 'IMEI_SCIENTIFIC', 'IMEI_FORM'),
      imsi != '' AND NOT (length(imsi) BETWEEN 6 AND 15 AND empty(translate(imsi, '0123456789', ''))), 'IMSI_FORM',
      service_name = '?' OR direction_name = '?', 'VALUE_UNKNOWN',
      act_index = 0, 'AUTHORITY_PERIOD',
      unnamed, 'AUTHORITY_IDENTIFIER',
      '') AS code,
    -- The act names identifiers, and none of this row's is among them. What is empty is never among them.
    if(length({limited_acts:Array(UInt32)}) = 0, 0, act_index IN (SELECT arrayJoin({limited_acts:Array(UInt32)})) AND NOT (
      (act_index, imei14) IN (SELECT t.1, substring(t.2, 1, 14) FROM (SELECT arrayJoin(arrayZip({identifier_acts:Array(UInt32)}, {identifiers:Array(String)})) AS t) WHERE length(t.2) BETWEEN 14 AND 16)
      OR (act_index, imsi) IN (SELECT t.1, t.2 FROM (SELECT arrayJoin(arrayZip({identifier_acts:Array(UInt32)}, {identifiers:Array(String)})) AS t) WHERE t.2 != '')
      OR (act_index, named_msisdn) IN (SELECT t.1, t.2 FROM (SELECT arrayJoin(arrayZip({identifier_acts:Array(UInt32)}, {identifiers:Array(String)})) AS t) WHERE t.2 != ''))) AS unnamed,
    -- Where acts with lists overlap, the row's is one that names it (files-in-stream.ts).
    if(length({owned_keys:Array(String)}) = 0, act_of_stretch,
      transform(concat(toString(act_index), 'h', imei14), {owned_keys:Array(String)}, {owned_acts:Array(String)},
        transform(concat(toString(act_index), ':', imsi), {owned_keys:Array(String)}, {owned_acts:Array(String)},
          transform(concat(toString(act_index), ':', named_msisdn), {owned_keys:Array(String)}, {owned_acts:Array(String)}, act_of_stretch)))) AS act,
    if(act_index = 0, '', if(length({acts:Array(String)}) = 1, {acts:Array(String)}[1], transform(act_index, arrayEnumerate({acts:Array(String)}), {acts:Array(String)}, ''))) AS act_of_stretch,
    if(isNull(at_known) OR quotes_broken OR columns != {columns:UInt16}, toDate(0), toDate(at, {case_zone:String})) AS day,
    imei14 != '' AND (imei14 = repeat(substring(imei14, 1, 1), 14)
      OR startsWith(imei14, '00000000') OR startsWith(imei14, '1234567890') OR startsWith(imei14, '0123456789') OR imei14 = '00499901064000') AS filler,
    {imei_has_check_digit:UInt8} AND length(imei_text) = 15 AND NOT endsWith(imei_text, '0') AND toUInt8OrZero(substring(imei_text, 15, 1)) != luhn AS check_digit_wrong,
    length(imei_text) = 15 AND endsWith(imei_text, '0') AND (luhn != 0 OR NOT {imei_has_check_digit:UInt8}) AS spare_zero,
    length(imei_text) = 16 AS imeisv
  FROM (
    SELECT
      load_id, place, quotes_broken, columns, at_text, at_known, at, imei_text, imsi, cell, cell_end, duration_s, duration_unreadable, service_name, direction_name,
      substring(imei_text, 1, 14) AS imei14,
      if(service_name = '?', 'voice', service_name) AS service,
      -- A data session has no direction, whatever the layout writes there.
      if(direction_name = '?' OR service_name = 'data', 'none', direction_name) AS direction,
      other_protected, msisdn_protected,
      -- 1 = the correspondent, 2 = the customer: of that row nothing is stored that leads to anybody (parsed_row_to_leg).
      if(msisdn_protected, 2, other_protected) AS protected,
      if(other_protected, '', other_full) AS other,
      if(msisdn_protected, '', msisdn_full) AS msisdn,
      -- The first act of the file's cover in whose period the row lies, as its place among all acts. One of these terms is there: the planner
      -- resolves an `if` with a constant condition, but not one that stands right in another.
      if(length({acts:Array(String)}) = 1,
        toUInt32(toInt64(at) >= {act_from_s:Array(Int64)}[1] AND toInt64(at) < {act_until_s:Array(Int64)}[1]), 0)
      + if(length({acts:Array(String)}) > 1 AND length({cover_first_act:Array(UInt32)}) = 1,
        arrayFirstIndex((from_s, until_s) -> toInt64(at) >= from_s AND toInt64(at) < until_s, {act_from_s:Array(Int64)}, {act_until_s:Array(Int64)}), 0)
      + if(length({cover_first_act:Array(UInt32)}) > 1 AND length({acts:Array(String)}) = length({cover_first_act:Array(UInt32)}),
        cover * (toInt64(at) >= transform(cover, arrayEnumerate({act_from_s:Array(Int64)}), {act_from_s:Array(Int64)}, toInt64(0))
          AND toInt64(at) < transform(cover, arrayEnumerate({act_until_s:Array(Int64)}), {act_until_s:Array(Int64)}, toInt64(0))), 0)
      + if(length({cover_first_act:Array(UInt32)}) > 1 AND length({acts:Array(String)}) > length({cover_first_act:Array(UInt32)}),
        if(act_in_cover = 0, 0, first_act + act_in_cover - 1), 0) AS act_index,
      msisdn_full AS named_msisdn,
      length(imei_text) BETWEEN {imei_least_digits:UInt8} AND {imei_most_digits:UInt8} AND empty(translate(imei_text, '0123456789', '')) AS imei_readable,
      -- TS 23.003 Annex B: every second digit doubled, digits summed, up to the next ten.
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
        load_id, cover, place, quotes_broken, columns, at_text, at_known, imei_text, imsi, cell, cell_end, duration_s, duration_unreadable, service_name, direction_name,
        toUInt64OrZero(substring(imei_text, 1, 14)) AS imei_number,
        ifNull(at_known, toDateTime(0, 'UTC')) AS at,
        if(length({cover_first_act:Array(UInt32)}) = 1, 1, transform(cover, arrayEnumerate({cover_first_act:Array(UInt32)}), {cover_first_act:Array(UInt32)}, toUInt32(0))) AS first_act,
        if(length({acts:Array(String)}) = length({cover_first_act:Array(UInt32)}) OR length({cover_first_act:Array(UInt32)}) = 1, 0,
          arrayFirstIndex((from_s, until_s) -> toInt64(at) >= from_s AND toInt64(at) < until_s,
            arraySlice({act_from_s:Array(Int64)}, first_act, transform(cover, arrayEnumerate({cover_acts:Array(UInt32)}), {cover_acts:Array(UInt32)}, toUInt32(0))),
            arraySlice({act_until_s:Array(Int64)}, first_act, transform(cover, arrayEnumerate({cover_acts:Array(UInt32)}), {cover_acts:Array(UInt32)}, toUInt32(0))))) AS act_in_cover,
        if(length({protected_numbers:Array(String)}) = 0, 0, msisdn_key IN (SELECT arrayJoin({protected_numbers:Array(String)}))) AS msisdn_protected,
        if(length({protected_numbers:Array(String)}) = 0, 0, other_key IN (SELECT arrayJoin({protected_numbers:Array(String)}))) AS other_protected,
        -- `trunk` = country code and the zero that is not dialled from abroad: `+33 (0)6`.
        multiIf({trunk:String} != '' AND startsWith(msisdn_text, concat('+', {trunk:String})), concat({calling_code:String}, substring(msisdn_text, length({trunk:String}) + 2)),
          {trunk:String} != '' AND startsWith(msisdn_text, concat('00', {trunk:String})), concat({calling_code:String}, substring(msisdn_text, length({trunk:String}) + 3)),
          startsWith(msisdn_text, '+'), substring(msisdn_text, 2), startsWith(msisdn_text, '00'), substring(msisdn_text, 3),
          startsWith(msisdn_text, '0') AND {calling_code:String} != '', concat({calling_code:String}, substring(msisdn_text, 2)), msisdn_text) AS msisdn_full,
        multiIf({trunk:String} != '' AND startsWith(other_text, concat('+', {trunk:String})), concat({calling_code:String}, substring(other_text, length({trunk:String}) + 2)),
          {trunk:String} != '' AND startsWith(other_text, concat('00', {trunk:String})), concat({calling_code:String}, substring(other_text, length({trunk:String}) + 3)),
          startsWith(other_text, '+'), substring(other_text, 2), startsWith(other_text, '00'), substring(other_text, 3),
          startsWith(other_text, '0') AND {calling_code:String} != '', concat({calling_code:String}, substring(other_text, 2)), other_text) AS other_full
      FROM (
        SELECT
          load_id, cover, place, quotes_broken, columns, at_text, cell, cell_end, duration_s, duration_unreadable, service_name, direction_name,
          -- Printed in groups, the digits count; anything else stays as it is and is judged so (written-identifier.ts).
          if(match(if(length(imei_digits) = length(imei_written), '', concat('#', imei_written)), {imei_groups:String}), imei_digits, imei_written) AS imei_text,
          if(match(if(length(imsi_digits) = length(imsi_written), '', concat('#', imsi_written)), {imsi_groups:String}), imsi_digits, imsi_written) AS imsi,
          -- Layouts that name caller and callee: the callee is the customer where the communication ends with him.
          if({by_role:UInt8}, if(direction_name = 'MT', second_number, first_number), first_number) AS msisdn_text,
          if({by_role:UInt8}, if(direction_name = 'MT', first_number, second_number), second_number) AS other_text,
          if({by_role:UInt8}, if(direction_name = 'MT', second_key, first_key), first_key) AS msisdn_key,
          if({by_role:UInt8}, if(direction_name = 'MT', first_key, second_key), second_key) AS other_key,
          if({time_has_offset:UInt8},
            if(NOT match(offset_text, '^([.][0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})$'), NULL,
              at_naive - if(endsWith(offset_text, 'Z'), 0, if(position(offset_text, '-') > 0, -1, 1)
                * (toInt32OrZero(substring(replaceOne(extract(offset_text, '[+-].*$'), ':', ''), 2, 2)) * 3600
                  + toInt32OrZero(substring(replaceOne(extract(offset_text, '[+-].*$'), ':', ''), 4, 2)) * 60))),
            if({time_zone:String} = 'UTC' OR {time_unix_digits:UInt8} > 0, at_naive,
              -- Around a change of the clocks the parser may be an hour off; what still shows another hour does not exist there.
              multiIf(
                isNull(at_naive), NULL,
                toHour(toTimeZone(at_local, {time_zone:String})) = toHour(at_naive), toTimeZone(at_local, 'UTC'),
                toHour(toTimeZone(at_local - 3600, {time_zone:String})) = toHour(at_naive), toTimeZone(at_local - 3600, 'UTC'),
                toHour(toTimeZone(at_local + 3600, {time_zone:String})) = toHour(at_naive), toTimeZone(at_local + 3600, 'UTC'),
                NULL))) AS at_known
        FROM (
          SELECT
            *,
            if({time_unix_digits:UInt8} > 0,
              if(length(at_text) = {time_unix_digits:UInt8}, toDateTime(toUInt32OrNull(substring(at_text, 1, 10)), 'UTC'), NULL),
              parseDateTimeInJodaSyntaxOrNull(if({time_has_offset:UInt8}, substring(at_text, 1, {time_length:UInt8}), at_text), {time_format:String}, 'UTC')) AS at_naive,
            if({time_has_offset:UInt8}, substring(at_text, {time_length:UInt8} + 1), 'Z') AS offset_text,
            if({time_has_offset:UInt8} OR {time_zone:String} = 'UTC' OR {time_unix_digits:UInt8} > 0, NULL,
              parseDateTimeInJodaSyntaxOrNull(at_text, {time_format:String}, {time_zone:String})) AS at_local,
            translate(imei_written, {separators:String}, '') AS imei_digits,
            translate(imsi_written, {separators:String}, '') AS imsi_digits,
            transform(service_text, {service_from:Array(String)}, {service_to:Array(String)}, '?') AS service_name,
            transform(direction_text, {direction_from:Array(String)}, {direction_to:Array(String)}, '?') AS direction_name,
            -- From the last part on: what has no hours has none.
            if({duration_clock:UInt8},
              if(match(duration_text, {duration_pattern:String}),
                toUInt32OrZero(splitByChar(':', duration_text)[-3]) * 3600 + toUInt32OrZero(splitByChar(':', duration_text)[-2]) * 60
                  + toUInt32OrZero(splitByChar(':', duration_text)[-1]), 0),
              toUInt32OrZero(duration_text)) AS duration_s,
            -- What is empty was not stated; what is no whole number counts as zero seconds, and is said.
            duration_text != '' AND if({duration_clock:UInt8}, NOT match(duration_text, {duration_pattern:String}), isNull(toUInt32OrNull(duration_text))) AS duration_unreadable,
            translate(first_text, ' .-()/"\'\t_:;,', '') AS first_number,
            translate(second_text, ' .-()/"\'\t_:;,', '') AS second_number,
            if(startsWith(first_dialled, '+') OR startsWith(first_dialled, '00'),
              concat('+', trimLeft(translate(first_dialled, '+*#.', ''), '0')), translate(first_dialled, '+*#.', '')) AS first_key,
            if(startsWith(second_dialled, '+') OR startsWith(second_dialled, '00'),
              concat('+', trimLeft(translate(second_dialled, '+*#.', ''), '0')), translate(second_dialled, '+*#.', '')) AS second_key
          FROM (
            -- numberKey (protection/number-key.ts), step by step: only digits and + * # . of what stands before @ or ; remain,
            -- then the .0 of a spreadsheet goes and the service code. Where no line holds any of * # @ ; nothing of that kind is there to be cut.
            SELECT *,
              if({has_dialect:UInt8}, substring(first_whole, multiIf(NOT startsWith(first_whole, '*') AND NOT startsWith(first_whole, '#'), 1,
                position(first_whole, '#', 2) > 0, position(first_whole, '#', 2) + 1, startsWith(first_whole, '*'), 4, 1)), first_whole) AS first_dialled,
              if({has_dialect:UInt8}, substring(second_whole, multiIf(NOT startsWith(second_whole, '*') AND NOT startsWith(second_whole, '#'), 1,
                position(second_whole, '#', 2) > 0, position(second_whole, '#', 2) + 1, startsWith(second_whole, '*'), 4, 1)), second_whole) AS second_dialled
            FROM (
            SELECT *,
              if(length(first_signs) > 2 AND position(first_signs, '.') = length(first_signs) - 1 AND endsWith(first_signs, '0'),
                substring(first_signs, 1, length(first_signs) - 2), first_signs) AS first_whole,
              if(length(second_signs) > 2 AND position(second_signs, '.') = length(second_signs) - 1 AND endsWith(second_signs, '0'),
                substring(second_signs, 1, length(second_signs) - 2), second_signs) AS second_whole
            FROM (
            SELECT *,
              if({has_dialect:UInt8}, substringIndex(trimLeft(translate(substringIndex(first_text, '@', 1), {no_signs:String}, ''), ';'), ';', 1), translate(first_text, {no_signs:String}, '')) AS first_signs,
              if({has_dialect:UInt8}, substringIndex(trimLeft(translate(substringIndex(second_text, '@', 1), {no_signs:String}, ''), ';'), ';', 1), translate(second_text, {no_signs:String}, '')) AS second_signs
            FROM (
            SELECT
              load_id, cover, quotes_broken, length(f) AS columns,
              if({place_column:UInt16} = 65535, n, toUInt32OrZero(f[{place_column:UInt16}])) AS place,
              if(length({time_columns:Array(UInt16)}) = 1, f[{time_column:UInt16}], arrayStringConcat(arrayMap(c -> f[c], {time_columns:Array(UInt16)}), ' ')) AS at_text,
              f[{imei_column:UInt16}] AS imei_written,
              f[{imsi_column:UInt16}] AS imsi_written,
              f[{service_column:UInt16}] AS service_text,
              f[{direction_column:UInt16}] AS direction_text,
              f[{duration_column:UInt16}] AS duration_text,
              if({has_wide:UInt8}, replaceRegexpAll(f[{msisdn_column:UInt16}], '[^\\x00-\\x7f]+', ''), f[{msisdn_column:UInt16}]) AS first_text,
              if({has_wide:UInt8}, replaceRegexpAll(f[{other_column:UInt16}], '[^\\x00-\\x7f]+', ''), f[{other_column:UInt16}]) AS second_text,
              if(length({cell_columns:Array(UInt16)}) = 1, f[{cell_column:UInt16}],
                if(arrayExists(c -> f[c] = '', {cell_columns:Array(UInt16)}), '', arrayStringConcat(arrayMap(c -> f[c], {cell_columns:Array(UInt16)}), '-'))) AS cell,
              if(length({cell_end_columns:Array(UInt16)}) = 0, '',
                if(arrayExists(c -> f[c] = '', {cell_end_columns:Array(UInt16)}), '', arrayStringConcat(arrayMap(c -> f[c], {cell_end_columns:Array(UInt16)}), '-'))) AS cell_end
            FROM (
              SELECT load_id, cover, n,
                -- A quote that never closes, or text after the one that does: what the fields are, nobody can say.
                if({has_quotes:UInt8}, position(text, '"') > 0 AND (NOT isValidUTF8(text)
                  OR arraySum(x -> length(x) + 1, parts) != length(text) + 1
                  OR arrayExists(x -> startsWith(x, '"') AND (length(x) = 1 OR NOT endsWith(x, '"')), parts)), 0) AS quotes_broken,
                if({has_quotes:UInt8},
                  arrayMap(x -> if(startsWith(x, '"'), replaceAll(substring(x, 2, length(x) - 2), '""', '"'), x), parts), parts) AS f
              FROM (
                SELECT load_id, cover, n, text,
                  if({has_quotes:UInt8},
                    if(position(text, '"') > 0, extractAll(concat({delimiter:String}, text), {quoted_field:String}), splitByChar({delimiter:String}, text)),
                    splitByChar({delimiter:String}, text)) AS parts
                FROM (
                  SELECT load_id, cover, n, if({charset:String} = '', row, convertCharset(row, {charset:String}, 'UTF-8')) AS text
                  FROM (
                    SELECT
                      if(length({starts:Array(UInt32)}) = 1, {load_ids:Array(UInt32)}[1], transform(start, {starts:Array(UInt32)}, {load_ids:Array(UInt32)}, toUInt32(0))) AS load_id,
                      if(length({starts:Array(UInt32)}) = 1, {covers:Array(UInt32)}[1], transform(start, {starts:Array(UInt32)}, {covers:Array(UInt32)}, toUInt32(0))) AS cover,
                      line_number - start + 1 AS n, if(endsWith(line, '\r'), substring(line, 1, length(line) - 1), line) AS row
                    FROM (
                      SELECT n AS line_number, line, if(length({starts:Array(UInt32)}) = 1, {starts:Array(UInt32)}[1], roundDown(n, {starts:Array(UInt32)})) AS start
                      FROM incoming_line(path = {path:String}, compression = {compression:String})
                    )
                    WHERE line_number - start + 1 >= {first_line:UInt32} AND line NOT IN ('', '\r')
                  )
                )
              )
            )
            )
            )
            )
          )
        )
      )
    )
  )
)
SETTINGS parallelize_output_from_storages = 0, max_insert_threads = 2,
  -- Each load has partitions of its own.
  max_partitions_per_insert_block = 0,
  -- Lazy branches would copy the array of fields once for each of them. So every branch is computed for every row: what a
  -- layout does not need stands behind `if` with a parameter alone as its condition, which the planner resolves.
  short_circuit_function_evaluation = 'disable',
  parallel_view_processing = 1
