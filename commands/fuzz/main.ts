import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from '../../test/fuzz/chance.js';
import { NOTHING, together } from '../../test/fuzz/campaign.js';
import type { Failure, Tally } from '../../test/fuzz/campaign.js';
import { removeScratch } from '../../test/fuzz/readers/scratch.js';
import type { Subject } from '../../test/fuzz/subject.js';
import { writableFolder } from '../folders.js';
import { overAll } from '../pool.js';
import { duration, progressOf } from '../progress.js';
import { Refusal, isSystemError } from '../refusal.js';
import { readArguments } from './arguments.js';
import type { Request } from './arguments.js';
import { tablesOf } from './tables.js';
import { currentInputs, watchdog } from './watchdog.js';
import type { Current } from './watchdog.js';
import type { Order } from './worker.js';
import type work from './worker.js';

/** Inputs that a worker is handed at once. */
const STRETCH = 500;

/** Milliseconds that one input may take, and after how many a worker is given up. */
const LIMIT = 1000;
const HANGS = 60_000;

/** Failures of a subject that are told and kept; the others are like them as a rule. */
const TOLD = 10;

const FOLDER = join('.cache', 'fuzz');

/** Keeps the input of a failure as a file, and tells how to have it again. */
function tell(subject: Subject, seed: number, { index, complaint }: Failure): void {
  const path = join(FOLDER, `${subject.name}-${seed}-${index}`);
  writeFileSync(path, subject.input(new Chance(seed, subject.name, index)));
  console.error(`${subject.name} ${index}: ${complaint}`);
  console.error(`  ${path}; npm run fuzz -- --only ${subject.name} --seed ${seed} --from ${index} --count 1`);
}

/** All orders, and whom each slot of the pulse belongs to. */
interface Plan {
  readonly orders: readonly Order[];
  readonly owners: readonly Subject[];
  readonly pulse: SharedArrayBuffer;
}

function planOf({ wanted, seed }: Request): Plan {
  const stretches = wanted.flatMap(({ subject, from, count }) =>
    Array.from({ length: Math.ceil(count / STRETCH) }, (_, k) => ({
      subject,
      from: from + k * STRETCH,
      count: Math.min(STRETCH, count - k * STRETCH),
    })),
  );
  const pulse = new SharedArrayBuffer(4 * stretches.length);
  return {
    orders: stretches.map(({ subject, from, count }, slot) => ({
      name: subject.name,
      seed,
      from,
      count,
      limit: LIMIT,
      pulse,
      slot,
    })),
    owners: stretches.map(({ subject }) => subject),
    pulse,
  };
}

/** Tries everything that the request wants. Returns how many inputs something is wrong with. */
async function fuzz(request: Request): Promise<number> {
  const { wanted, seed, workers, markdown } = request;
  writableFolder(FOLDER);
  const { orders, owners, pulse } = planOf(request);
  const tallies = new Map<string, Tally>(wanted.map(({ subject }) => [subject.name, NOTHING]));
  const start = Date.now();
  const progress = progressOf(orders.length, orders.length, `stretches of ${STRETCH}`);
  const giveUp = ({ slot, index }: Current, complaint: string): never => {
    progress.clear();
    tell(owners[slot], seed, { index, complaint });
    process.exit(1);
  };
  const endWatch = watchdog(pulse, HANGS, (current) => giveUp(current, `hangs: ${HANGS} ms, and no end`));
  const worker = new URL('./worker.mjs', import.meta.url);
  try {
    await overAll<typeof work>(worker, workers, orders, (tally, { name }) => {
      tallies.set(name, together(tallies.get(name) ?? NOTHING, tally));
      progress.tick(name, 1);
    });
  } catch (error) {
    // The worker is gone: what it was at is what has ended it.
    const [current] = currentInputs(pulse);
    if (workers === 1 && (current as Current | undefined) !== undefined)
      giveUp(current, `ends its worker: ${String(error)}`);
    throw error;
  } finally {
    endWatch();
    removeScratch();
  }
  progress.clear();
  const lines = wanted.map(({ subject: { name } }) => ({ name, tally: tallies.get(name) ?? NOTHING }));
  for (const { subject } of wanted) {
    const { failures } = tallies.get(subject.name) ?? NOTHING;
    for (const failure of failures.slice(0, TOLD)) tell(subject, seed, failure);
  }
  const inputs = lines.reduce((sum, { tally }) => sum + tally.inputs, 0);
  const failures = lines.reduce((sum, { tally }) => sum + tally.failures.length, 0);
  console.log(tablesOf(lines, markdown));
  console.log(
    `\n${inputs} inputs, seed ${seed}, Node ${process.version}: ${failures} failures in ${duration(Date.now() - start)}`,
  );
  return failures;
}

try {
  const request = readArguments(process.argv.slice(2));
  if (typeof request === 'string') console.log(request);
  else if ((await fuzz(request)) > 0) process.exitCode = 1;
} catch (error) {
  if (error instanceof Refusal || isSystemError(error)) {
    console.error(`${error.message}\nnpm run fuzz -- --help says what there is`);
    process.exitCode = 2;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}
