import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Verdict by `imei14,component,prison_id`, read from handsets.csv without the code that is tested. */
export function verdictsOf(results: string): Map<string, string> {
  const [, ...lines] = readFileSync(path.join(results, 'handsets.csv'), 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const fields = line.split(',');
      return [fields.slice(0, 3).join(','), fields[6] ?? ''];
    }),
  );
}
