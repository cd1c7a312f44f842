import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { EXIT } from './exit-codes.ts';
import { HELP } from './help.ts';
import { cellsweep } from './run-command.testing.ts';
import { sameUserCommand } from './same-user-command.ts';

describe('help', () => {
  it('marks what must be given, also in a command that is made apart', () => {
    const program = new Command('cellsweep').configureHelp(HELP);
    const text = sameUserCommand()
      .copyInheritedSettings(program)
      .configureOutput({ getOutHelpWidth: () => 200 });
    const lineOf = (option: string): string =>
      text
        .helpInformation()
        .split('\n')
        .find((line) => line.includes(`  ${option}`)) ?? '';
    expect(lineOf('--train')).toMatch(/\(required\)$/);
    expect(lineOf('--out')).toMatch(/\(required\)$/);
    expect(lineOf('--utc-offset')).toMatch(/\(default: /);
    expect(lineOf('--utc-offset')).not.toContain('required');
  });

  it('marks the reason of an annulment in the command as a person starts it', { timeout: 60_000 }, async () => {
    const { code, out } = await cellsweep(['act', 'annul', '--help']);
    expect(code).toBe(EXIT.done);
    expect(out).toMatch(/--why <reason>[^-]*\(required\)/);
  });
});
