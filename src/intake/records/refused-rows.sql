-- The next refused rows of some readable loads, after one that was read: a delivery may be refused as a whole, row by row.
SELECT load_id, place, code, found
FROM refused_row
WHERE load_id IN {loads:Array(UInt32)}
  AND load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
  AND (load_id, place, toString(code)) > ({after_load:UInt32}, {after_place:UInt32}, {after_code:String})
ORDER BY load_id, place, toString(code)
-- Both legs of one XML record stand at one place, and may be refused alike: a page ends between places and codes.
LIMIT {most:UInt32} WITH TIES
