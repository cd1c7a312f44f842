import { luhnCheckDigit } from '../../model/identifiers.ts';
import { KINDS, WORDS } from './dialect-words.testing.ts';
import { pad, randomOf, type PlainLeg } from './plain-legs.testing.ts';

export const TIMES = [
  'iso-z',
  'iso-offset',
  'iso-space',
  'dmy',
  'dmy-two',
  'mdy-two',
  'packed',
  'unix-s',
  'unix-ms',
  'dots',
  'month-name',
  'packed-offset',
] as const;

/** One way to write the same traffic down. */
export interface Dialect {
  readonly language: keyof typeof WORDS;
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly time: (typeof TIMES)[number];
  /** The zone of times without offset, and whether a title line states it. */
  readonly zone: 'UTC' | 'Europe/Paris';
  readonly stated: boolean;
  readonly imei: '14' | 'check' | 'spare' | 'sv' | 'grouped';
  readonly number: '+' | '00' | 'plain' | 'national';
  readonly kinds: 'words' | 'mo-mt' | 'combined' | 'moc-mtc';
  readonly roles: 'served-other' | 'caller-callee';
  readonly cell: 'joined' | 'split';
  readonly duration: 's' | 'hh:mm:ss' | 'm:ss';
  readonly quoted: boolean;
  readonly extra: boolean;
  /** Order of the columns. */
  readonly shuffle: number;
  readonly encoding: 'utf-8' | 'iso-8859-1';
}

export const PLAIN: Dialect = {
  language: 'en',
  delimiter: ',',
  time: 'iso-z',
  zone: 'UTC',
  stated: true,
  imei: '14',
  number: 'plain',
  kinds: 'words',
  roles: 'served-other',
  cell: 'joined',
  duration: 's',
  quoted: false,
  extra: false,
  shuffle: 0,
  encoding: 'utf-8',
};

function wall(at_s: number, zone: string) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
      .formatToParts(at_s * 1000)
      .map(({ type, value }) => [type, value]),
  );
  const local_s =
    Date.UTC(
      Number(parts['year']),
      Number(parts['month']) - 1,
      Number(parts['day']),
      Number(parts['hour']),
      Number(parts['minute']),
      Number(parts['second']),
    ) / 1000;
  const offset = (local_s - at_s) / 60;
  return {
    y: parts['year'],
    M: parts['month'],
    d: parts['day'],
    t: `${parts['hour']}:${parts['minute']}:${parts['second']}`,
    o: `+${pad(Math.floor(offset / 60), 2)}${pad(offset % 60, 2)}`,
  };
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function timeFields(at_s: number, dialect: Dialect): string[] {
  const utc = wall(at_s, 'UTC');
  const w = wall(at_s, dialect.zone);
  switch (dialect.time) {
    case 'iso-z':
      return [`${utc.y}-${utc.M}-${utc.d}T${utc.t}Z`];
    case 'iso-offset': {
      const p = wall(at_s, 'Europe/Paris');
      return [`${p.y}-${p.M}-${p.d}T${p.t}${p.o.slice(0, 3)}:${p.o.slice(3)}`];
    }
    case 'packed-offset': {
      const p = wall(at_s, 'Europe/Paris');
      return [`${p.y}${p.M}${p.d}${p.t.replaceAll(':', '')}${p.o}`];
    }
    case 'iso-space':
      return [`${w.y}-${w.M}-${w.d} ${w.t}`];
    case 'dmy':
      return [`${w.d}/${w.M}/${w.y} ${w.t}`];
    case 'dmy-two':
      return [`${w.d}/${w.M}/${w.y}`, w.t];
    case 'mdy-two':
      return [`${w.M}/${w.d}/${w.y}`, w.t];
    case 'dots':
      return [`${w.d}.${w.M}.${w.y} ${w.t}`];
    case 'packed':
      return [`${w.y}${w.M}${w.d}${w.t.replaceAll(':', '')}`];
    case 'month-name':
      return [`${w.d}-${MONTHS[Number(w.M) - 1]}-${w.y} ${w.t}`];
    case 'unix-s':
      return [String(at_s)];
    case 'unix-ms':
      return [`${at_s}000`];
  }
}

const written = (text: string, dialect: Dialect): string =>
  text === ''
    ? ''
    : dialect.number === '+'
      ? `+${text}`
      : dialect.number === '00'
        ? `00${text}`
        : dialect.number === 'national'
          ? `0${text.slice(2)}`
          : text;

function imei(digits: string, form: Dialect['imei']): string {
  if (form === 'grouped') {
    const whole = `${digits}${luhnCheckDigit(digits)}`;
    return [whole.slice(0, 2), whole.slice(2, 8), whole.slice(8, 14), whole.slice(14)].join('-');
  }
  return form === '14'
    ? digits
    : form === 'check'
      ? `${digits}${luhnCheckDigit(digits)}`
      : form === 'spare'
        ? `${digits}0`
        : `${digits}07`;
}

