-- The local days of which each readable load holds usable rows, as days since 1970-01-01, and how many.
SELECT load_id, toUInt32(day) AS day, sum(rows) - sum(refused) AS usable
FROM load_quality
WHERE load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
GROUP BY load_id, day
HAVING usable > 0
ORDER BY day, load_id
