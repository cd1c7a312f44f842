INSERT INTO annulled_act (act_id, reason) VALUES ($1, $2) ON CONFLICT (act_id) DO NOTHING
