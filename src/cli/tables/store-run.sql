INSERT INTO run (run_id, case_dir, profile_dirs, given_model, report) VALUES ('last', $1, $2, $3, $4)
ON CONFLICT (run_id) DO UPDATE
SET case_dir = EXCLUDED.case_dir, profile_dirs = EXCLUDED.profile_dirs, given_model = EXCLUDED.given_model, report = EXCLUDED.report
