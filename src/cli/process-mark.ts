import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { isRunning, startOf } from '../custody/living-process.ts';

/** Which process something belongs to that must not outlive it, as parts of a name. */
export interface ProcessMark {
  /** Where a process id means the same process; 12 hexadecimal digits. */
  readonly place: string;
  readonly pid: string;
  /** When it began, 12 hexadecimal digits: an id is given out again. */
  readonly start: string;
}

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
const UNKNOWN = short('');

function firstLine(read: () => string): string {
  try {
    return read().trim();
  } catch {
    // A system without /proc gives out its ids once.
    return '';
  }
}
const processIds = (): string => firstLine(() => readlinkSync('/proc/self/ns/pid'));

/** For what lies in a temporary folder: it may be shared between machines or containers. */
export const placeOfFolders = (): string => short(`${os.hostname()} ${processIds()}`);

/** The kernel's own number of the first space of process ids, that of no container (include/linux/proc_ns.h, PROC_PID_INIT_INO). */
const OF_THE_MACHINE = 'pid:[4026531836]';
const NO_MACHINE = randomBytes(6).toString('hex');

/**
 * For what lies on a server, where machines meet whose names are alike. A machine's own id stays when it is started again
 * (machine-id(5)); an image of containers brings one to all that are made of it, so in a container the start of the kernel
 * stands for it. A system that tells neither has a place that nobody finds again.
 */
export function placeOnServers(): string {
  const ids = processIds();
  const machine = ids === OF_THE_MACHINE ? firstLine(() => readFileSync('/etc/machine-id', 'utf8')) : '';
  const boot = firstLine(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const id = /^[0-9a-f]{32}$/.test(machine) ? machine : boot;
  return id === '' || ids === '' ? NO_MACHINE : short(`${id} ${os.hostname()} ${ids}`);
}

export const ownMark = (place: string): ProcessMark => ({
  place,
  pid: String(process.pid),
  start: short(startOf(process.pid) ?? ''),
});

/** Whether a process lives no more. What cannot be told apart is taken for alive. */
export function isLeftBy({ place, pid, start }: ProcessMark, here: string): boolean {
  if (place !== here) return false;
  if (!isRunning(Number(pid))) return true;
  const now = startOf(Number(pid));
  return now !== null && start !== UNKNOWN && start !== short(now);
}
