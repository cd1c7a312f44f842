import {
  loadDeliveries,
  longestGaps,
  openLoads,
  readDoubtfulClocks,
  readProfiles,
  readRowsOutsidePeriod,
  reportIntake,
  shiftedPairs,
  type LongestGap,
} from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { Workspace } from '../workspace.ts';
import type { Received } from './receive-case.ts';
import type { RunOptions } from './run-outcome.ts';

/** Loads what was delivered, and asks the record store what it holds now and what is odd about it. */
export async function intakeCase(
  { records, spool }: Workspace,
  options: RunOptions,
  received: Received,
  documents: CaseDocuments,
) {
  const profiles = readProfiles(options.profileDirs);
  const inForce = received.acts.filter((act) => act.status === 'in-force').map((act) => act.id);
  const loads = await openLoads(records, inForce);
  let done = 0;
  const loaded = await loadDeliveries(
    {
      records,
      loads,
      acts: received.acts,
      documents,
      profiles,
      spool,
      progress: ({ file, reused }) =>
        options.progress({
          stage: 'intake',
          done: ++done,
          of: received.deliveryCount,
          note: reused ? `${file} (known)` : file,
        }),
      revoking: (taken, of) => options.progress({ stage: 'revoke', done: taken, of }),
    },
    received.deliveries(),
  );
  const drafts = loaded.drafted.flatMap((draft) => draft.profiles);
  const gaps: LongestGap[] = options.checkOnly === true ? await longestGaps(records, loaded.loads) : [];
  return {
    loaded,
    gaps,
    report: await reportIntake(records, loaded.loads, [...profiles, ...drafts], inForce, documents.manifest),
    clocks: await readDoubtfulClocks(records, documents.manifest.timezone),
    outside: await readRowsOutsidePeriod(records, documents.manifest),
    shifted: await shiftedPairs(records, loaded.loads),
  };
}
