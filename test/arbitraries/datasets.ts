import fc from 'fast-check';
import { dataset } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { networks } from './networks.js';
import type { NetworkOptions } from './networks.js';
import { numbers, places } from './numbers.js';
import type { Wildness } from './numbers.js';

/** Which data to generate. */
export interface DatasetOptions extends Wildness {
  /** Default 1. */
  readonly minCount?: number;
  /** Default 10. */
  readonly maxCount?: number;
  /** Places that data like to lie on exactly: a network's breakpoints. */
  readonly attractors?: readonly number[];
}

/** Unsorted samples with ties; unless tame, also of size 1e±9 and at 1e6 ± 1. One datum is common. */
export function samples({
  minCount = 1,
  maxCount = 10,
  attractors = [],
  ...wildness
}: DatasetOptions = {}): fc.Arbitrary<{ x: number[]; y: number[] }> {
  const anywhere = places(wildness);
  const x =
    attractors.length === 0
      ? anywhere
      : fc.oneof(
          { weight: 2, arbitrary: anywhere },
          { weight: 1, arbitrary: fc.constantFrom(...attractors) },
        );
  const samplesOf = (most: number): fc.Arbitrary<{ x: number[]; y: number[] }> =>
    fc
      .array(fc.tuple(x, numbers(wildness)), { minLength: minCount, maxLength: most })
      .map((pairs) => ({ x: pairs.map((pair) => pair[0]), y: pairs.map((pair) => pair[1]) }));
  return fc.oneof(
    { weight: 6, arbitrary: samplesOf(maxCount) },
    { weight: 1, arbitrary: samplesOf(minCount) },
  );
}

/** As {@link samples}, sorted into a data set. */
export function datasets(options: DatasetOptions = {}): fc.Arbitrary<Dataset> {
  return samples(options).map(({ x, y }) => dataset(x, y));
}

/** A network and data, some of them exactly on its breakpoints (as −b/w rounds). */
export function networksWithData(
  options: NetworkOptions & Omit<DatasetOptions, 'attractors'> = {},
): fc.Arbitrary<{ network: ShallowNetwork; data: Dataset }> {
  return networks(options).chain((network) =>
    datasets({ ...options, attractors: finiteBreakpoints(network) }).map((data) => ({ network, data })),
  );
}

/** −b/w of the units with w ≠ 0, in network order. */
function finiteBreakpoints({ inputWeights, inputBiases }: ShallowNetwork): number[] {
  return Array.from(inputWeights, (w, i) => -inputBiases[i] / w + 0).filter(Number.isFinite);
}
