-- How many rows handset-legs.sql gives for these handsets, by act: for the log of reads. Empty = all handsets.
SELECT act, count() AS rows
FROM leg_in_force
WHERE imei14 != 0 AND NOT filler
  AND (empty({only:Array(UInt64)}) OR imei14 IN (SELECT arrayJoin({only:Array(UInt64)})))
GROUP BY act
ORDER BY act
