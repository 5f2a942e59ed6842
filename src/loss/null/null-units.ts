import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { ActivationPatterns } from './activation-patterns.js';
import { DirectionSum } from './sparse-direction.js';
import type { SparseDirection } from './sparse-direction.js';
import { preactivation } from './unit-lines.js';

/** Null directions of the Jacobian that one unit has by itself, or with the output bias. */
export interface UnitNullDirections {
  readonly scaling: readonly SparseDirection[];
  readonly zeroOutputWeight: readonly SparseDirection[];
  readonly zeroInputWeight: readonly SparseDirection[];
  readonly deadUnit: readonly SparseDirection[];
  readonly alwaysActiveUnit: readonly SparseDirection[];
}

/**
 * The causes that lie in single units, each with only what it adds to the span of those before it. What is zero
 * here is exactly zero.
 */
export function unitNullDirections(
  network: ShallowNetwork,
  data: Dataset,
  { dead, all }: ActivationPatterns,
): UnitNullDirections {
  const { inputWeights: w, outputWeights: v } = network;
  const units = Array.from(w, (_, i) => i);
  return {
    scaling: units.map((i) => scaling(network, i)).filter(({ indices }) => indices.length > 0),
    zeroOutputWeight: units.filter((i) => v[i] === 0).flatMap((i) => freeInput(network, data, i)),
    zeroInputWeight: all.units.filter((i) => w[i] === 0).map((i) => constantUnit(network, i)),
    deadUnit: dead.flatMap((i) => deadUnit(network, i)),
    alwaysActiveUnit: all.units
      .filter((i) => w[i] !== 0 && v[i] !== 0)
      .map((i) => biasAgainstOutputBias(network, i)),
  };
}

function scaling(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  i: number,
): SparseDirection {
  const width = w.length;
  return new DirectionSum()
    .add(i, w[i])
    .add(width + i, b[i])
    .add(2 * width + i, -v[i])
    .finish();
}

// With v = 0 both e_w and e_b are null, and scaling has taken (w, b) of the plane. Of what may be added, lifting
// and tilting about the middle of the data, the one is taken that (w, b) is less like on the data.
function freeInput(network: ShallowNetwork, { x }: Dataset, i: number): SparseDirection[] {
  const { inputWeights: w, inputBiases: b } = network;
  const width = w.length;
  const lift = new DirectionSum().add(width + i, 1);
  if (w[i] === 0 && b[i] === 0) return [new DirectionSum().add(i, 1).finish(), lift.finish()];
  const low = x[0] / 2;
  const high = x[x.length - 1] / 2;
  const middle = low + high;
  if (Math.abs(preactivation(network, i, middle)) <= Math.abs(w[i]) * (high - low)) return [lift.finish()];
  return [
    new DirectionSum()
      .add(i, 1)
      .add(width + i, -middle)
      .finish(),
  ];
}

// The unit is the constant vb, which the output bias can undo. Scaling has already traded v against b.
function constantUnit(network: ShallowNetwork, i: number): SparseDirection {
  const { inputBiases: b, outputWeights: v } = network;
  if (v[i] !== 0) return biasAgainstOutputBias(network, i);
  const width = b.length;
  return new DirectionSum()
    .add(2 * width + i, 1)
    .add(3 * width, -b[i])
    .finish();
}

function biasAgainstOutputBias({ outputWeights: v }: ShallowNetwork, i: number): SparseDirection {
  const width = v.length;
  return new DirectionSum()
    .add(width + i, 1)
    .add(3 * width, -v[i])
    .finish();
}

// All three directions are null. Scaling has taken one; the axes that it is least along are added.
function deadUnit(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  i: number,
): SparseDirection[] {
  const width = w.length;
  const axes = [
    { index: i, taken: Math.abs(w[i]) },
    { index: width + i, taken: Math.abs(b[i]) },
    { index: 2 * width + i, taken: Math.abs(v[i]) },
  ];
  // With v = 0 the other two are there already.
  const added = v[i] === 0 ? axes.slice(2) : axes.sort((one, other) => one.taken - other.taken).slice(0, 2);
  return added.map(({ index }) => new DirectionSum().add(index, 1).finish());
}
