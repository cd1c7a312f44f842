/** One answer against the truth. */
export interface Judged {
  /** Probability of the most probable room. */
  readonly confidence: number;
  /** Place of the true room in the order; 0 = first, -1 = not listed. */
  readonly rank: number;
  /** Rooms in the 90 % set. */
  readonly size: number;
}

export interface Panel {
  readonly name: string;
  readonly kind: string;
  readonly judged: readonly Judged[];
}

const SIDE = 210;
const LEFT = 58;
const TOP = 58;
const GAP_X = 62;
const GAP_Y = 92;
const INK = '#1f2933';
const MUTED = '#66727f';
const MARK = '#1f6feb';

/** Reliability diagrams side by side, one column per case, and the table of error rates in Markdown. */
export function panelsOf(panels: readonly Panel[]): { svg: string; table: string } {
  const names = [...new Set(panels.map(({ name }) => name))];
  const parts: string[] = [];
  const rows: string[][] = [];
  for (const panel of panels) {
    const column = names.indexOf(panel.name);
    const row = panels.filter(({ name }) => name === panel.name).indexOf(panel);
    parts.push(panelAt(panel, LEFT + column * (SIDE + GAP_X), TOP + row * (SIDE + GAP_Y)));
    rows.push(figuresOf(panel));
  }
  const width = LEFT + names.length * (SIDE + GAP_X) - GAP_X + 16;
  const height = TOP + 2 * SIDE + GAP_Y + 52;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="${INK}">
<title>How often the first room is right, against the probability it was given</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="${LEFT}" y="22" font-size="14" font-weight="bold">Share of first rooms that were right, by the probability they were given</text>
${parts.join('\n')}
</svg>
`;
  const head = ['data', 'answers', 'hit@1', 'hit@3', 'mean p', 'ECE', '90 % set covers', 'its rooms'];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return { svg, table: line(head) + line(head.map(() => '---')) + rows.map(line).join('') };
}

interface Bin {
  readonly n: number;
  readonly confidence: number;
  readonly hits: number;
}

function binsOf(judged: readonly Judged[]): Bin[] {
  return Array.from({ length: 10 }, (_, k) => {
    const own = judged.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === k);
    const n = own.length;
    const mean = own.reduce((sum, { confidence }) => sum + confidence, 0) / n;
    return { n, confidence: mean, hits: own.filter(({ rank }) => rank === 0).length / n };
  }).filter(({ n }) => n > 0);
}

function figuresOf({ name, kind, judged }: Panel): string[] {
  const n = judged.length;
  const share = (of: (one: Judged) => boolean) => `${((100 * judged.filter(of).length) / n).toFixed(1)} %`;
  const mean = (of: (one: Judged) => number) => judged.reduce((sum, one) => sum + of(one), 0) / n;
  const ece = binsOf(judged).reduce((sum, bin) => sum + (bin.n / n) * Math.abs(bin.hits - bin.confidence), 0);
  return [
    `${name}: ${kind}`,
    String(n),
    share(({ rank }) => rank === 0),
    share(({ rank }) => rank >= 0 && rank < 3),
    mean(({ confidence }) => confidence).toFixed(3),
    ece.toFixed(3),
    share(({ rank, size }) => rank >= 0 && rank < size),
    mean(({ size }) => size).toFixed(1),
  ];
}

function panelAt({ name, kind, judged }: Panel, x0: number, y0: number): string {
  const x = (p: number) => (x0 + p * SIDE).toFixed(1);
  const y = (p: number) => (y0 + (1 - p) * SIDE).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (p) =>
      `<path d="M${x(p)} ${y(0)}V${y(1)}M${x(0)} ${y(p)}H${x(1)}" stroke="#e4e8ec"/>` +
      `<text x="${x(p)}" y="${y0 + SIDE + 16}" text-anchor="middle" fill="${MUTED}" font-size="10">${p * 100}</text>` +
      `<text x="${x0 - 6}" y="${(Number(y(p)) + 3.5).toFixed(1)}" text-anchor="end" fill="${MUTED}" font-size="10">${p * 100}</text>`,
  );
  const marks = binsOf(judged).map(({ n, confidence, hits }) => {
    const [low, high] = wilson(hits, n);
    const radius = Math.min(9, 2.5 + Math.sqrt(n) / 3).toFixed(1);
    const label = hits > 0.5 ? Number(y(low)) + 13 : Number(y(high)) - 5;
    return (
      `<path d="M${x(confidence)} ${y(low)}V${y(high)}" stroke="${MARK}" stroke-opacity="0.5" stroke-width="1.5"/>` +
      `<circle cx="${x(confidence)}" cy="${y(hits)}" r="${radius}" fill="${MARK}" fill-opacity="0.8"/>` +
      `<text x="${x(confidence)}" y="${label.toFixed(1)}" text-anchor="middle" font-size="9" fill="${MUTED}">${n}</text>`
    );
  });
  return `<g>
<text x="${x0}" y="${y0 - 10}"><tspan font-weight="bold">${name}</tspan>: ${kind}</text>
${ticks.join('')}
<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="${MUTED}" stroke-dasharray="4 3"/>
<rect x="${x0}" y="${y0}" width="${SIDE}" height="${SIDE}" fill="none" stroke="${MUTED}"/>
${marks.join('\n')}
<text x="${x0 + SIDE / 2}" y="${y0 + SIDE + 32}" text-anchor="middle" font-size="11" fill="${MUTED}">probability given, %</text>
<text transform="translate(${x0 - 34} ${y0 + SIDE / 2}) rotate(-90)" text-anchor="middle" font-size="11" fill="${MUTED}">right, %</text>
</g>`;
}

/** 90 % interval of a share (Wilson 1927). */
function wilson(share: number, n: number): [number, number] {
  const z = 1.645;
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
