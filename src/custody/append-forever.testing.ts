import { openLog } from './log.ts';

/** For log.test.ts, which kills it: appends entries of all sizes and says how many are signed. */
const [dir = ''] = process.argv.slice(2);
const log = await openLog(dir, { now: () => new Date() });
let size = log.recorded.length;
for (let i = 0; ; i += 1) {
  const entry = { type: 'read', who: 'w', why: 'x '.repeat(i % 900), act: 'a', stage: 's', rows: i } as const;
  const made = await log.appendMany(Array.from({ length: 1 + (i % 40) }, () => entry));
  size += made.length;
  process.stdout.write(`${size}\n`);
}
