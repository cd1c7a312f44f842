-- Usable rows of the readable loads on local days before the first and after the last day of a period.
SELECT sumIf(usable, day < first) AS before, sumIf(usable, day > last) AS after
FROM (
  SELECT q.day AS day, q.rows - q.refused AS usable,
    toDate(toDateTime({from_s:Int64}, 'UTC'), {case_zone:String}) AS first, toDate(toDateTime({until_s:Int64} - 1, 'UTC'), {case_zone:String}) AS last
  FROM load_quality AS q
  WHERE q.day != toDate(0) AND load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
)
