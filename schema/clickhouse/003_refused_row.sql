-- One row for each refused row of a delivery; the row itself stays in the kept original. Written by intake.
-- What was found is masked. Personal data.
CREATE TABLE IF NOT EXISTS refused_row (
  load_id UInt32,
  place UInt32,
  code LowCardinality(String),
  found String
) ENGINE = MergeTree PARTITION BY load_id ORDER BY (load_id, place)
SETTINGS max_partitions_to_read = -1
;
