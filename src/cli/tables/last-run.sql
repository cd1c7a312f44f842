SELECT case_dir, profile_dirs, given_model, report FROM run WHERE run_id = 'last'
