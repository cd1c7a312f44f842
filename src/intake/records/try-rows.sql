-- The first rows of a delivery as they are read, for a person who checks a profile; the caller masks the identifiers.
SELECT place, toString(toInt64(at)) AS at_s, duration_s, toString(service) AS service, toString(direction) AS direction,
  msisdn, imsi, imei14, other, toString(cell) AS cell
FROM leg_in_force ORDER BY place LIMIT 10
