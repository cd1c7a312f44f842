-- Many findings at once: one JSON array.
INSERT INTO finding (imei14, component, prison_id, verdict, llr10, evidence)
SELECT imei14, component, prison_id, verdict, llr10, evidence
FROM json_to_recordset($1::json)
  AS r(imei14 TEXT, component INTEGER, prison_id TEXT, verdict TEXT, llr10 DOUBLE PRECISION, evidence TEXT)
