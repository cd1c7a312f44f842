-- Some hundred findings in the order of their IMEIs, as a JSON array.
INSERT INTO finding_block (first_imei14, last_imei14, findings) VALUES ($1, $2, $3)
