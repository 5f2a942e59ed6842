import { closeSync, openSync, readFileSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { Refusal, isSystemError } from '../refusal.js';

/** Who writes a file, as it stands in the lock beside it. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Tells a process from an earlier one of the same number, where the system says it: boot and time of start. */
  readonly born: string;
  /** The job and the number of its restart, under Slurm. */
  readonly job: string;
  readonly restart: string;
}

/** The right to write a file, which one process has at a time. */
export interface Lock {
  /** Gives it back; does nothing the second time. */
  release(): void;
}

/**
 * Takes the right to write `path`, by a file `path.lock` that only one process can create.
 *
 * A lock whose holder is gone is taken over. Gone is: a process of this host that does not run any more; an earlier run
 * of the same job of Slurm, wherever it ran, since Slurm ends a job before it starts it again. Of other processes on
 * other hosts nothing can be known: their lock stands until somebody deletes it.
 *
 * @throws {@link Refusal} while somebody else holds it.
 */
export function takeLock(path: string): Lock {
  const lock = `${path}.lock`;
  const own = JSON.stringify(self());
  if (!create(lock, own)) takeOver(path, lock, own);
  let held = true;
  return {
    release: () => {
      // Somebody may have deleted it, and somebody else taken it since.
      if (held && textOf(lock) === own) rmSync(lock, { force: true });
      held = false;
    },
  };
}

/** One process at a time takes over, so that none removes the lock that another has just made. */
function takeOver(path: string, lock: string, own: string): void {
  const guard = `${lock}.takeover`;
  refuseUnlessGone(path, lock);
  if (!create(guard, own)) {
    throw new Refusal(`${path}: another process is taking it over; if there is none, delete ${guard}`);
  }
  try {
    refuseUnlessGone(path, lock);
    unlinkSync(lock);
    if (!create(lock, own)) throw new Refusal(`${path}: another process has just begun to write it`);
  } finally {
    unlinkSync(guard);
  }
}

function refuseUnlessGone(path: string, lock: string): void {
  const holder = read(lock);
  if (holder === undefined) {
    throw new Refusal(
      `${path}: another process writes it, and ${lock} does not say which; if there is none, delete it`,
    );
  }
  if (isGone(holder)) return;
  const { pid, host } = holder;
  const advice = host === hostname() ? '' : `; if that process is gone, delete ${lock}`;
  throw new Refusal(`${path}: process ${pid} on ${host} writes it${advice}`);
}

function isGone(holder: Holder): boolean {
  const here = self();
  if (holder.job !== '' && holder.job === here.job && holder.restart !== here.restart) return true;
  if (holder.host !== here.host) return false;
  if (!isRunning(holder.pid)) return true;
  // Its number may be another process's by now, or its parent may not have heard of its end.
  const born = bornOf(String(holder.pid));
  return born !== '' && holder.born !== '' && born !== holder.born;
}

function self(): Holder {
  const { SLURM_JOB_ID: job = '', SLURM_RESTART_COUNT: restart = '0' } = process.env;
  return { host: hostname(), pid: process.pid, born: bornOf('self'), job, restart };
}

function bornOf(process: string): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name of the program, in parentheses, may have spaces in it; the state follows, and 19 fields later the start.
    const [, rest] = readFileSync(`/proc/${process}/stat`, 'utf8').split(/\) (?=[^)]*$)/);
    const fields = rest.split(' ');
    return `${boot} ${fields[0] === 'Z' ? 'ended' : fields[19]}`;
  } catch {
    // No such process, or not a Linux.
    return '';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, and is somebody else's.
    return isSystemError(error) && error.code === 'EPERM';
  }
}

function create(path: string, content: string): boolean {
  try {
    const file = openSync(path, 'wx');
    try {
      writeSync(file, content);
    } catch (error) {
      // A lock that does not say whose it is would stand until somebody deletes it.
      rmSync(path);
      throw error;
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): Holder | undefined {
  try {
    const { host, pid, born, job, restart } = JSON.parse(textOf(path)) as Partial<Holder>;
    if (typeof host !== 'string' || typeof pid !== 'number') return undefined;
    return { host, pid, born: born ?? '', job: job ?? '', restart: restart ?? '0' };
  } catch {
    return undefined;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone, or not to be read: nobody's that could be named.
    return '';
  }
}
