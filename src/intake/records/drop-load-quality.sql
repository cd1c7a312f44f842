ALTER TABLE load_quality DROP PARTITION {load_id:UInt32}
