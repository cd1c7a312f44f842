/** Stated log10 likelihood ratios of pairs whose truth is known. */
export interface Ratios {
  readonly hp_llr10: readonly number[];
  readonly hd_llr10: readonly number[];
}

export interface ReliabilityBin {
  /** Median of the bin. */
  readonly stated_llr10: number;
  /** log10 of the shares of both kinds that fall into the bin, with its 90 % interval. */
  readonly observed_llr10: number;
  readonly low_llr10: number;
  readonly high_llr10: number;
  readonly hp: number;
  readonly hd: number;
}

/** Fewest pairs of a bin: with fewer the interval says nothing. */
const LEAST_PAIRS = 10;

/**
 * A stated ratio is right if pairs with it are so many times as frequent among Hp as among Hd. Bins of equal width; what
 * holds fewer than {@link LEAST_PAIRS} goes with the next. Half a pair more on either side; normal interval of the
 * logarithm.
 */
export function reliabilityBins({ hp_llr10, hd_llr10 }: Ratios, width = 0.25): ReliabilityBin[] {
  const all = [...hp_llr10.map((x) => ({ x, isHp: true })), ...hd_llr10.map((x) => ({ x, isHp: false }))];
  all.sort((a, b) => a.x - b.x);
  const bins: { x: number; isHp: boolean }[][] = [];
  for (const one of all) {
    const open = bins.at(-1);
    const begins = Math.floor((open?.[0]?.x ?? -Infinity) / width);
    if (open === undefined || (open.length >= LEAST_PAIRS && Math.floor(one.x / width) !== begins)) bins.push([one]);
    else open.push(one);
  }
  const last = bins.at(-1);
  if (bins.length > 1 && last !== undefined && last.length < LEAST_PAIRS) {
    bins.pop();
    bins.at(-1)?.push(...last);
  }
  return bins.map((bin) => {
    const hp = bin.filter(({ isHp }) => isHp).length;
    const hd = bin.length - hp;
    const observed = Math.log10((hp + 0.5) / (hp_llr10.length + 1) / ((hd + 0.5) / (hd_llr10.length + 1)));
    const half = (1.645 * Math.sqrt(1 / (hp + 0.5) + 1 / (hd + 0.5))) / Math.LN10;
    return {
      stated_llr10: bin[Math.floor(bin.length / 2)]?.x ?? 0,
      observed_llr10: observed,
      low_llr10: observed - half,
      high_llr10: observed + half,
      hp,
      hd,
    };
  });
}

const SIZE = 360;
const LEFT = 58;
const TOP = 34;

export function reliabilitySvg(title: string, ratios: Ratios, bins: readonly ReliabilityBin[]): string {
  const values = bins.flatMap((bin) => [bin.stated_llr10, bin.low_llr10, bin.high_llr10]);
  const low = Math.floor(Math.min(-1, ...values));
  const high = Math.ceil(Math.max(1, ...values));
  const scale = SIZE / (high - low);
  const x = (v: number): string => (LEFT + (v - low) * scale).toFixed(1);
  const y = (v: number): string => (TOP + SIZE - (v - low) * scale).toFixed(1);
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const superscript = (n: number): string => [...String(n)].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)] ?? '⁻').join('');
  const label = (v: number): string =>
    Math.abs(v) > 3 ? `10${superscript(v)}` : v < 0 ? `1/${10 ** -v}` : String(10 ** v);
  const axis = ticks.flatMap((v) => [
    `<path d="M${x(v)} ${TOP}V${TOP + SIZE}M${LEFT} ${y(v)}H${LEFT + SIZE}" stroke="#ddd"/>`,
    `<text x="${x(v)}" y="${TOP + SIZE + 16}" text-anchor="middle">${label(v)}</text>`,
    `<text x="${LEFT - 6}" y="${Number(y(v)) + 4}" text-anchor="end">${label(v)}</text>`,
  ]);
  const points = bins.flatMap((bin, at) => [
    `<path d="M${x(bin.stated_llr10)} ${y(bin.low_llr10)}V${y(bin.high_llr10)}" stroke="#1b5e8c" stroke-width="1.5"/>`,
    `<circle cx="${x(bin.stated_llr10)}" cy="${y(bin.observed_llr10)}" r="4" fill="#1b5e8c"/>`,
    // By turns right and left of the point, so that neighbours do not cover each other.
    `<text x="${Number(x(bin.stated_llr10)) + (at % 2 === 0 ? 6 : -6)}" y="${Number(y(bin.observed_llr10)) + (at % 2 === 0 ? 12 : -6)}" text-anchor="${at % 2 === 0 ? 'start' : 'end'}" font-size="9" fill="#555">${bin.hp}/${bin.hd}</text>`,
  ]);
  const all = `${ratios.hp_llr10.length} / ${ratios.hd_llr10.length}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + SIZE + 30}" height="${TOP + SIZE + 52}" font-family="sans-serif" font-size="11" fill="#222">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="${LEFT}" y="18" font-size="13">${title}</text>`,
    ...axis,
    `<path d="M${x(low)} ${y(low)}L${x(high)} ${y(high)}" stroke="#999" stroke-dasharray="5 4"/>`,
    ...points,
    `<text x="${LEFT + SIZE / 2}" y="${TOP + SIZE + 36}" text-anchor="middle">stated LR</text>`,
    `<text transform="translate(14 ${TOP + SIZE / 2}) rotate(-90)" text-anchor="middle">observed LR, 90 % interval</text>`,
    `<text x="${LEFT + SIZE - 6}" y="${TOP + SIZE - 8}" text-anchor="end" font-size="10">true / other pairs; in all ${all}</text>`,
    '</svg>',
    '',
  ].join('\n');
}
