-- One row for each finished run: what it rests on and what it gave. Written by cli.
CREATE TABLE IF NOT EXISTS run (
  run_id TEXT PRIMARY KEY,
  case_dir TEXT NOT NULL,
  profile_dirs TEXT NOT NULL,
  -- Calibration of another case that was given, whole; null = calibrated on the case itself.
  given_model TEXT,
  report TEXT NOT NULL
);
-- One row for each handset component and prison of the last run, with the evidence that explains it. Written by cli
-- from what detect found.
CREATE TABLE IF NOT EXISTS finding (
  imei14 TEXT NOT NULL,
  component INTEGER NOT NULL,
  prison_id TEXT NOT NULL,
  verdict TEXT NOT NULL,
  llr10 DOUBLE PRECISION,
  evidence TEXT NOT NULL,
  PRIMARY KEY (imei14, component, prison_id)
);
