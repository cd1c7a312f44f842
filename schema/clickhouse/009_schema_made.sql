-- By which statements the tables and views were made: their digest, when all of them stand. What other statements made is dropped and
-- loaded anew. Written by store. No personal data.
CREATE TABLE IF NOT EXISTS schema_made (
  digest String
) ENGINE = MergeTree ORDER BY digest
