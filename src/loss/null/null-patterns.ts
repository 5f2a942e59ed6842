import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { ActivationPattern, ActivationPatterns } from './activation-patterns.js';
import { DirectionSum } from './sparse-direction.js';
import type { SparseDirection } from './sparse-direction.js';
import { bracket, oneBreakpoint, preactivation } from './unit-lines.js';

/**
 * How the units of one pattern make functions of what they see, once everything redundant among them is taken
 * out.
 */
export type Supply =
  /** A unit with v ≠ 0 makes any line, from w and b. */
  | { readonly kind: 'unit'; readonly unit: number }
  /** Two units with v = 0 and different breakpoints make any line, from both v. */
  | { readonly kind: 'pair'; readonly units: readonly [number, number] }
  /** One breakpoint, all v = 0: only multiples of that hinge, from v. */
  | { readonly kind: 'hinge'; readonly unit: number }
  /** One distinct x is seen: every function of it is a number. */
  | { readonly kind: 'datum'; readonly unit: number; readonly x: number };

/** What makes x on all data, as the output bias makes the constant. */
export type SlopeSupply = Extract<Supply, { readonly kind: 'unit' | 'hinge' }>;

/** What is null among the units of one pattern, and what the pattern supplies. */
interface PatternNullDirections<Supplied> {
  readonly shared: readonly SparseDirection[];
  readonly single: readonly SparseDirection[];
  readonly supply: Supplied;
}

/** Null directions of units that see the same data, over all patterns, and what each pattern supplies. */
export interface SharedNullDirections {
  readonly sharedActivationPattern: readonly SparseDirection[];
  readonly singleActiveDatum: readonly SparseDirection[];
  /** What makes x on all data; null where nothing does, or where it is a constant. */
  readonly slope: SlopeSupply | null;
  /** By split, as in {@link ActivationPatterns}. */
  readonly right: ReadonlyMap<number, Supply>;
  readonly left: ReadonlyMap<number, Supply>;
}

/**
 * The causes that lie in single patterns: units see the same data, and on those there are only two functions, 1
 * and x, or one if a single x is seen.
 *
 * @param threshold When two units with v = 0 and one pattern have one breakpoint: see {@link oneBreakpoint}.
 */
export function sharedNullDirections(
  network: ShallowNetwork,
  data: Dataset,
  patterns: ActivationPatterns,
  threshold: number,
): SharedNullDirections {
  const shared: SparseDirection[] = [];
  const single: SparseDirection[] = [];
  const collect = <Supplied>(found: PatternNullDirections<Supplied>): Supplied => {
    for (const direction of found.shared) shared.push(direction);
    single.push(...found.single);
    return found.supply;
  };
  const half = (bySplit: ReadonlyMap<number, ActivationPattern>): Map<number, Supply> => {
    const supplies = new Map<number, Supply>();
    for (const [split, pattern] of bySplit) {
      supplies.set(split, collect(ofHalfLine(network, data, split, pattern, threshold)));
    }
    return supplies;
  };
  const slope = collect(ofAll(network, data, patterns.all));
  const right = half(patterns.right);
  const left = half(patterns.left);
  return { sharedActivationPattern: shared, singleActiveDatum: single, slope, right, left };
}

// The output bias is one of those that see everything, so a unit with v = 0 and w ≠ 0 makes x as well as one
// with v ≠ 0. What each makes of the constant has been dealt with unit by unit.
function ofAll(
  network: ShallowNetwork,
  { x, groupStarts }: Dataset,
  { units }: ActivationPattern,
): PatternNullDirections<SlopeSupply | null> {
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const width = w.length;
  const tilting = units.filter((i) => v[i] !== 0);
  const hinges = units.filter((i) => v[i] === 0 && w[i] !== 0);
  const onlyOne = groupStarts.length === 2;
  if (tilting.length > 0) {
    const r = largest(tilting, v);
    const shared = tilting.filter((i) => i !== r).map((i) => sameSlope(network, r, i));
    for (const i of hinges) {
      shared.push(
        new DirectionSum()
          .add(2 * width + i, 1)
          .add(r, -w[i], v[r])
          .add(3 * width, -b[i])
          .finish(),
      );
    }
    if (onlyOne) return { shared, single: [unitOnOneDatum(network, r, x[0])], supply: null };
    return { shared, single: [], supply: { kind: 'unit', unit: r } };
  }
  if (hinges.length === 0) return { shared: [], single: [], supply: null };
  const r = largest(hinges, w);
  const shared = hinges
    .filter((i) => i !== r)
    .map((i) =>
      new DirectionSum()
        .add(2 * width + i, w[r])
        .add(2 * width + r, -w[i])
        .add(3 * width, -bracket(network, i, r))
        .finish(),
    );
  if (!onlyOne) return { shared, single: [], supply: { kind: 'hinge', unit: r } };
  const constant = new DirectionSum().add(2 * width + r, 1).add(3 * width, -preactivation(network, r, x[0]));
  return { shared, single: [constant.finish()], supply: null };
}

