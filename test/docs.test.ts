import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesUnder, read, ROOT } from './source-files.ts';

const pages = ['README.md', 'world/README.md', ...filesUnder('docs', '.md')];

/** The slug that a heading gets on the usual forges. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[`*_]/g, '')
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

const withoutFences = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

const headingsOf = (text: string): string[] =>
  [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading));

/** Relative links of a page that lead nowhere. `has` says whether a path of the repository is there. */
function deadLinks(page: string, text: string, has: (target: string) => boolean): string[] {
  const dead: string[] = [];
  for (const [, target = ''] of withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file = '', heading] = target.split('#');
    const place = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
    if (place.startsWith('..') || !has(place)) dead.push(target);
    else if (heading !== undefined && !headingsOf(read(place)).includes(heading)) dead.push(target);
  }
  return dead;
}

interface Use {
  readonly words: readonly string[];
  readonly options: readonly string[];
}

/** Every `cellsweep ...` in code, by its leading words in lower case (command, subcommand) and its long options. */
function commandsIn(text: string): Use[] {
  const code = [...text.matchAll(/^```[\s\S]*?^```|`[^`\n]+`/gm)].flatMap(([block]) => block.split('\n'));
  return code.flatMap((line) =>
    [...line.matchAll(/(?:^|[\s`])(?:\.\/)?cellsweep ([^`#|;]+)/g)].map(([, rest = '']) => ({
      words: rest
        .split(/\s+/)
        .slice(0, 2)
        .filter((word) => /^[a-z][a-z-]+$/.test(word)),
      options: [...rest.matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option),
    })),
  );
}

describe('pages', () => {
  it.each(pages)('%s links only to what is there', (page) => {
    expect(deadLinks(page, read(page), (target) => existsSync(path.join(ROOT, target)))).toEqual([]);
  });

  it('sees a dead link, a dead heading and a link out of the repository (the test can fail)', () => {
    const text = '[a](gone.md) [b](#no-such) [c](../../etc) [d](https://example.org) [e](README.md)';
    expect(deadLinks('README.md', text, (target) => target === 'README.md')).toEqual([
      'gone.md',
      '#no-such',
      '../../etc',
    ]);
  });

  it('name every page of docs/ from some other page', () => {
    const linked = new Set(
      pages.flatMap((page) =>
        [...withoutFences(read(page)).matchAll(/\]\(([^)\s#]+)/g)].map(([, target = '']) =>
          path.posix.join(path.posix.dirname(page), target),
        ),
      ),
    );
    expect(pages.filter((page) => page.startsWith('docs/') && !linked.has(page))).toEqual([]);
  });

  it('number each decision once', () => {
    const numbers = filesUnder('docs/adr', '.md').map((file) => path.basename(file).slice(0, 3));
    expect(numbers.every((number) => /^\d{3}$/.test(number))).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('figures', () => {
  it('about certainty that the README states stand in a method page', () => {
    const said: readonly string[] =
      (/^## How sure\n([\s\S]*?)^\|/m.exec(read('README.md'))?.[1] ?? '').match(/\d+\.\d+/g) ?? [];
    const measured: readonly string[] =
      filesUnder('docs/methods', '.md')
        .map(read)
        .join('\n')
        .match(/\d+\.\d+/g) ?? [];
    expect(said.length).toBeGreaterThan(3);
    expect(said.filter((figure) => !measured.includes(figure))).toEqual([]);
  });
});

describe('folders', () => {
  it('that the README lists are there, and no stage is left out', () => {
    const listed = [...read('README.md').matchAll(/`((?:src\/)?[a-z]+)`/g)].map(([, folder = '']) => folder);
    // A stage is there once it lets others use something.
    const stages = filesUnder('src', '/index.ts').flatMap(
      (file) => /^src\/[a-z]+(?=\/index\.ts$)/.exec(file)?.[0] ?? [],
    );
    expect(stages.length).toBeGreaterThan(5);
    expect(stages.filter((stage) => !listed.includes(stage))).toEqual([]);
    const named = listed.filter((folder) => folder.startsWith('src/'));
    expect(named.filter((folder) => !statSync(path.join(ROOT, folder)).isDirectory())).toEqual([]);
  });
});

const PRINT_EVERY_HELP = `
  const { Command } = await import('commander');
  const helps = [];
  const note = (command, name) => {
    helps.push([name, command.helpInformation()]);
    for (const inner of command.commands) note(inner, (name + ' ' + inner.name()).trim());
  };
  Command.prototype.parseAsync = async function () {
    note(this, '');
    process.stdout.write(JSON.stringify(helps));
    return this;
  };
  await import('./src/cli/main.ts');
`;

describe('commands that the pages name', () => {
  const uses = pages.flatMap((page) => commandsIn(read(page)).map((use) => ({ page, ...use })));
  const helps = new Map<string, string>();

  const commandsOf = (help: string): string[] =>
    [...(help.split(/^Commands:$/m)[1] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);

  beforeAll(async () => {
    // Every --help by one process: the program is taken at the moment in which it would read its arguments.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', PRINT_EVERY_HELP],
      { cwd: ROOT },
    );
    for (const [name, help] of JSON.parse(stdout) as [string, string][]) helps.set(name, help);
  });

  /** Nothing, or what the program does not know. */
  const unknown = ({ words: [first, second], options }: Use): string[] => {
    if (first === undefined) return [];
    const help = helps.get(first);
    if (help === undefined) return [first];
    const inner = commandsOf(help);
    if (inner.length > 0 && second !== undefined && !inner.includes(second)) return [`${first} ${second}`];
    const all = [help, ...inner.map((name) => helps.get(`${first} ${name}`) ?? '')].join('\n');
    return options.filter((option) => option !== '--help' && !all.includes(`${option} `));
  };

  it('exist, with their options', () => {
    expect(uses.length).toBeGreaterThan(20);
    expect(uses.flatMap((use) => unknown(use).map((what) => `${use.page}: ${what}`))).toEqual([]);
  });

  it('are all of them: each command of the program stands in the README', () => {
    const told = new Set(commandsIn(read('README.md')).map(({ words }) => words[0]));
    const there = commandsOf(helps.get('') ?? '').filter((command) => command !== 'help');
    expect(there.length).toBeGreaterThan(8);
    expect(there.filter((command) => !told.has(command))).toEqual([]);
  });

  it('are found in code only, and a wrong one is seen (the test can fail)', () => {
    expect(commandsIn('cellsweep fly; `cellsweep act anul R` and `./cellsweep run C --outt R`')).toEqual([
      { words: ['act', 'anul'], options: [] },
      { words: ['run'], options: ['--outt'] },
    ]);
    expect(unknown({ words: ['fly'], options: [] })).toEqual(['fly']);
    expect(unknown({ words: ['act', 'anul'], options: [] })).toEqual(['act anul']);
    expect(unknown({ words: ['run'], options: ['--outt'] })).toEqual(['--outt']);
  });
});
