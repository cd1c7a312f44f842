-- SIMs of these handsets, by handset, the busiest first, and the operators in whose rows each stands in that handset. What acts in
-- force let be read, like all else.
SELECT toString(imei14) AS handset, substring(toString(imsi_marked), 2) AS imsi, arraySort(groupUniqArray(toString(operator))) AS operators
FROM leg_in_force
WHERE imei14 != 0 AND NOT filler AND imsi_marked != 0
  AND imei14 IN (SELECT arrayJoin({only:Array(UInt64)}))
GROUP BY imei14, imsi_marked
ORDER BY imei14, count() DESC, imsi_marked
