-- Pairs of files of one operator that hold the same communications at another time: the same handset or SIM, correspondent, length,
-- service, direction and cell, each once only in its file, always the same number of seconds apart. Of each file the handsets with the
-- smallest hashes are looked at: overlapping files choose the same ones. `both` = communications that stand in both files, whenever.
WITH if(imei14 != 0, imei14, imsi_marked) AS device
SELECT load_a, load_b, shift_s, rows, handsets, both
FROM (
  SELECT load_a, load_b, shift_s, count() AS rows, uniqExact(shared_device) AS handsets,
    sum(count()) OVER (PARTITION BY load_a, load_b) AS both
  FROM (
    SELECT shared_device, tupleElement(pair, 1) AS load_a, tupleElement(pair, 2) AS load_b, tupleElement(pair, 3) AS shift_s
    FROM (
      SELECT shared_device, arraySort(groupArray((load_id, at_s))) AS places,
        arrayFlatten(arrayMap((a, i) -> arrayMap(b -> (tupleElement(a, 1), tupleElement(b, 1), tupleElement(b, 2) - tupleElement(a, 2)),
          arraySlice(places, i + 1)), places, arrayEnumerate(places))) AS pairs
      FROM (
        SELECT operator, device AS shared_device, imsi_marked, other_marked, duration_s, service, direction, cell_number, load_id,
          toInt64(toUInt32(min(at))) AS at_s
        FROM leg_in_force
        WHERE device IN (
            SELECT sampled FROM (
              SELECT DISTINCT load_id, device AS sampled FROM leg_in_force WHERE device != 0 AND NOT filler
              ORDER BY cityHash64(sampled), load_id LIMIT {handsets:UInt32} BY load_id))
          AND NOT filler
          -- What says little is left out: messages, calls with nobody, sessions that are cut at full minutes.
          AND duration_s > 0 AND (other_marked != 0 OR (service = 'data' AND duration_s % 60 != 0))
        GROUP BY operator, shared_device, imsi_marked, other_marked, duration_s, service, direction, cell_number, load_id
        -- What somebody does again and again in the same way tells no time.
        HAVING min(at) = max(at)
      )
      GROUP BY operator, shared_device, imsi_marked, other_marked, duration_s, service, direction, cell_number
      HAVING length(places) BETWEEN 2 AND {most_files:UInt32}
    )
    ARRAY JOIN pairs AS pair
  )
  GROUP BY load_a, load_b, shift_s
)
WHERE shift_s != 0 AND rows >= {least_rows:UInt32} AND handsets >= {least_handsets:UInt32} AND rows >= {least_share:Float64} * both
ORDER BY load_a, load_b, rows DESC, shift_s
LIMIT 1 BY load_a, load_b
