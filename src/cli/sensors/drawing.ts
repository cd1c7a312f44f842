import type { SensorSite } from '../../locate/index.ts';
import type { Wall } from '../../model/case.ts';

/** One receiver or antenna on the drawing. */
export interface DrawnMark {
  readonly label: string;
  readonly level: number;
  readonly x_m: number;
  readonly y_m: number;
  readonly kind: 'there' | 'new' | 'dead' | 'antenna';
}

export interface Drawing {
  readonly title: string;
  /** What the number in a room is, for the legend and for those who cannot see it. */
  readonly quantity: string;
  /** Share (0..1) per room of the grid; NaN = none. */
  readonly share: (room: number) => number;
  readonly marks: readonly DrawnMark[];
  readonly walls: readonly Wall[];
}

/** Classes from worst to best. Colours of ColorBrewer YlGnBu, told apart by all colour vision, and a hatch for the worst. */
const CLASSES = [
  { from: 0, fill: '#ffffd9', text: '#000' },
  { from: 0.5, fill: '#c7e9b4', text: '#000' },
  { from: 0.7, fill: '#7fcdbb', text: '#000' },
  { from: 0.85, fill: '#41b6c4', text: '#000' },
  { from: 0.95, fill: '#225ea8', text: '#fff' },
] as const;

const MARGIN_PX = 40;
const LEGEND_PX = 74;
const WIDTH_PX = 1100;
const GAP_M = 1.5;

/** Plan of one level as SVG: rooms with their figure, walls, receivers. */
export function drawLevel(site: SensorSite, level: number, drawing: Drawing): string {
  const rooms = site.grid.rooms
    .map((room, index) => ({ room, index, share: drawing.share(index) }))
    .filter(({ room }) => room.level === level);
  const marks = drawing.marks.filter((mark) => mark.level === level);
  const points = [
    ...rooms.flatMap(({ room }) => room.outline ?? []),
    ...marks.map(({ x_m, y_m }) => [x_m, y_m] as const),
  ];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [west, east] = [Math.min(...xs) - GAP_M, Math.max(...xs) + GAP_M];
  const [south, north] = [Math.min(...ys) - GAP_M, Math.max(...ys) + GAP_M];
  const scale = Math.min(90, Math.max(14, WIDTH_PX / (east - west)));
  const width = Math.max(720, Math.round((east - west) * scale + 2 * MARGIN_PX));
  const height = Math.round((north - south) * scale + MARGIN_PX + LEGEND_PX + 30);
  const px = (x_m: number) => round(MARGIN_PX + (x_m - west) * scale);
  // Plans count upwards, screens downwards.
  const py = (y_m: number) => round(MARGIN_PX + 14 + (north - y_m) * scale);
  const known = rooms.filter(({ share }) => Number.isFinite(share));
  const worst = known.toSorted((a, b) => a.share - b.share).slice(0, 3);
  const mean = known.reduce((sum, { share }) => sum + share, 0) / Math.max(1, known.length);
  const described =
    `${rooms.length} rooms; ${drawing.quantity}, mean ${percent(mean)}. ` +
    `Worst: ${worst.map(({ room, share }) => `${room.cell_id} ${percent(share)}`).join(', ')}. ` +
    `Marks: ${marks.map(({ label, kind }) => `${label} (${WORDS[kind]})`).join(', ') || 'none'}.`;
  const parts: string[] = [];
  for (const { room, share } of rooms) {
    const outline = room.outline ?? [];
    const path = outline.map(([x, y]) => `${px(x)},${py(y)}`).join(' ');
    const { fill, text } = classOf(share);
    parts.push(
      `<g><title>${xml(`${room.cell_id}: ${drawing.quantity} ${percent(share)}`)}</title>`,
      `<polygon points="${path}" fill="${fill}" stroke="#555" stroke-width="0.8"/>`,
    );
    if (share < CLASSES[1].from) parts.push(`<polygon points="${path}" fill="url(#hatch)"/>`);
    const [x, y] = labelPlace(outline);
    const size = Math.max(9, Math.min(17, scale * 0.42));
    parts.push(
      `<text x="${px(x)}" y="${round(py(y) + size * 0.1)}" font-size="${round(size)}" font-weight="bold" fill="${text}">${percent(share)}</text>`,
      `<text x="${px(x)}" y="${round(py(y) + size * 1.05)}" font-size="${round(size * 0.62)}" fill="${text}">${xml(room.cell_id)}</text></g>`,
    );
  }
  for (const wall of drawing.walls.filter((one) => one.level === level))
    parts.push(
      `<line x1="${px(wall.x1_m)}" y1="${py(wall.y1_m)}" x2="${px(wall.x2_m)}" y2="${py(wall.y2_m)}" stroke="#222" stroke-width="2.2"/>`,
    );
  for (const mark of marks) parts.push(markAt(px(mark.x_m), py(mark.y_m), mark));
  parts.push(legend(height - LEGEND_PX, drawing.quantity, new Set(marks.map(({ kind }) => kind))));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc" font-family="DejaVu Sans, Arial, sans-serif" text-anchor="middle">`,
    `<title id="title">${xml(`${drawing.title}, level ${level}`)}</title>`,
    `<desc id="desc">${xml(described)}</desc>`,
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="7" stroke="#b00020" stroke-width="1.1"/></pattern></defs>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN_PX}" y="30" font-size="17" font-weight="bold" text-anchor="start">${xml(`${drawing.title}, level ${level}`)}</text>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

