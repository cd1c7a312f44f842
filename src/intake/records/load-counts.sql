-- Quality of each readable load: rows, what they state, and remarks.
SELECT
  load_id,
  sum(q.rows) AS rows_in,
  sum(q.refused) AS refused,
  sum(q.with_msisdn) AS with_msisdn,
  sum(q.with_imsi) AS with_imsi,
  sum(q.with_imei) AS with_imei,
  sum(q.with_other) AS with_other,
  sum(q.with_cell) AS with_cell,
  sum(q.protected) AS protected,
  sum(q.check_digit_wrong) AS check_digit_wrong,
  sum(q.spare_zero) AS spare_zero,
  sum(q.imeisv) AS imeisv,
  sum(q.duration_unreadable) AS duration_unreadable,
  sum(q.filler) AS filler,
  sum(q.imei_missing) AS imei_missing
FROM load_quality AS q
WHERE load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
GROUP BY load_id
ORDER BY load_id
