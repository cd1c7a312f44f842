-- The counts of days that still rest on the loads and acts of today.
SELECT day, operator, key, usable_rows, legs, communications, protected_legs, counted
FROM day_count FINAL
ORDER BY day, operator
