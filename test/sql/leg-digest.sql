-- What the readable loads hold, whatever their numbers: rows and an order-free digest of all they say, by operator.
SELECT operator, toString(count()) AS legs, toString(uniqExact(at)) AS times, toString(uniqExact(cell)) AS cells,
  toString(sum(cityHash64(at, duration_s, service, direction, msisdn_marked, imsi_marked, imei14, other_marked, protected, cell, cell_end, cell_number, by_handset))) AS digest
FROM leg_in_force GROUP BY operator ORDER BY operator
