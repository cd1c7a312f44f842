SELECT act_id, reason FROM annulled_act ORDER BY act_id
