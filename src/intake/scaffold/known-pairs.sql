-- The same calls as two operators recorded them: sampled rows of a layout that is being read for the first time, and the
-- other party's leg of an operator whose layout is known. Same pair of numbers, service and duration, within 15 hours.
SELECT s.naive_s AS naive_s, toUInt8(s.duration_s > 0) AS lasted, s.code AS code, toString(any(toInt64(l.at))) AS known_s, toString(any(l.direction)) AS direction
FROM leg_in_force AS l
INNER JOIN (
  SELECT t.1 AS naive_s, toUInt64OrZero(concat('1', t.2)) AS msisdn, toUInt64OrZero(concat('1', t.3)) AS other, t.4 AS duration_s, t.5 AS service, t.6 AS code
  FROM (
    SELECT arrayJoin(arrayZip({naive_s:Array(Int64)}, {msisdn:Array(String)}, {other:Array(String)}, {duration_s:Array(UInt32)}, {service:Array(String)}, {code:Array(String)})) AS t
  )
) AS s ON l.msisdn_marked = s.other AND l.other_marked = s.msisdn AND l.duration_s = s.duration_s AND toString(l.service) = s.service
WHERE l.load_id IN {loads:Array(UInt32)} AND l.operator != {operator:String}
  AND l.msisdn_marked IN (SELECT toUInt64OrZero(concat('1', arrayJoin({other:Array(String)})))) AND abs(toInt64(l.at) - s.naive_s) <= 54000
GROUP BY s.naive_s, s.duration_s, s.msisdn, s.other, s.code, l.leg_id
