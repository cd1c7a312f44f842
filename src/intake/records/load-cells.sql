-- Usable rows of each load that name no cell, or one that no antenna table knows.
SELECT load_id, countIf(l.cell = '') AS without_cell, countIf(l.cell != '' AND c.cell = '') AS unknown_cell
FROM leg_in_force AS l
LEFT JOIN (SELECT DISTINCT operator, cell FROM antenna_in_force) AS c ON l.operator = c.operator AND l.cell = c.cell
GROUP BY load_id
ORDER BY load_id
SETTINGS join_use_nulls = 0
