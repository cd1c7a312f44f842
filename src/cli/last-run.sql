SELECT case_dir, profile_dirs, model, report FROM run WHERE run_id = 'last'
