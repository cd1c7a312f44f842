-- Usable rows of each load that name no cell, or one that no antenna table knows. Of protected customers no cell is stored.
SELECT load_id, countIf(cell_number = 0 AND protected != 2) AS without_cell,
  countIf(cell_number != 0 AND cell_number NOT IN (SELECT cityHash64(toLowCardinality(operator), cell) FROM antenna_in_force)) AS unknown_cell
FROM leg_in_force
GROUP BY load_id
ORDER BY load_id
