-- What each block of findings holds, in the order in which blocks are written.
SELECT first_imei14, last_imei14 FROM finding_block ORDER BY first_imei14, last_imei14
