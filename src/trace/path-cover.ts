/**
 * Minimum path cover of a directed acyclic graph: the least number of paths, without common vertices, that hold every
 * vertex. Equals vertices minus a maximum matching (Fulkerson 1956; Dilworth). `reaches(i, j)` for i < j: may j come
 * next after i? Augmenting paths (Kuhn), tried from the nearest predecessor.
 * Returns a path number for each vertex, numbered by first vertex.
 */
export function minimumPathCover(vertices: number, reaches: (i: number, j: number) => boolean): number[] {
  const previous = new Int32Array(vertices).fill(-1);
  const next = new Int32Array(vertices).fill(-1);
  const tryMatch = (j: number, visited: Uint8Array): boolean => {
    for (let i = j - 1; i >= 0; i--) {
      if (visited[i] === 1 || !reaches(i, j)) continue;
      visited[i] = 1;
      const holder = next[i] ?? -1;
      if (holder === -1 || tryMatch(holder, visited)) {
        next[i] = j;
        previous[j] = i;
        return true;
      }
    }
    return false;
  };
  for (let j = 0; j < vertices; j++) tryMatch(j, new Uint8Array(vertices));
  const path = Array.from({ length: vertices }, () => -1);
  let paths = 0;
  for (let j = 0; j < vertices; j++) {
    const before = previous[j] ?? -1;
    path[j] = before === -1 ? paths++ : (path[before] ?? 0);
  }
  return path;
}
