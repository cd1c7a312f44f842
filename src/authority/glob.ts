/**
 * Does a glob of an act's `covers` list name a path of the case folder?
 *
 * - `*` is any run of characters within one path segment, `?` one character, `**` as a whole segment any number of
 *   segments (none included). Every other character stands for itself: there are no classes, braces or negations.
 * - Any file of a case folder may be gzip-compressed, and compression changes nothing of what it says; so `rolls.csv`
 *   covers `rolls.csv.gz`, and `cells_*.csv.gz` covers `cells_1.csv`.
 * - Letters compare exactly, after Unicode normalisation (archives from macOS decompose accents). A path that leaves
 *   the case folder is never covered.
 *
 * Runs in O(glob x path): globs come from outside, so a backtracking regular expression is not an option.
 */
export const globCovers = (glob: string, path: string): boolean => coversOf(path)(glob);

/** The same for many globs and one path: a case has an act for each warrant, and asks of each file. */
export function coversOf(path: string): (glob: string) => boolean {
  const pathSegments = segments(path);
  if (pathSegments.length === 0 || pathSegments.includes('..')) return () => false;
  return (glob) => segmentsMatch(globSegmentsOf(glob), pathSegments);
}

const readGlobs = new Map<string, readonly string[]>();

/** A glob's segments, read once: the acts of a case are asked of every file. */
function globSegmentsOf(glob: string): readonly string[] {
  const known = readGlobs.get(glob);
  if (known !== undefined) return known;
  const read = segments(glob);
  readGlobs.set(glob, read);
  return read;
}

function segmentsMatch(globSegments: readonly string[], pathSegments: readonly string[]): boolean {
  if (!globSegments.includes('**'))
    return (
      globSegments.length === pathSegments.length &&
      globSegments.every((segment, i) => segmentMatches(segment, pathSegments[i] ?? ''))
    );
  // reachable[j]: the glob segments so far match the first j path segments.
  let reachable: boolean[] = [true, ...pathSegments.map(() => false)];
  for (const globSegment of globSegments) {
    const next = reachable.map(() => false);
    for (let j = 0; j < reachable.length; j++) {
      if (globSegment === '**') next[j] = reachable[j] === true || (j > 0 && next[j - 1] === true);
      else if (j > 0) next[j] = reachable[j - 1] === true && segmentMatches(globSegment, pathSegments[j - 1] ?? '');
    }
    reachable = next;
  }
  return reachable[pathSegments.length] === true;
}

function segments(path: string): string[] {
  const plain = path.normalize('NFC').replace(/\.gz$/, '');
  return plain.split('/').filter((segment) => segment !== '' && segment !== '.');
}

/** Two pointers with one remembered star: linear in practice, never exponential. */
function segmentMatches(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (glob[g] === '*') {
      star = g++;
      resume = t;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === text[t])) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++resume;
    } else return false;
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}
