import { isDeepStrictEqual } from 'node:util';
import { readCheckpoint, readCsv } from 'relu-splines/io';
import { readCheckpointFile, readCsvFile } from 'relu-splines/io/node';
import { BINARY, mutated, TEXT } from '../mutate.js';
import { readerSubject } from '../reader.js';
import type { Subject } from '../subject.js';
import { archives, tensorFiles } from './binary.js';
import { scratchFile } from './scratch.js';
import { bytesOf, fixtureOf, lazily } from './seeds.js';

const tables = lazily(() => [
  bytesOf('x,y\n1,2\n3,4\n'),
  fixtureOf('mcycle_shallow_pieces.csv').subarray(0, 300),
]);
const checkpoints = lazily(() => [fixtureOf('mcycle_shallow.json'), ...archives(), ...tensorFiles()]);

interface Input {
  readonly bytes: Uint8Array;
  readonly isTable: boolean;
}

/** How a call ended: its result, or the error without the path before its message. */
async function endOf(call: () => unknown, path: string): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error as Error;
    return [name, message.replace(`${path}: `, '')];
  }
}

/** Files: `readCsvFile` and `readCheckpointFile` do what the readers of bytes do, and name the file in errors. */
export const fileSubject: Subject = readerSubject<Input, string | null>({
  name: 'files',
  share: 1,
  prefix: /^never/,
  make: (chance) => {
    const isTable = chance.happens(0.4);
    return {
      isTable,
      bytes: isTable ? mutated(tables(), TEXT, chance) : mutated(checkpoints(), BINARY, chance),
    };
  },
  bytes: ({ bytes }) => bytes,
  read: async ({ bytes, isTable }) => {
    const path = scratchFile('file', bytes);
    const fromFile = isTable ? readCsvFile : readCheckpointFile;
    const fromBytes = isTable ? readCsv : readCheckpoint;
    let message = `${path}: `;
    const [one, other] = [
      await endOf(async () => {
        try {
          return await fromFile(path);
        } catch (error) {
          ({ message } = error as Error);
          throw error;
        }
      }, path),
      await endOf(() => fromBytes(bytes), path),
    ];
    if (!message.startsWith(`${path}: `)) return `the message does not name the file: ${message}`;
    return isDeepStrictEqual(one, other) ? null : 'the file is read otherwise than its bytes';
  },
  check: (complaint) => complaint,
});
