-- Every antenna of every operator, in one order even where two tables contradict each other; cell_number as handset-legs.sql computes it.
SELECT
  cityHash64(toLowCardinality(operator), cell) AS cell_number,
  operator, cell, longitude, latitude, azimuth_deg, beamwidth_deg, technology, from_s, until_s
FROM antenna_in_force
ORDER BY operator, cell, from_s, until_s, longitude, latitude, azimuth_deg, beamwidth_deg, technology
