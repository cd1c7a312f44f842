-- The first rows of a delivery as they are read, for a person who checks a profile; the caller masks the identifiers.
SELECT place, toString(toInt64(at)) AS at_s, duration_s, toString(service) AS service, toString(direction) AS direction,
  substring(toString(msisdn_marked), 2) AS msisdn, substring(toString(imsi_marked), 2) AS imsi,
  if(l.imei14 = 0, '', leftPad(toString(l.imei14), 14, '0')) AS imei14, substring(toString(other_marked), 2) AS other, toString(cell) AS cell
FROM leg_in_force AS l ORDER BY place LIMIT 10
