-- What the legs of one load say.
SELECT toString(toInt64(at)) AS at_s, duration_s, toString(service) AS service, toString(direction) AS direction, substring(toString(msisdn_marked), 2) AS msisdn, substring(toString(imsi_marked), 2) AS imsi,
  leftPad(toString(l.imei14), 14, '0') AS imei14, substring(toString(other_marked), 2) AS other, toString(cell) AS cell
FROM leg_in_force AS l WHERE load_id = {load_id:UInt32}
