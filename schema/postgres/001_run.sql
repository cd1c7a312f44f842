-- What earlier versions kept findings in.
DROP TABLE IF EXISTS finding;
-- One row for each finished run: what it rests on and what it gave. No personal data. Written by cli.
CREATE TABLE IF NOT EXISTS run (
  run_id TEXT PRIMARY KEY,
  case_dir TEXT NOT NULL,
  profile_dirs TEXT NOT NULL,
  -- Calibration of another case that was given, whole; null = calibrated on the case itself.
  given_model TEXT,
  report TEXT NOT NULL
);
-- What detect found of each handset component and prison in the last run, with the evidence that explains it: some hundred
-- findings a row, in the order of their IMEIs, as a JSON array. A row for each finding took the embedded engine longer than finding it.
-- Personal data. Written by cli.
CREATE TABLE IF NOT EXISTS finding_block (
  first_imei14 TEXT NOT NULL,
  last_imei14 TEXT NOT NULL,
  findings TEXT NOT NULL
);
-- Not packed: that takes longer than writing.
ALTER TABLE finding_block ALTER COLUMN findings SET STORAGE EXTERNAL;
