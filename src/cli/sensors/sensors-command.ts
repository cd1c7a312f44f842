import { Command } from 'commander';
import { auditSensors } from './audit.ts';
import { coverAntennas } from './coverage.ts';
import { planSensors } from './plan.ts';
import { statedWho, statedWhy } from '../this-user.ts';

const withCommon = (command: Command): Command =>
  command
    .argument('<case>', 'case folder with prisons/cells.csv (walls.csv, sensors/* where there are)')
    .argument('<prison>', 'prison_id of cells.csv')
    .option(
      '--out <dir>',
      'also write tables and drawings there (the results folder of the case keeps its log of reads)',
    )
    .option('--band <name>', 'band that phones use (default: the first that was walked, else GSM900)')
    .option('--event <kind>', 'access (power known within 6 dB) or traffic (within 9 dB)', 'traffic')
    .option('--bursts <n>', 'bursts of one phone that are averaged', '5')
    .option('--threshold <dbm>', 'weakest level that a sensor reports, where sensors.csv does not say')
    .option('--at <time>', 'sensors as alive at this time (default: the last that heartbeats tell of)')
    .option('--seed <n>', 'seed of the simulated phones', '1')
    .option('--who <name>', 'who reads the case, for the log of reads (default: the user of this machine)', statedWho)
    .option('--why <reason>', 'why, for the log of reads', statedWhy);

/** `cellsweep sensors plan|audit|coverage`. */
export function sensorsCommand(): Command {
  const command = new Command('sensors').description(
    'Fixed signal sensors: where to put them, what to expect of them, which cells they cannot tell apart, what a jammer covers.',
  );
  withCommon(command.command('plan'))
    .description('Where to put N sensors, what each further one buys, and what a walk-test must cover.')
    .option('--sensors <n>', 'new sensors in the whole prison (default: one for each three cells)')
    .option('--keep-existing', "keep today's sensors where they are and add to them")
    .option('--allow-cells', 'also mount inside cells, within reach of inmates')
    .option('--building <id>', 'this building only')
    .addHelpText(
      'after',
      `
Examples:
  cellsweep sensors plan CASE P1 --sensors 12 --out PLAN      from scratch; drawings and tables in PLAN
  cellsweep sensors plan CASE P1 --sensors 4 --keep-existing  what four more would buy

Mounting points: corridors and the outer wall line, every 2 m. Each step takes the point that best separates the cells that are most alike.
Choose the number where the column "first" stops rising, not where it looks good: hits are expected, not measured (docs/methods/sensor-network.md).`,
    )
    .action(planSensors);
  withCommon(command.command('audit'))
    .description(
      "Which cells today's sensors cannot tell apart, what the loss of one would do, which have drifted or were moved.",
    )
    .option('--no-health', 'do not read what the sensors heard')
    .addHelpText(
      'after',
      `
Examples:
  cellsweep sensors audit CASE P1                             read it before a search is planned on located cells
  cellsweep sensors audit CASE P1 --at 2025-01-20T03:00:00Z   with the sensors that were alive then

Cells that cannot be told apart go into a search plan together or not at all.`,
    )
    .action(auditSensors);
  withCommon(command.command('coverage'))
    .description('Where a jammer or a managed-access antenna works, where it does not, and whether it reaches outside.')
    .requiredOption(
      '--antennas <file>',
      'CSV: antenna_id,building_id,level,x_m,y_m,kind,band,eirp_dbm (docs/formats/antennas.md)',
    )
    .option('--network <file>', 'CSV: building_id,cell_id,band,level_dbm: the public network as measured, antennas off')
    .option('--network-dbm <dbm>', 'its level everywhere, where nobody measured it', '-75')
    .addHelpText(
      'after',
      `
Example:
  cellsweep sensors coverage CASE P1 --antennas antennas.csv --network measured.csv --out COVERAGE

A jammer denies GSM from 9 dB below the public network, LTE from 6 dB above it; managed access takes a phone over from 6 dB above it.`,
    )
    .action(coverAntennas);
  return command;
}
