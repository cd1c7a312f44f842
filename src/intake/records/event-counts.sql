-- What the deliveries amount to, for each operator and ('' = all) over all of them. A leg counts once however often it was
-- delivered; a communication counts its two legs once.
SELECT
  operator,
  count() AS usable_rows,
  uniqExact(leg_id) AS legs,
  uniqExact(communication_id) AS communications,
  uniqExactIf(leg_id, protected) AS protected_legs
FROM leg_in_force
GROUP BY ROLLUP(operator)
ORDER BY operator
