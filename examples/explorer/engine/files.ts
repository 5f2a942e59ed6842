/** Files that are dropped on the page: data as CSV, networks as checkpoints. Refusals are the library's own. */
import { dataset, networkFromLayers, standardise } from 'relu-splines';
import { readCheckpoint, readCsv } from 'relu-splines/io';
import { Refusal } from './checks.js';
import { LIMITS, checkConfiguration } from './configuration.js';
import type { Configuration, DataChoice, InitChoice } from './configuration.js';
import { scaleOf } from './presets.js';

/** Larger files are not even read. */
export const LARGEST_FILE = 20 * 2 ** 20;

/** What a file turned out to be, and a sentence about it. */
export type Dropped =
  | { readonly kind: 'data'; readonly data: DataChoice; readonly said: string }
  | { readonly kind: 'network'; readonly init: InitChoice; readonly said: string };

/** A file by what the page needs of it. */
export interface NamedFile {
  readonly name: string;
  readonly size: number;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

/**
 * Reads a file: what is named `.csv`, `.tsv` or `.txt` as data, anything else as a checkpoint.
 *
 * @returns A promise, rejected with a sentence for the page where the file is too large or not what it should be.
 */
export async function readDropped(file: NamedFile, standardised: boolean): Promise<Dropped> {
  if (file.size > LARGEST_FILE) {
    throw new Refusal(`${file.name}: a file must have at most ${LARGEST_FILE} bytes, got ${file.size}`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (/\.(csv|tsv|txt)$/i.test(file.name)) return dataFromCsv(bytes, standardised);
  return networkFromBytes(bytes, file.name);
}

/**
 * Data from CSV: the first two columns are x and y.
 *
 * @param standardised Whether both are brought to mean 0 and deviation 1, as one trains.
 */
export function dataFromCsv(input: string | Uint8Array, standardised: boolean): Dropped {
  const { columns, values } = readCsv(input);
  if (columns.length < 2) {
    throw new Refusal(`CSV: there must be two columns, x and y, got ${columns.join(', ')}`);
  }
  const [x, y] = values;
  if (x.length > LIMITS.data) {
    throw new Refusal(`CSV: there must be at most ${LIMITS.data} rows, got ${x.length}`);
  }
  const measured = dataset(x, y);
  const scale = scaleOf(measured);
  const { x: sortedX, y: sortedY } = standardised ? standardise(measured, scale) : measured;
  const data = checkConfigurationData({ kind: 'points', x: Array.from(sortedX), y: Array.from(sortedY) });
  const told = standardised
    ? `, brought to mean 0 and deviation 1: ${columns[0]} − ${short(scale.xMean)} over ${short(scale.xScale)}, ` +
      `${columns[1]} − ${short(scale.yMean)} over ${short(scale.yScale)}`
    : '';
  return {
    kind: 'data',
    data,
    said: `${x.length} data: ${columns[1]} against ${columns[0]}${told}.`,
  };
}

/** A shallow network of one input from the bytes of a checkpoint. */
export async function networkFromBytes(input: Uint8Array | string, name: string): Promise<Dropped> {
  const { format, layers } = await readCheckpoint(input);
  const network = networkFromLayers(layers);
  const width = network.inputWeights.length;
  if (width > LIMITS.width) {
    throw new Refusal(`${name}: a network must have at most ${LIMITS.width} units here, got ${width}`);
  }
  return {
    kind: 'network',
    init: {
      kind: 'weights',
      inputWeights: Array.from(network.inputWeights),
      inputBiases: Array.from(network.inputBiases),
      outputWeights: Array.from(network.outputWeights),
      outputBias: network.outputBias,
    },
    said: `${name}: a network of ${width} units, read as ${format}.`,
  };
}

/** A configuration with what was dropped in place of what it had. */
export function withDropped(configuration: Configuration, dropped: Dropped): Configuration {
  if (dropped.kind === 'data') return checkConfiguration({ ...configuration, data: dropped.data });
  const view = { ...configuration.view, unit: 0 };
  // Weights are shown as they are.
  return checkConfiguration({ ...configuration, init: dropped.init, alpha: 1, view });
}

/** Numbers of any size are data, but not all can be drawn and trained on. */
function checkConfigurationData(data: DataChoice): DataChoice {
  if (data.kind !== 'points') return data;
  for (const [name, list] of [
    ['x', data.x],
    ['y', data.y],
  ] as const) {
    const bad = list.find((value) => !(Math.abs(value) <= LIMITS.size));
    if (bad !== undefined) {
      throw new Refusal(
        `CSV: ${name} must be at most ${LIMITS.size} in size, got ${bad}; have it standardised`,
      );
    }
  }
  return data;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
