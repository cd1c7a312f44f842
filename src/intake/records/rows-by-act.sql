-- How many rows each act lets be read, for the log of reads.
SELECT act, count() AS rows FROM leg_in_force GROUP BY act ORDER BY act
