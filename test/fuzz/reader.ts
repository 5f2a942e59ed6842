import { FormatError, ShapeError } from 'relu-splines/io';
import { Refusal as CommandRefusal } from '../../commands/refusal.js';
import { Refusal as PageRefusal } from '../../examples/explorer/engine/checks.js';
import { forget, mostAllocated } from './allocations.js';
import type { Chance } from './chance.js';
import type { Attempt, Subject } from './subject.js';

/** A reader, and what is known of it. */
export interface Reader<Input, Result> {
  readonly name: string;
  /** Its part of the inputs of the campaign, relative to the others. */
  readonly share: number;
  /** What every message begins with. */
  readonly prefix: RegExp;
  /** Makes an input. */
  readonly make: (chance: Chance) => Input;
  /** The input as a file. */
  readonly bytes: (input: Input) => Uint8Array;
  readonly read: (input: Input) => Result | Promise<Result>;
  /** What is wrong with what it gave, in a sentence; null: nothing. */
  readonly check: (result: Result, input: Input, chance: Chance) => string | null;
  /** What is wrong with its refusal; null: nothing. */
  readonly checkRefusal?: (error: Error, input: Input) => string | null;
}

/** The errors that the library documents, and those of the explorer and of the commands. */
const DOCUMENTED: readonly unknown[] = [
  ...[FormatError, ShapeError, RangeError, TypeError],
  ...[PageRefusal, CommandRefusal],
];

/** A message says what is wrong; it does not hand the file back. */
const LONGEST_MESSAGE = 2000;

/** What deflate may make of a byte, and the eight bytes of a number, with something for tables of constant size. */
const allowance = (length: number): number => 1040 * length + 2 ** 16;

/** A reader as the subject of a campaign: it must return or refuse, in order, in time and without asking for much memory. */
export function readerSubject<Input, Result>(reader: Reader<Input, Result>): Subject {
  return {
    name: reader.name,
    share: reader.share,
    input: (chance) => reader.bytes(reader.make(chance)),
    attempt: async (chance): Promise<Attempt> => {
      const input = reader.make(chance);
      forget();
      const start = performance.now();
      // A reader that is not asynchronous throws here and now.
      const [outcome] = await Promise.allSettled([
        new Promise<Result>((done) => {
          done(reader.read(input));
        }),
      ]);
      const ms = performance.now() - start;
      const most = mostAllocated();
      const { length } = reader.bytes(input);
      const excess =
        most > allowance(length) ? `asks for ${most} bytes at once, for ${length} of input` : null;
      if (outcome.status === 'fulfilled') {
        const complaint = excess ?? guarded(() => reader.check(outcome.value, input, chance));
        return { verdict: 'accepted', complaint, ms };
      }
      const error: unknown = outcome.reason;
      const complaint =
        excess ??
        disorderOf(error, reader.prefix) ??
        guarded(() => reader.checkRefusal?.(error as Error, input) ?? null);
      return { verdict: error instanceof Error ? error.name : typeof error, complaint, ms };
    },
  };
}

/** A check that throws has met something that it did not think of: that is worth a look as well. */
function guarded(check: () => string | null): string | null {
  try {
    return check();
  } catch (error) {
    return `the check fails: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** What is wrong with an error itself: not ours, or not in our words. */
function disorderOf(error: unknown, prefix: RegExp): string | null {
  if (!(error instanceof Error)) return `throws what is no error: ${String(error)}`;
  if (!DOCUMENTED.includes(error.constructor))
    return `throws an undocumented ${error.name}: ${error.message}`;
  if (!prefix.test(error.message)) return `throws in words not its own: ${error.name}: ${error.message}`;
  if (error.message.length > LONGEST_MESSAGE) return `its message has ${error.message.length} characters`;
  return null;
}