function ofHalfLine(
  network: ShallowNetwork,
  data: Dataset,
  split: number,
  pattern: ActivationPattern,
  threshold: number,
): PatternNullDirections<Supply> {
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const { x, groupStarts } = data;
  const width = w.length;
  const datum = pattern.end - pattern.first === 1 ? x[groupStarts[pattern.first]] : null;
  const tilting = pattern.units.filter((i) => v[i] !== 0);
  const hinges = pattern.units.filter((i) => v[i] === 0);
  if (tilting.length > 0) {
    const r = largest(tilting, v);
    const shared = tilting
      .filter((i) => i !== r)
      .flatMap((i) => [sameSlope(network, r, i), sameValue(network, r, i)]);
    for (const i of hinges) {
      shared.push(
        new DirectionSum()
          .add(2 * width + i, 1)
          .add(r, -w[i], v[r])
          .add(width + r, -b[i], v[r])
          .finish(),
      );
    }
    if (datum === null) return { shared, single: [], supply: { kind: 'unit', unit: r } };
    const supply: Supply = { kind: 'datum', unit: r, x: datum };
    return { shared, single: [unitOnOneDatum(network, r, datum)], supply };
  }
  const [r, q] = outermost(network, hinges);
  if (datum === null && !oneBreakpoint(network, data, split, [r, q], threshold)) {
    const shared = hinges.filter((i) => i !== r && i !== q).map((i) => thirdHinge(network, [r, q], i));
    return { shared, single: [], supply: { kind: 'pair', units: [r, q] } };
  }
  const shared = hinges
    .filter((i) => i !== r)
    .map((i) => {
      const sum = new DirectionSum().add(2 * width + i, 1);
      if (datum === null) return sum.add(2 * width + r, -w[i], w[r]).finish();
      const [one, other] = [i, r].map((unit) => preactivation(network, unit, datum));
      return sum.add(2 * width + r, -one, other).finish();
    });
  const supply: Supply = datum === null ? { kind: 'hinge', unit: r } : { kind: 'datum', unit: r, x: datum };
  return { shared, single: [], supply };
}

function largest(units: readonly number[], weights: ArrayLike<number>): number {
  return units.reduce((best, i) => (Math.abs(weights[i]) > Math.abs(weights[best]) ? i : best));
}

// The units with the leftmost and the rightmost breakpoint, one unit twice if there is only one breakpoint.
// All have w of one sign, so a bracket above zero means that the first breakpoint is left of the second.
function outermost(network: ShallowNetwork, units: readonly number[]): [number, number] {
  let first = units[0];
  let last = units[0];
  for (const i of units) {
    if (bracket(network, i, first) > 0) first = i;
    if (bracket(network, i, last) < 0) last = i;
  }
  return [first, last];
}

// v_r and v_i make the same x of their input weights …
function sameSlope({ outputWeights: v }: ShallowNetwork, r: number, i: number): SparseDirection {
  return new DirectionSum().add(i, 1, v[i]).add(r, -1, v[r]).finish();
}

// … and the same 1 of their biases.
function sameValue({ outputWeights: v }: ShallowNetwork, r: number, i: number): SparseDirection {
  const width = v.length;
  return new DirectionSum()
    .add(width + i, 1, v[i])
    .add(width + r, -1, v[r])
    .finish();
}

function unitOnOneDatum({ outputWeights: v }: ShallowNetwork, r: number, x: number): SparseDirection {
  return new DirectionSum()
    .add(r, 1)
    .add(v.length + r, -x)
    .finish();
}

// Three lines are dependent: z_i·[r q] = z_r·[i q] + z_q·[r i].
function thirdHinge(network: ShallowNetwork, [r, q]: readonly [number, number], i: number): SparseDirection {
  const v = 2 * network.inputWeights.length;
  return new DirectionSum()
    .add(v + i, bracket(network, r, q))
    .add(v + r, -bracket(network, i, q))
    .add(v + q, -bracket(network, r, i))
    .finish();
}
