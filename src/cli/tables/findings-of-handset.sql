-- The blocks that may hold findings of a handset.
SELECT findings FROM finding_block WHERE $1 BETWEEN first_imei14 AND last_imei14 ORDER BY first_imei14, findings
