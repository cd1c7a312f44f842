import { describe, expect, it } from 'vitest';
import { BIT_IN_WORDS, nextRequests, type Requested } from './next-requests.ts';

const entropy = (p: number) => -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
const DAY = 86400;
const NOW_S = 1000 * DAY;
const finding = (
  imei14: string,
  llr10: number,
  verdict: string,
  exitsKnown = false,
  servingEvents = 40,
  component = 1,
) => ({
  evidence: { imei14, component, area_id: 'P1', exitsKnown, servingEvents, imsis: 2 },
  judgement: { llr10, llr10_low: llr10 - 1, llr10_high: llr10 + 1, cutAt: undefined, verdict },
});
const file = (name: string, more: object = {}) => ({
  file: `operators/one/${name}`,
  rows_used: 500,
  remarks: {},
  days_without_rows: 0,
  chance_of_silence: 1,
  ...more,
});
const ask = (of: { findings?: object[]; quality?: object[]; cllr?: number; ledger?: object[]; acts?: object[] }) =>
  nextRequests(
    {
      acts: of.acts ?? [],
      documents: {
        manifest: { from_s: 0, until_s: 100 * DAY },
        areas: [
          { id: 'P1', kind: 'prison' },
          { id: 'P2', kind: 'prison' },
        ],
        ledger: of.ledger ?? [],
        deviceProfiles: [{ tacs: ['35000000'] }],
      },
      findings: of.findings ?? [],
      quality: of.quality ?? [],
      events: [{ operator: 'one' }, { operator: 'two' }],
      trace: [],
      total: { rows: 1000 },
      calibration: { model: of.cllr === undefined ? undefined : { heldOut: { cllr: of.cllr } } },
    } as unknown as Requested,
    new Map([
      [
        'B/1',
        [
          { imsi: '901700000000001', operators: ['one'] },
          { imsi: '901700000000002', operators: ['one'] },
        ],
      ],
      [
        'B/2',
        [
          { imsi: '901700000000003', operators: ['two'] },
          { imsi: '901700000000004', operators: ['one'] },
          { imsi: '901700000000005', operators: ['two'] },
        ],
      ],
    ]),
    NOW_S,
  );

