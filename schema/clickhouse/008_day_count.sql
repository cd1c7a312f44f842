-- What the deliveries amount to on one UTC day: for each operator and ('' = all) over all of them. `key` is the digest of the loads and acts
-- that the counts rest on, so that a day is counted again only where one of them changed. No personal data. Written by intake.
CREATE TABLE IF NOT EXISTS day_count (
  day UInt32,
  operator LowCardinality(String),
  key String,
  usable_rows UInt64,
  legs UInt64,
  communications UInt64,
  protected_legs UInt64,
  counted UInt64
) ENGINE = ReplacingMergeTree(counted) ORDER BY (day, operator)
