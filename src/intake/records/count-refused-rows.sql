-- Refused rows of each readable load by code.
SELECT load_id, toString(code) AS code, count() AS rows
FROM refused_row
WHERE load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
GROUP BY load_id, code
ORDER BY load_id, code
