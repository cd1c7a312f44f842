-- Counts what the deliveries amount to on some UTC days, for each operator and ('' = all) over all of them. A leg counts once however
-- often it was delivered; a communication counts its two legs once. Both carry their second, so no day shares one with another.
-- `keys` belong to `days`; `counted` rises, so that the latest count of a day is the one that stays. A day without rows has zeros.
INSERT INTO day_count
SELECT
  toUInt32(toDate(at)) AS day,
  operator,
  arrayElement({keys:Array(String)}, indexOf({days:Array(UInt32)}, day)) AS key,
  count() AS usable_rows,
  uniqExact(leg_id) AS legs,
  uniqExact(communication_id) AS communications,
  uniqExactIf(leg_id, protected) AS protected_legs,
  {counted:UInt64} AS counted
FROM leg_in_force
WHERE toUInt32(toDate(at)) IN {days:Array(UInt32)}
GROUP BY GROUPING SETS ((day, operator), (day))
UNION ALL
SELECT
  arrayJoin({days:Array(UInt32)}) AS day, '' AS operator, arrayElement({keys:Array(String)}, indexOf({days:Array(UInt32)}, day)) AS key,
  0 AS usable_rows, 0 AS legs, 0 AS communications, 0 AS protected_legs, toUInt64({counted:UInt64} - 1) AS counted
