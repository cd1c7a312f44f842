-- Loads that are revoked and still have rows on disk.
SELECT DISTINCT toUInt32OrZero(partition_id) AS load_id
FROM system.parts
WHERE database = currentDatabase() AND table IN ('leg', 'refused_row', 'load_quality', 'antenna') AND active AND rows > 0
  AND toUInt32OrZero(partition_id) IN (SELECT load_id FROM load FINAL WHERE state = 'revoked')
ORDER BY load_id
