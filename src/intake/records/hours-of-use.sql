-- When handsets are used: hours with events, each once however busy, by the quarter of an hour of the local week in which the first
-- event of the hour lies. Of one handset in `every`; one of n hours weighs n / (n + 5) in all, in millionths: whole numbers add up to
-- the same sum in any order.
SELECT
  toUInt16((toDayOfWeek(first, 0, {case_zone:String}) - 1) * 96 + toHour(first, {case_zone:String}) * 4
    + intDiv(toMinute(first, {case_zone:String}), 15)) AS quarter,
  sum(weight) AS weight
FROM (
  SELECT first, intDiv(1000000, count() OVER (PARTITION BY imei14) + 5) AS weight
  FROM (
    SELECT imei14, min(at) AS first
    FROM leg_in_force
    WHERE imei14 != 0 AND NOT filler AND cityHash64(imei14) % {every:UInt32} = 0
    GROUP BY imei14, intDiv(toUInt32(at), 3600)
  )
)
GROUP BY quarter
ORDER BY quarter
