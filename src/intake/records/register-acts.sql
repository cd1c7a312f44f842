INSERT INTO act_in_force SELECT arrayJoin({acts:Array(String)})
