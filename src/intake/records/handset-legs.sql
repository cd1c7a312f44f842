-- Rows of all handsets, by handset and time, duplicates between deliveries next to each other; fixed-width columns.
-- Numbers get a leading 1 so that leading zeros survive; with it they stay below 2^53. 0 = none.
SELECT
  toFixedString(imei14, 14) AS imei14,
  toUInt32(at) AS at,
  leg_id,
  multiIf(l.cell = '', toUInt32(0), c.cell_id = 0, toUInt32(4294967295), c.cell_id) AS cell_id,
  toUInt8(service) AS service,
  toUInt8(direction) AS direction,
  duration_s,
  toFloat64(toUInt64OrZero(concat('1', imsi))) AS imsi,
  toFloat64(toUInt64OrZero(concat('1', msisdn))) AS msisdn,
  if(other = '', 0., toFloat64(toUInt64OrZero(concat('1', other)))) AS other,
  protected,
  by_handset
FROM leg_in_force AS l
LEFT JOIN (
  SELECT operator, cell, any(rank) AS cell_id
  FROM (SELECT operator, cell, toUInt32(dense_rank() OVER (ORDER BY operator, cell)) AS rank FROM antenna_in_force)
  GROUP BY operator, cell
) AS c ON l.operator = c.operator AND l.cell = c.cell
WHERE imei14 != '' AND NOT filler
ORDER BY imei14, at, leg_id
SETTINGS join_use_nulls = 0
