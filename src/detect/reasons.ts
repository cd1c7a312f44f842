import type { BoundedLlr } from '../statistics/index.ts';
import { REGULAR_EVENTS } from './calibrate.ts';
import { COMPONENTS, type Component } from './components.ts';
import { heardFrom, unlistedContacts, type HeardFrom, type ResidencyEvidence } from './evidence.ts';
import { piecesOf } from './explain.ts';
import { inAnyOfThem_llr10, oneOfThem, type OtherPrison } from './other-prisons.ts';
import { calibrationFor, type RawRatio } from './raw-ratio.ts';
import type { ResidencyModel } from './residency-model.ts';
import { NAMED_FROM_LLR10 } from './thresholds.ts';

/** Days with an exit and elsewhere, and how much of the rest was on cells that reach the area at their fringe only. */
function presenceInWords({ dayKinds, fringeHours, activeDays }: ResidencyEvidence): string {
  const [, exit = 0, away = 0] = dayKinds;
  const [well = 0, fringe = 0] = fringeHours;
  const days = `${counted(exit, 'day')} with an exit and ${away} elsewhere of ${counted(activeDays, 'active day')}`;
  return fringe === 0 ? days : `${days}, ${fringe} of ${counted(well + fringe, 'other hour')} at the fringe`;
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** On how many days sensors heard one of its identities, and from where. */
export function heardInWords(e: ResidencyEvidence, from: Exclude<HeardFrom, 'nowhere'>): string {
  const said = [
    { kind: 'inside', days: e.heardDays, words: 'from a room on' },
    { kind: 'outside', days: e.heardOutsideDays, words: 'from no room there on' },
    { kind: 'unplaced', days: e.heardUnplacedDays, words: 'from where is open on' },
  ].filter(({ days }) => days > 0);
  // What decides stands first; what speaks otherwise is told too.
  said.sort((a, b) => Number(b.kind === from) - Number(a.kind === from));
  return `heard by sensors ${said.map(({ days, words }) => `${words} ${counted(days, 'day')}`).join(', ')}`;
}

/** What other prisons take from the ratio, where that is worth naming, and how well it lives in one of them at all. */
function othersInWords(
  e: ResidencyEvidence,
  own: RawRatio,
  others: readonly OtherPrison[],
  taken_llr10: number,
  upper_llr10: number,
): string[] {
  if (taken_llr10 < NAMED_FROM_LLR10) return [];
  const ids = others.map(({ area_id }) => area_id);
  const any_llr10 = inAnyOfThem_llr10(e, own, others);
  const ratio = Number((10 ** Math.min(any_llr10, upper_llr10)).toPrecision(2));
  const may = `may live in ${ids.join(' or ')} instead, by the same days (-${taken_llr10.toFixed(1)})`;
  const any = oneOfThem(e, own, others);
  return any === undefined
    ? [may]
    : [
        may,
        `LR ${ratio}${any_llr10 > upper_llr10 ? ' or more' : ''} that it lives in one of ${any.join(', ')}, against people who live in no prison`,
      ];
}

/** What a figure rests on, in words, strongest first; no identifiers of handsets or people. */
export function reasonsOf(
  e: ResidencyEvidence,
  model: ResidencyModel,
  own: RawRatio,
  others: readonly OtherPrison[],
  stated: BoundedLlr,
): string[] {
  const say: Record<Component, string> = {
    presence: presenceInWords(e),
    hours: `hours of use against the lock-up regime`,
    calling: `${e.directions[0] ?? 0} of ${(e.directions[0] ?? 0) + (e.directions[1] ?? 0)} communications originated, lengths of calls`,
    cells: 'mix of serving cells',
    contacts: `${Math.max(0, e.listedContacts)} of ${e.contacts} correspondents tied to inmates`,
    circle: `${Math.max(0, e.sharedContacts)} of ${unlistedContacts(e)} further correspondents shared with other handsets known to be inside`,
    sims: counted(e.imsis, 'SIM'),
    device: `device class ${e.deviceClass}`,
  };
  const { components, others_llr10 } = piecesOf(e, model, own, others);
  const pieces = COMPONENTS.map((name) => ({ name, added: components[name].added_llr10 }))
    .filter(({ added }) => Math.abs(added) >= NAMED_FROM_LLR10)
    .map(({ name, added }) => ({ added, words: [`${say[name]} (${added > 0 ? '+' : ''}${added.toFixed(1)})`] }));
  const elsewhere = othersInWords(e, own, others, -others_llr10, calibrationFor(e, model).bounds.upper_llr10);
  const reasons = [{ added: others_llr10, words: elsewhere }, ...pieces]
    .sort((a, b) => Math.abs(b.added) - Math.abs(a.added))
    .flatMap(({ words }) => words);
  const from = heardFrom(e);
  if (from !== 'nowhere') reasons.unshift(heardInWords(e, from));
  if (e.seizedHere) reasons.unshift('seized inside');
  if (e.declared) reasons.unshift('declared by the prison');
  if (e.servingEvents < REGULAR_EVENTS) reasons.push(`only ${counted(e.servingEvents, 'event')}`);
  if (!e.exitsKnown) reasons.push('traffic elsewhere not delivered');
  if (stated.side !== undefined) reasons.push(`cut at the ${stated.side} bound (${stated.cutBy})`);
  return reasons;
}
