-- The longest time in which each readable load of records has no row, to a quarter of an hour: quarters without one between two that
-- have one. `rows` and the first and last quarter say how densely the load is filled elsewhere. Times in seconds since 1970.
WITH
  arraySort(groupUniqArray(intDiv(toUInt32(at), 900))) AS quarters,
  arrayDifference(quarters) AS steps,
  arrayMax(steps) AS widest
SELECT
  load_id,
  count() AS rows,
  toUInt32(quarters[1] * 900) AS first_s,
  toUInt32((quarters[-1] + 1) * 900) AS until_s,
  toUInt32(greatest(widest - 1, 0) * 900) AS gap_s,
  toUInt32((quarters[greatest(indexOf(steps, widest) - 1, 1)] + 1) * 900) AS gap_from_s
FROM leg_in_force
GROUP BY load_id
ORDER BY load_id
