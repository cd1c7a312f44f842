TRUNCATE TABLE act_in_force
