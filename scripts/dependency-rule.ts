import { existsSync } from 'node:fs';
import path from 'node:path';
import { cruise, type IRegularForbiddenRuleType } from 'dependency-cruiser';
import { ROOT } from './ensure-installed.mjs';

/** Data flows downhill; so do imports. */
const GROUND = ['model', 'store', 'custody', 'authority', 'statistics'];
const STAGES = ['intake', 'trace', 'detect', 'locate', 'attribute', 'plan', 'sweep', 'evidence', 'share', 'assess'];
const DOORS = ['contract', 'api', 'cli'];

/** Modules that only tests read. */
const FOR_TESTS = '\\.(test|testing|fixture)\\.ts$';
const oneOf = (names: readonly string[]): string => `(?:${names.join('|')})`;

/** Names that say "layer" or "anything" where a folder should name a question. */
const FORBIDDEN_FOLDER = /(?:^|\/)(?:utils?|common|helpers?|services?|repositor(?:y|ies))\//;

type Rule = IRegularForbiddenRuleType & { readonly name: string };
const rule = (name: string, from: Rule['from'], to: Rule['to']) => ({ name, severity: 'error', from, to }) as const;

/** Paths are relative to the repository. */
export const RULES: readonly Rule[] = [
  rule(
    'ground-sees-only-ground',
    { path: `^src/${oneOf(GROUND)}/` },
    { path: `^(?:src/(?!${oneOf(GROUND)}/)|world/|bench/)` },
  ),
  rule('model-sees-nothing', { path: '^src/model/' }, { path: '^(?:src/(?!model/)|world/|bench/)' }),
  ...STAGES.map((stage, place) =>
    rule(
      `${stage}-sees-only-earlier-stages`,
      { path: `^src/${stage}/` },
      { path: `^(?:src/${oneOf([...STAGES.slice(place + 1), ...DOORS])}/|world/|bench/)` },
    ),
  ),
  rule(
    'stages-are-entered-by-their-index',
    { path: '^src/([^/]+)/' },
    { path: `^src/${oneOf(STAGES)}/`, pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
  ),
  rule(
    'nobody-imports-a-door',
    { path: '^(?:src|world|web)/', pathNot: '^src/(?:api|cli)/' },
    { path: '^src/(?:api|cli)/' },
  ),
  rule(
    'doors-do-not-import-each-other',
    { path: '^src/(api|cli)/' },
    { path: '^src/(?:api|cli)/', pathNot: '^src/$1/' },
  ),
  rule(
    'contract-is-for-doors-and-web',
    { path: '^(?:src|world)/', pathNot: `^src/${oneOf(DOORS)}/` },
    { path: '^src/contract/' },
  ),
  rule(
    'world-sees-only-the-model',
    { path: '^world/' },
    { path: '^src/', pathNot: ['^src/model/', '^src/statistics/index\\.ts$'] },
  ),
  rule('web-sees-only-contract-and-model', { path: '^web/' }, { path: '^(?:src/(?!contract/|model/)|world/|bench/)' }),
  rule('verify-sees-nothing', { path: '^verify/' }, { path: '^(?:src|world|bench|web)/' }),
  rule('only-tests-read-test-material', { path: '^(?:src|world)/', pathNot: FOR_TESTS }, { path: FOR_TESTS }),
  rule(
    'programs-rest-on-installed-packages',
    { path: '^(?:src|world)/', pathNot: FOR_TESTS },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  ),
  rule('no-circle', {}, { circular: true }),
  rule('everything-resolves', {}, { couldNotResolve: true }),
];

const PLACES = ['src', 'world', 'bench', 'web', 'verify'];

export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Breaches of the tree under `root`, and how much was read: with a parser that cannot read the sources, nothing. */
export async function checkDependencies(
  root = ROOT,
): Promise<{ modules: number; dependencies: number; breaches: Breach[] }> {
  const { output } = await cruise(
    PLACES.filter((place) => existsSync(path.join(root, place))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: [...RULES] },
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'node', 'default'],
        extensions: ['.ts', '.mjs', '.js'],
      },
    },
  );
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with a text.');
  const own = output.modules.filter(({ source }) => PLACES.some((place) => source.startsWith(`${place}/`)));
  const folders = own
    .filter(({ source }) => FORBIDDEN_FOLDER.test(source))
    .map(({ source }) => ({ rule: 'folders-name-a-question', from: source, to: source }));
  return {
    modules: own.length,
    dependencies: own.reduce((sum, { dependencies }) => sum + dependencies.length, 0),
    breaches: [
      ...output.summary.violations.map(({ rule: { name }, from, to }) => ({ rule: name, from, to })),
      ...folders,
    ],
  };
}

/** Fewer modules or imports than this were never read by a working parser. */
export const LEAST_MODULES = 150;
export const LEAST_IMPORTS = 400;
