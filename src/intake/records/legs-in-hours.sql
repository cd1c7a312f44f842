-- Usable rows of the given loads that lie in one of the half-open intervals.
SELECT load_id, count() AS rows
FROM leg_in_force
WHERE load_id IN (SELECT arrayJoin({loads:Array(UInt32)}))
  AND arrayExists((from_s, until_s) -> toInt64(at) >= from_s AND toInt64(at) < until_s, {from_s:Array(Int64)}, {until_s:Array(Int64)})
GROUP BY load_id
ORDER BY load_id
