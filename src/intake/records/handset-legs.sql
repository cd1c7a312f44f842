-- Rows of all handsets, by handset and time, duplicates between deliveries next to each other: columns of numbers only.
-- `only` = the IMEIs that are asked for; empty = all.
SELECT imei14, toUInt32(at) AS at_s, leg_id, cell_number, toUInt8(service) AS service, toUInt8(direction) AS direction, duration_s,
  protected, by_handset, imsi_marked, msisdn_marked, other_marked
FROM leg_in_force
WHERE imei14 != 0 AND NOT filler
  AND (empty({only:Array(UInt64)}) OR imei14 IN (SELECT arrayJoin({only:Array(UInt64)})))
-- By the columns themselves, not by what is made of them: so the rows come as they lie, and nothing is sorted.
ORDER BY imei14, at, leg_id
SETTINGS optimize_read_in_order = 1
