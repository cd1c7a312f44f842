-- One row for each state of one load: one file's bytes read by one profile under the acts that cover it. Written by
-- intake. `key` is the digest of all that decides what a load holds, so that what is loaded is never loaded twice. A load
-- is readable only once it is complete; what it held stays invisible before that and after it is revoked. No personal data.
CREATE TABLE IF NOT EXISTS load (
  load_id UInt32,
  key String,
  path String,
  kind Enum8('records' = 0, 'antennas' = 1),
  operator String,
  profile String,
  -- Refusals that concern more than a row, and counts that only the reader knows; JSON.
  notes String,
  state Enum8('begun' = 0, 'readable' = 1, 'revoked' = 2),
  rank UInt8 DEFAULT toUInt8(state)
) ENGINE = ReplacingMergeTree(rank) ORDER BY load_id
;
-- Acts in force. Written by intake from authorisations.json at the start of each run, replaced as a whole. No personal
-- data.
CREATE TABLE IF NOT EXISTS act_in_force (
  act LowCardinality(String)
) ENGINE = MergeTree ORDER BY act
;
