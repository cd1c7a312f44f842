import { Command } from 'commander';
import { profileJsonSchema, readProfiles } from '../intake/index.ts';

/** `cellsweep profile`: operator layouts. */
export function profileCommand(): Command {
  const profile = new Command('profile').description('operator layouts: list, test, scaffold');
  profile.command('list').action(() => {
    for (const { id, title } of readProfiles()) process.stdout.write(`${id.padEnd(24)} ${title}\n`);
  });
  profile
    .command('schema')
    .action(() => void process.stdout.write(`${JSON.stringify(profileJsonSchema(), null, 1)}\n`));
  return profile;
}
