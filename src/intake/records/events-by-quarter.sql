-- Legs of each operator by quarter of an hour of the day, local time of the case.
SELECT operator, toUInt8(intDiv(toHour(at, {case_zone:String}) * 60 + toMinute(at, {case_zone:String}), 15)) AS quarter, count() AS legs
FROM leg_in_force
GROUP BY operator, quarter
ORDER BY operator, quarter
