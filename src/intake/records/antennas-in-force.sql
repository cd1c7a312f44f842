-- Every antenna of every operator, numbered by operator and cell as handset-legs.sql numbers them.
SELECT
  toUInt32(dense_rank() OVER (ORDER BY operator, cell)) AS cell_id,
  operator, cell, longitude, latitude, azimuth_deg, beamwidth_deg, technology, from_s, until_s
FROM antenna_in_force
ORDER BY operator, cell, from_s, until_s, longitude, latitude
