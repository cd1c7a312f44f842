-- What the legs of one load say.
SELECT toString(toInt64(at)) AS at_s, duration_s, toString(service) AS service, toString(direction) AS direction, msisdn, imsi, imei14, other, toString(cell) AS cell
FROM leg_in_force WHERE load_id = {load_id:UInt32}
