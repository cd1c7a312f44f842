import { isRetained } from '../../authority/index.ts';
import type { Act } from '../../model/case.ts';

/** An instant as a clock in the zone shows it: `2025-01-13 00:00`, with seconds where there are any. */
export function localTime(at_s: number, timezone: string): string {
  if (!Number.isFinite(at_s)) return 'open';
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  return format.format(new Date(at_s * 1000)).replace(/:00$/, '');
}

const statusOf = (act: Act, now_s: number): string =>
  act.status === 'annulled'
    ? 'annulled'
    : act.status === 'ended'
      ? 'ended, deleted'
      : isRetained(act, now_s)
        ? 'in-force'
        : 'in-force, RETENTION ENDED';

/**
 * The acts of a case as a table, in the time zone of the case. Periods are half-open: `until` is the first moment that is
 * no longer in them.
 */
export function actsInWords(acts: readonly Act[], timezone: string, now_s: number): string {
  const head = ['act', 'status', 'events from', 'to before', 'held to before', 'what it covers'];
  const rows = acts.map((act) => [
    act.id,
    statusOf(act, now_s),
    localTime(act.from_s, timezone),
    localTime(act.until_s, timezone),
    localTime(act.retain_until_s, timezone),
    `${act.kind}: ${act.covers.join(', ')}`,
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const ended = acts.filter((act) => act.status === 'in-force' && !isRetained(act, now_s));
  return [
    `Times in ${timezone}. An event or a file at exactly a "before" time is no longer covered.`,
    ...lines,
    ...(ended.length === 0
      ? []
      : [
          `The retention of ${ended.length} of ${acts.length} acts has ended: cellsweep retention deletes what only they let be held.`,
        ]),
    '',
  ].join('\n');
}
