-- Counters of one load and one local day ('1970-01-01' = no usable time). No personal data. Written by intake.
CREATE TABLE IF NOT EXISTS load_quality (
  load_id UInt32,
  day Date,
  rows UInt64,
  refused UInt64,
  with_msisdn UInt64,
  with_imsi UInt64,
  with_imei UInt64,
  with_other UInt64,
  with_cell UInt64,
  protected UInt64,
  check_digit_wrong UInt64,
  spare_zero UInt64,
  imeisv UInt64,
  duration_unreadable UInt64,
  filler UInt64,
  imei_missing UInt64
) ENGINE = SummingMergeTree PARTITION BY load_id ORDER BY (load_id, day)
SETTINGS max_partitions_to_read = -1
;
