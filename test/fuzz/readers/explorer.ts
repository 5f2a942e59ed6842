import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_CONFIGURATION, LIMITS } from '../../../examples/explorer/engine/configuration.js';
import type { Configuration } from '../../../examples/explorer/engine/configuration.js';
import { dataFromCsv, networkFromBytes, withDropped } from '../../../examples/explorer/engine/files.js';
import type { Dropped } from '../../../examples/explorer/engine/files.js';
import { fromHash, toHash } from '../../../examples/explorer/engine/link.js';
import type { Chance } from '../chance.js';
import { BINARY, mutated, TEXT } from '../mutate.js';
import { readTable } from '../oracles/csv.js';
import { readUtf8 } from '../oracles/json.js';
import { readerSubject } from '../reader.js';
import type { Subject } from '../subject.js';
import { archives, tensorFiles } from './binary.js';
import { anyNumber, bytesOf, fixtureOf, lazily, textOf } from './seeds.js';

const tables = lazily(() => [
  bytesOf('x,y\n1,2\n3,4\n'),
  bytesOf('x;y;z\n1;2;3\n1;-2;3\n5e3;1e-3;0\n'),
  fixtureOf('mcycle_shallow_pieces.csv').subarray(0, 300),
]);
const networks = lazily(() => [
  bytesOf('{"0.weight":[[1],[-1]],"0.bias":[0,2],"2.weight":[[1,1]],"2.bias":[0]}'),
  fixtureOf('mcycle_shallow.json'),
  ...archives(),
  ...tensorFiles(),
]);

interface Input {
  readonly bytes: Uint8Array;
  readonly isTable: boolean;
  readonly standardised: boolean;
}

/** A configuration goes into a link and comes back the same. */
function linkComplaint(configuration: Configuration): string | null {
  const hash = toHash(configuration);
  const back = fromHash(hash);
  return isDeepStrictEqual(back, configuration) && toHash(back) === hash
    ? null
    : 'the link says something else';
}

/** Files dropped on the explorer's page. */
export const droppedSubject: Subject = readerSubject<Input, Dropped>({
  name: 'explorer-files',
  share: 2,
  prefix:
    /^(?:read\w+|layersOf|networkFromLayers|shallowNetwork|dataset|standardise|CSV|configuration|net): \S/,
  make: (chance) => {
    const isTable = chance.happens(0.5);
    const bytes = isTable ? mutated(tables(), TEXT, chance) : mutated(networks(), BINARY, chance);
    return { bytes, isTable, standardised: chance.happens(0.5) };
  },
  bytes: ({ bytes }) => bytes,
  read: ({ bytes, isTable, standardised }) =>
    isTable ? dataFromCsv(bytes, standardised) : networkFromBytes(bytes, 'net'),
  check: (dropped, { bytes, standardised }) => {
    if (dropped.kind === 'data') {
      const { data } = dropped;
      if (data.kind !== 'points') return 'the data are no points';
      const finite = [...data.x, ...data.y].every((value) => Math.abs(value) <= LIMITS.size);
      if (!finite) return 'the data are not finite, or too large';
      const [x, y] = readTable(readUtf8(bytes) ?? '')?.values ?? [[], []];
      if (data.x.length !== x.length) return `${data.x.length} data of ${x.length}`;
      const sorted = x.map((each, n) => [each, y[n]]).sort(([a], [b]) => a - b);
      const isSame = sorted.every(([a, b], n) => data.x[n] === a && data.y[n] === b);
      if (!standardised && !isSame) return 'the data are others';
    }
    try {
      return linkComplaint(withDropped(DEFAULT_CONFIGURATION, dropped));
    } catch (error) {
      // Weights of any size are read, and not all are trained on.
      const { message } = error as Error;
      return dropped.kind === 'network' && /^configuration: \S/.test(message) ? null : message;
    }
  },
});

const links = lazily(() => [
  toHash(DEFAULT_CONFIGURATION),
  '#data=points,0~0,1~-0.5,-2e-3~1&init=weights,0.5,1~0~-1,2~-0~3&alpha=0.1&method=gd&rate=0.01',
  '#data=random&dataseed=7&init=grid,-2.5,2.5&width=30&seed=2&method=adam&unit=none&show=natural,limit',
]);

function writtenLink(chance: Chance): string {
  const link = chance.pick(links());
  const number = (): string => String(anyNumber(chance));
  return chance.happens(0.3)
    ? textOf(mutated(links().map(bytesOf), TEXT, chance))
    : link.replace(/-?\d[\d.e-]*/g, (old) => (chance.happens(0.15) ? number() : old));
}

/** Links to the explorer's page. */
export const linkSubject: Subject = readerSubject<string, Configuration>({
  name: 'explorer-link',
  share: 2,
  prefix: /^(?:link|configuration): \S/,
  make: writtenLink,
  bytes: bytesOf,
  read: fromHash,
  check: linkComplaint,
});
