ALTER TABLE refused_row DROP PARTITION {load_id:UInt32}