describe('what to ask for next', () => {
  it('is worth the entropy that stands open, times the share that whole traffic settled for references', () => {
    const [first] = ask({ findings: [finding('A', 1, 'undecided')], cllr: 0.25 });
    // One in ten live inside: log10 LR 1 makes it an even chance, one bit.
    expect(first).toMatchObject({ subject: 'A', kind: 'traffic of a handset', bits: 0.75 });
    expect(ask({ findings: [finding('A', 1, 'undecided')], cllr: 1.3 })).toEqual([]);
    expect(ask({ findings: [finding('A', 1, 'undecided')] })[0]?.bits).toBe(1);
    expect(ask({ findings: [finding('A', 1, 'undecided', false, 5)], cllr: 0 })[0]?.bits).toBe(0.25);
    expect(ask({ findings: [finding('A', 1, 'undecided', true)], cllr: 0 })[0]?.bits).toBe(0.2);
    const [withheld] = ask({ findings: [finding('A', NaN, 'withheld')], cllr: 0 });
    expect(withheld?.bits).toBeCloseTo(entropy(1 / 11), 3);
  });

  it('asks for nothing of what is decided by whole traffic, but for the SIMs of what is inside', () => {
    const decided = [finding('A', -3, 'outside', true), finding('B', 3, 'inside', true)];
    expect(ask({ findings: decided, cllr: 0 }).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['handsets of a SIM', '901700000000001|901700000000002'],
    ]);
    const p = 0.15 * (1 / (1 + 10 ** -2));
    expect(ask({ findings: decided, cllr: 0.5 })[0]?.bits).toBeCloseTo(entropy(p) / 2, 3);
  });

  it('discloses a SIM only to operators in whose records it stands, device by device', () => {
    const asked = ask({ findings: [finding('B', 3, 'inside', true), finding('B', 3, 'inside', true, 40, 2)], cllr: 0 });
    expect(asked.map(({ operator, subject }) => [operator, subject])).toEqual([
      ['one', '901700000000001|901700000000002'],
      ['two', '901700000000003|901700000000005'],
      ['one', '901700000000004'],
    ]);
    const whole = entropy(0.15 / (1 + 10 ** -2));
    expect(asked.map(({ bits }) => bits)).toEqual(
      [whole, (2 / 3) * whole, whole / 3].map((bits) => expect.closeTo(bits, 3)),
    );
    expect(asked[1]?.reason).toContain('used in B (device 2 with this IMEI); prison P1');
  });

  it('says of a SIM how strong the figure of its handset is, and on how little it rests', () => {
    const reason = (events: number) =>
      ask({ findings: [finding('B', 3, 'inside', true, events)], cllr: 0 })[0]?.reason ?? '';
    expect(reason(20)).toBe(
      'used in B; prison P1: LR 1000 (90 %: 100 to 10000), strong support for the view that it lives inside. In which handsets before and after?',
    );
    expect(reason(19)).toContain('rests on 19 events only, and figures on 5 to 19 events are wrong more often');
  });

  it('names no act whose retention has ended', () => {
    const act = (id: string, retain_until_s: number) => ({
      id,
      status: 'in-force',
      covers: ['operators/one/handsets_*'],
      retain_until_s,
    });
    const asked = (acts: object[]) =>
      ask({ acts, findings: [finding('A', 1, 'undecided')], quality: [file('handsets_1.csv')] })[0]?.act;
    expect(asked([act('A-1', NOW_S + 1), act('A-2', NOW_S)])).toBe('A-1|a new act is needed');
    expect(asked([act('A-2', NOW_S)])).toBe('a new act is needed');
  });

  it('is worth for a gap of a delivery its share of all that stands open, in the same bits', () => {
    const open = Array.from({ length: 8 }, (_, i) => finding(`H${i}`, 1, 'undecided'));
    const quality = [
      file('cells_P1.csv', { days_without_rows: 10, chance_of_silence: 1e-9 }),
      file('cells_P3.csv', { days_without_rows: 2, chance_of_silence: 0.3 }),
      file('cells_P2.csv', { remarks: { CELL_UNKNOWN: 250 } }),
    ];
    const bits = Object.fromEntries(
      ask({ findings: open, quality, cllr: 0.5 }).map((r) => [`${r.kind} ${r.operator}`, r.bits]),
    );
    // Ten of a hundred days in a file that holds half of the rows: one twentieth of eight bits, half of which is settled.
    expect(bits['missing days one']).toBe(0.2);
    expect(bits['antenna table one']).toBe(1);
    // Eight handsets over two prisons and two operators: two more, of which nothing is known.
    expect(bits['traffic of cells two']).toBeCloseTo(2 * entropy(1 / 11) * 0.5, 3);
    expect(bits['traffic of cells one']).toBeUndefined();
    // Two days that chance explains are no request.
    expect(ask({ findings: open, quality, cllr: 0.5 }).filter((r) => r.kind === 'missing days')).toHaveLength(1);
    expect(ask({ quality, cllr: 0.5 }).map((r) => r.bits)).toEqual([0, 0, 0, 0]);
  });

  it('ranks by bits, each request once', () => {
    const ledger = [{ imeis: ['35-000000-111111'] }, { imeis: ['35000000111111', '36000000111111'] }];
    const requests = ask({ findings: [finding('A', 1, 'undecided'), finding('B', 0, 'undecided')], ledger, cllr: 0 });
    expect(requests.map((r) => [r.rank, r.subject])).toEqual([
      [1, 'A'],
      [2, 'B'],
      [3, '35000000111111'],
    ]);
    expect(requests[2]?.bits).toBeCloseTo(0.5 * entropy(0.1), 3);
  });
});

describe('the unit of the list', () => {
  it('is told in words, with what the prior alone is worth', () => {
    // H(1/11), docs/methods/next-requests.md.
    expect(BIT_IN_WORDS).toContain('0.44');
    expect(BIT_IN_WORDS).toContain('1 bit settles one handset');
  });
});
