import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkDependencies, LEAST_IMPORTS, LEAST_MODULES, RULES } from '../scripts/dependency-rule.ts';

const BREACHES = fileURLToPath(new URL('breaches/', import.meta.url));

/** Every deliberate breach of test/breaches: `file: rules`, nothing else there breaks a rule. */
const EXPECTED: Record<string, string[]> = {
  'src/assess/sees-door.ts': ['assess-sees-only-earlier-stages', 'nobody-imports-a-door'],
  'src/attribute/sees-later-stage.ts': ['attribute-sees-only-earlier-stages'],
  'src/cli/sees-inner-module.ts': ['stages-are-entered-by-their-index'],
  'src/cli/sees-other-door.ts': ['doors-do-not-import-each-other'],
  'src/custody/ground-sees-world.ts': ['ground-sees-only-ground'],
  'src/detect/sees-contract.ts': ['contract-is-for-doors-and-web', 'detect-sees-only-earlier-stages'],
  'src/detect/sees-inner-module.ts': ['stages-are-entered-by-their-index'],
  'src/detect/sees-later-stage-by-type.ts': ['detect-sees-only-earlier-stages'],
  'src/detect/sees-later-stage-lazily.ts': ['detect-sees-only-earlier-stages'],
  'src/detect/sees-later-stage.ts': ['detect-sees-only-earlier-stages'],
  'src/detect/sees-test.ts': ['only-tests-read-test-material'],
  'src/evidence/sees-later-stage.ts': ['evidence-sees-only-earlier-stages'],
  'src/intake/sees-later-stage.ts': ['intake-sees-only-earlier-stages'],
  'src/locate/sees-later-stage.ts': ['locate-sees-only-earlier-stages'],
  'src/model/model-sees-store.ts': ['model-sees-nothing'],
  'src/plan/sees-later-stage.ts': ['plan-sees-only-earlier-stages'],
  'src/share/circle-one.ts': ['no-circle'],
  'src/share/sees-development-package.ts': ['programs-rest-on-installed-packages'],
  'src/share/sees-later-stage.ts': ['share-sees-only-earlier-stages'],
  'src/share/sees-nothing-there.ts': ['everything-resolves'],
  'src/store/ground-sees-stage.ts': ['ground-sees-only-ground'],
  'src/sweep/sees-later-stage.ts': ['sweep-sees-only-earlier-stages'],
  'src/trace/sees-later-stage.ts': ['trace-sees-only-earlier-stages'],
  'src/utils/named-for-nothing.ts': ['folders-name-a-question'],
  'verify/sees-custody.ts': ['verify-sees-nothing'],
  'web/sees-cli.ts': ['nobody-imports-a-door', 'web-sees-only-contract-and-model'],
  'web/sees-stage.ts': ['web-sees-only-contract-and-model'],
  'world/sees-inner-statistics.ts': ['world-sees-only-the-model'],
  'world/sees-store.ts': ['world-sees-only-the-model'],
};

describe('the dependency rule', () => {
  it('holds in this repository, and the sources were really read', async () => {
    const { modules, dependencies, breaches } = await checkDependencies();
    expect(breaches).toEqual([]);
    expect(modules).toBeGreaterThan(LEAST_MODULES);
    expect(dependencies).toBeGreaterThan(LEAST_IMPORTS);
  });

  it('reports every deliberate breach, and nothing else', async () => {
    const { breaches } = await checkDependencies(BREACHES);
    const found: Record<string, string[]> = {};
    for (const { rule, from } of breaches) (found[from] ??= []).push(rule);
    for (const rules of Object.values(found)) rules.sort();
    expect(found).toEqual(EXPECTED);
  });

  it('has a deliberate breach for every rule', () => {
    const broken = new Set(Object.values(EXPECTED).flat());
    expect(RULES.map(({ name }: { name: string }) => name).filter((name: string) => !broken.has(name))).toEqual([]);
  });
});
