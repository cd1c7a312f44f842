-- Rows of all handsets, by handset and time, duplicates between deliveries next to each other. Cells by the number that
-- antennas-in-force.sql gives them too (0 = none named). Of a number 16 characters tell whether it is one: E.164 has 15 digits at the most.
-- `only` = the IMEIs that are asked for; empty = all.
SELECT
  toFixedString(imei14, 14) AS imei14_bytes,
  toUInt32(at) AS at_s,
  leg_id,
  if(cell = '', toUInt64(0), cityHash64(operator, cell)) AS cell_number,
  toUInt8(service) AS service,
  toUInt8(direction) AS direction,
  duration_s,
  protected,
  by_handset,
  imsi,
  substring(msisdn, 1, 16) AS msisdn,
  substring(other, 1, 16) AS other
FROM leg_in_force
WHERE imei14 != '' AND NOT filler
  AND (empty({only:Array(String)}) OR imei14 IN (SELECT arrayJoin({only:Array(String)})))
-- By the columns themselves, not by what is made of them: so the rows come as they lie, and nothing is sorted.
ORDER BY imei14, at, leg_id
SETTINGS optimize_read_in_order = 1
