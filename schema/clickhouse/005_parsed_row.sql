-- Every row of a delivery passes here once, parsed and judged; the views below send it where it belongs. Keeps nothing.
-- Personal data. Written by intake.
CREATE TABLE IF NOT EXISTS parsed_row (
  load_id UInt32,
  place UInt32,
  code LowCardinality(String),
  found String,
  act LowCardinality(String),
  operator LowCardinality(String),
  by_handset UInt8,
  at DateTime('UTC'),
  day Date,
  duration_s UInt32,
  service Enum8('voice' = 0, 'sms' = 1, 'data' = 2),
  direction Enum8('none' = 0, 'MO' = 1, 'MT' = 2),
  msisdn String,
  imsi String,
  imei14 String,
  filler UInt8,
  check_digit_wrong UInt8,
  spare_zero UInt8,
  imeisv UInt8,
  duration_unreadable UInt8,
  other String,
  protected UInt8,
  cell String,
  cell_end String,
  leg_id UInt64,
  communication_id UInt64
) ENGINE = Null
;
-- Of a protected customer's row (protected = 2) nothing is stored that leads to a handset, a SIM, a person or a place.
CREATE MATERIALIZED VIEW IF NOT EXISTS parsed_row_to_leg TO leg AS
SELECT load_id, place, act, operator, by_handset, at, duration_s, service, direction,
  if(length(p.msisdn) BETWEEN 1 AND 15, toUInt64OrZero(concat('1', p.msisdn)), 0) AS msisdn_marked,
  if(length(p.imsi) BETWEEN 1 AND 15 AND p.protected != 2, toUInt64OrZero(concat('1', p.imsi)), 0) AS imsi_marked,
  if(p.protected = 2, 0, toUInt64OrZero(p.imei14)) AS imei14, if(p.protected = 2, 0, p.filler) AS filler,
  if(length(p.other) BETWEEN 1 AND 15 AND p.protected != 2, toUInt64OrZero(concat('1', p.other)), 0) AS other_marked,
  protected, if(p.protected = 2, '', p.cell) AS cell, if(p.protected = 2, '', p.cell_end) AS cell_end,
  if(cell = '', toUInt64(0), cityHash64(operator, cell)) AS cell_number, leg_id, communication_id
FROM parsed_row AS p WHERE code = ''
;
CREATE MATERIALIZED VIEW IF NOT EXISTS parsed_row_to_refused_row TO refused_row AS
SELECT load_id, place, code,
  if(code = 'COLUMN_COUNT', concat(found, ' columns'),
    concat(if(length(found) > 6, substring(found, 1, 2), ''), '… (', toString(length(found)), ' characters)')) AS found
FROM parsed_row WHERE code != ''
;
CREATE MATERIALIZED VIEW IF NOT EXISTS parsed_row_to_load_quality TO load_quality AS
SELECT p.load_id AS load_id, p.day AS day, count() AS rows, countIf(p.code != '') AS refused,
  countIf(p.msisdn != '' OR p.protected = 2) AS with_msisdn, countIf(p.imsi != '') AS with_imsi, countIf(p.imei14 != '') AS with_imei,
  countIf(p.other != '' OR p.protected = 1) AS with_other, countIf(p.cell != '') AS with_cell,
  countIf(p.protected > 0 AND p.code = '') AS protected, countIf(p.check_digit_wrong AND p.code = '') AS check_digit_wrong,
  countIf(p.spare_zero AND p.code = '') AS spare_zero, countIf(p.imeisv AND p.code = '') AS imeisv,
  countIf(p.duration_unreadable AND p.code = '') AS duration_unreadable,
  countIf(p.filler AND p.code = '') AS filler, countIf(p.imei14 = '' AND p.code = '') AS imei_missing
FROM parsed_row AS p GROUP BY load_id, day
;
