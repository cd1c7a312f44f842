-- One row for each radio cell and period of validity, as the operators' tables say. No personal data. Written by intake.
CREATE TABLE IF NOT EXISTS antenna (
  load_id UInt32,
  place UInt32,
  operator LowCardinality(String),
  cell String,
  longitude Float64,
  latitude Float64,
  -- -1 = omnidirectional
  azimuth_deg Float32,
  -- -1 = not stated
  beamwidth_deg Float32,
  technology LowCardinality(String),
  from_s Int64,
  until_s Int64,
  swapped UInt8
) ENGINE = MergeTree PARTITION BY load_id ORDER BY (operator, cell, from_s)
SETTINGS max_partitions_to_read = -1
;
CREATE OR REPLACE VIEW antenna_in_force AS
SELECT * FROM antenna WHERE load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
;