const WORDS: Readonly<Record<DrawnMark['kind'], string>> = {
  there: 'sensor in place',
  new: 'new sensor',
  dead: 'sensor not alive',
  antenna: 'antenna',
};

/** Shape as well as colour says what a mark is. */
function markAt(x: number, y: number, { label, kind }: Pick<DrawnMark, 'label' | 'kind'>): string {
  const shape = {
    there: `<circle cx="${x}" cy="${y}" r="6" fill="#111" stroke="#fff" stroke-width="1.5"/>`,
    new: `<path d="M${x} ${round(y - 8)} L${round(x + 7.5)} ${round(y + 5)} L${round(x - 7.5)} ${round(y + 5)} Z" fill="#d7301f" stroke="#fff" stroke-width="1.5"/>`,
    dead: `<path d="M${round(x - 5)} ${round(y - 5)} L${round(x + 5)} ${round(y + 5)} M${round(x + 5)} ${round(y - 5)} L${round(x - 5)} ${round(y + 5)}" stroke="#111" stroke-width="3"/>`,
    antenna: `<rect x="${round(x - 6)}" y="${round(y - 6)}" width="12" height="12" fill="#6a3d9a" stroke="#fff" stroke-width="1.5"/>`,
  }[kind];
  return `<g><title>${xml(`${label}: ${WORDS[kind]}`)}</title>${shape}<text x="${x}" y="${round(y + 17)}" font-size="10" fill="#111" stroke="#fff" stroke-width="2.5" paint-order="stroke">${xml(label)}</text></g>`;
}

function legend(top: number, quantity: string, kinds: ReadonlySet<DrawnMark['kind']>): string {
  const parts = [`<text x="${MARGIN_PX}" y="${top + 14}" font-size="12" text-anchor="start">${xml(quantity)}:</text>`];
  CLASSES.forEach(({ from, fill }, i) => {
    const x = MARGIN_PX + i * 118;
    const until = CLASSES[i + 1]?.from;
    const words =
      until === undefined
        ? `${percent(from)} or more`
        : i === 0
          ? `under ${percent(until)}`
          : `${percent(from)} to ${percent(until)}`;
    parts.push(`<rect x="${x}" y="${top + 22}" width="22" height="14" fill="${fill}" stroke="#555"/>`);
    if (i === 0) parts.push(`<rect x="${x}" y="${top + 22}" width="22" height="14" fill="url(#hatch)"/>`);
    parts.push(`<text x="${x + 27}" y="${top + 33}" font-size="11" text-anchor="start">${words}</text>`);
  });
  [...kinds].forEach((kind, i) => {
    const x = MARGIN_PX + 10 + i * 160;
    parts.push(markAt(x, top + 54, { label: '', kind }));
    parts.push(`<text x="${x + 14}" y="${top + 58}" font-size="11" text-anchor="start">${WORDS[kind]}</text>`);
  });
  return parts.join('\n');
}

function classOf(share: number): { readonly fill: string; readonly text: string } {
  if (!Number.isFinite(share)) return { fill: '#eee', text: '#000' };
  return CLASSES.findLast(({ from }) => share >= from) ?? CLASSES[0];
}

/** Middle of the outline's extent where that lies inside a rectangle; the vertices' mean is drawn to notched corners. */
function labelPlace(outline: readonly (readonly [number, number])[]): readonly [number, number] {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

const round = (value: number): number => Math.round(value * 10) / 10;
const percent = (share: number): string => (Number.isFinite(share) ? `${Math.round(share * 100)} %` : '-');
const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