function kindFields(leg: PlainLeg, dialect: Dialect): string[] {
  const [voice, sms, data, out, into] = KINDS[dialect.language];
  const service = leg.service === 'voice' ? voice : leg.service === 'sms' ? sms : data;
  const mo = leg.direction === 'MO';
  const none = leg.direction === 'none';
  switch (dialect.kinds) {
    case 'words':
      return [service, none ? '' : mo ? out : into];
    case 'mo-mt':
      return [leg.service.toUpperCase(), none ? '' : leg.direction];
    case 'combined':
      return [none ? service : `${service} ${mo ? out : into}`];
    case 'moc-mtc':
      return [none ? 'GPRS' : leg.service === 'voice' ? (mo ? 'MOC' : 'MTC') : mo ? 'SMS-MO' : 'SMS-MT'];
  }
}

export const cellOf = (leg: PlainLeg): string => `${leg.lac}-${leg.ci}`;

/** The files of the pretend operator: records and antenna table. */
export function write(legs: readonly PlainLeg[], dialect: Dialect): { path: string; head: Buffer }[] {
  const w = WORDS[dialect.language];
  const two = dialect.time.endsWith('-two');
  const callers = dialect.roles === 'caller-callee';
  const single = dialect.kinds === 'combined' || dialect.kinds === 'moc-mtc';
  const header: string[] = [
    ...(two ? [w[1], w[2]] : [w[0]]),
    w[3],
    ...(single ? [w[16]] : [w[4], w[5]]),
    ...(callers ? [w[17], w[18]] : [w[6], w[7]]),
    w[8],
    w[9],
    ...(dialect.cell === 'split' ? [w[11], w[12]] : [w[10]]),
    ...(dialect.extra ? ['Ref', 'RAT', 'Switch'] : []),
  ];
  const ms = (s: number): string => `${Math.floor(s / 60)}:${pad(s % 60, 2)}`;
  const hms = (s: number): string =>
    `${pad(Math.floor(s / 3600), 2)}:${pad(Math.floor(s / 60) % 60, 2)}:${pad(s % 60, 2)}`;
  const rows = legs.map((leg, i) => {
    const own = written(leg.msisdn, dialect);
    const other = written(leg.other, dialect);
    const mt = callers && leg.direction === 'MT';
    return [
      ...timeFields(leg.at_s, dialect),
      { s: String(leg.duration_s), 'hh:mm:ss': hms(leg.duration_s), 'm:ss': ms(leg.duration_s) }[dialect.duration],
      ...kindFields(leg, dialect),
      ...(mt ? [other, own] : [own, other]),
      leg.imsi,
      imei(leg.imei14, dialect.imei),
      ...(dialect.cell === 'split' ? [String(leg.lac), String(leg.ci)] : [cellOf(leg)]),
      ...(dialect.extra ? [`X${i}`, '4G', `MSC${i % 5}`] : []),
    ];
  });
  const random = randomOf(dialect.shuffle);
  const order = header.map((_, i) => i);
  if (dialect.shuffle > 0)
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
  const line = (fields: readonly string[]): string =>
    order.map((i) => (dialect.quoted ? `"${fields[i] ?? ''}"` : (fields[i] ?? ''))).join(dialect.delimiter);
  const title = dialect.stated ? [`Records, ${dialect.zone === 'UTC' ? 'all times in UTC' : 'heure légale'}`] : [];
  const antennas = [
    [...(dialect.cell === 'split' ? [w[11], w[12]] : [w[10]]), w[13], w[14], w[15], w[19]].join(dialect.delimiter),
    ...Array.from({ length: 36 }, (_, n) => {
      const site = Math.floor(n / 3);
      const [lac, ci] = [8700 + (site % 4), 3000 + site * 10 + (n % 3)];
      return [
        ...(dialect.cell === 'split' ? [lac, ci] : [`${lac}-${ci}`]),
        (45 + site / 100 + 0.001234).toFixed(6),
        (-6 - site / 100 - 0.004321).toFixed(6),
        (n % 3) * 120,
        n % 2 === 0 ? 'GSM' : 'LTE',
      ].join(dialect.delimiter);
    }),
  ];
  const bytes = (lines: readonly string[]): Buffer =>
    Buffer.from(`${lines.join('\r\n')}\r\n`, dialect.encoding === 'utf-8' ? 'utf8' : 'latin1');
  return [
    { path: 'operators/nobody/handsets_x.csv', head: bytes([...title, line(header), ...rows.map(line)]) },
    { path: 'operators/nobody/cells.csv', head: bytes(antennas) },
  ];
}
