-- One row for each usable row of a delivery: one customer's side of a communication, duplicates between deliveries
-- included. Written by intake; read by nobody but through leg_in_force. Personal data.
CREATE TABLE IF NOT EXISTS leg (
  load_id UInt32,
  place UInt32,
  act LowCardinality(String),
  operator LowCardinality(String),
  -- The delivery was selected by handset, not by cell: it shows where else the handset was.
  by_handset UInt8,
  at DateTime('UTC'),
  duration_s UInt32,
  service Enum8('voice' = 0, 'sms' = 1, 'data' = 2),
  direction Enum8('none' = 0, 'MO' = 1, 'MT' = 2),
  -- Digits behind a leading 1 that keeps zeros alive: numbers sort, merge and travel in a third of the time that texts take.
  -- E.164 and IMSI have 15 digits at the most. 0 = not stated, or no number (an alphanumeric sender); a protected number is
  -- never stored.
  msisdn_marked UInt64,
  imsi_marked UInt64,
  -- Fourteen digits as a number; 0 when the record names none (all zeros would be a filler).
  imei14 UInt64,
  filler UInt8,
  other_marked UInt64,
  -- 1 = the correspondent, 2 = the customer himself, of whom the row keeps neither handset, SIM, correspondent nor cell.
  protected UInt8,
  cell LowCardinality(String),
  cell_end LowCardinality(String),
  -- Hash of operator and cell, as antennas-in-force.sql gives it too; 0 = none named.
  cell_number UInt64,
  -- Equal for all rows of one leg, in whatever delivery.
  leg_id UInt64,
  -- Equal for both legs of one communication.
  communication_id UInt64
) ENGINE = MergeTree PARTITION BY load_id ORDER BY (imei14, at, leg_id)
SETTINGS max_partitions_to_read = -1
;
CREATE OR REPLACE VIEW leg_in_force AS
SELECT * FROM leg
WHERE load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable')
  AND act IN (SELECT act FROM act_in_force)
;
