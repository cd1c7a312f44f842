-- Every refused row of the readable loads.
SELECT load_id, place, code, found
FROM refused_row
WHERE load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
ORDER BY load_id, place, code
