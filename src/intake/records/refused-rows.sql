-- The next refused rows of the readable loads, after one that was read: a delivery may be refused as a whole, row by row.
SELECT load_id, place, code, found
FROM refused_row
WHERE load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
  AND (load_id, place) > ({after_load:UInt32}, {after_place:UInt32})
ORDER BY load_id, place
-- Both legs of one XML record stand at one place: a page ends between places.
LIMIT {most:UInt32} WITH TIES
