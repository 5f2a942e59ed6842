import { unitScales } from '../forms/convert.js';
import type { NetworkScale } from '../forms/convert.js';
import { madeBy } from '../forms/form.js';
import { largestMagnitude } from '../numeric/arrays.js';
import type { NumericArray, ReadonlyFloat64Array, ReadonlyInt32Array } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, integerIn, knownKeys, object, sameLength } from '../numeric/checks.js';
import { NeumaierSum } from '../numeric/sums.js';
import { checkMultivariateNetwork, finiteMultivariateNetwork } from './network.js';
import type { MultivariateNetwork } from './network.js';
import { finiteRows } from './rows.js';
import type { NumericRows } from './rows.js';

/**
 * The same function in breakplane form: f(x) = B₀ + Σᵢ ηᵢ (ξᵢ·x − γᵢ)₊ (theory 14).
 *
 * A unit bends f along the hyperplane ξ·x = γ and is active on the side that ξ points to. With D = 1, ξ = s, γ = sβ
 * and η = sμ: the slope jump, not the delta-slope.
 */
export interface Breakplanes {
  /** Number of inputs D. */
  readonly inputs: number;
  /** Unit normals ξ = w/‖w‖, row by row, towards the active side; shape (H × D). */
  readonly normals: ReadonlyFloat64Array;
  /** Offsets γ = −b/‖w‖: the plane's signed distance from the origin along its normal; shape (H), in units of x. */
  readonly offsets: ReadonlyFloat64Array;
  /** η = v‖w‖: the jump of the slope along the normal, across the plane; shape (H), in units of y per x. */
  readonly slopeJumps: ReadonlyFloat64Array;
  /** Output bias B₀, in units of y. */
  readonly outputBias: number;
}

/** What {@link breakplanes} takes: any array-likes of numbers. */
export interface BreakplanesInit {
  /** One row a unit, of any length above zero; as an array of rows or row by row. */
  readonly normals: NumericRows;
  readonly offsets: NumericArray;
  readonly slopeJumps: NumericArray;
  /** Default 0. */
  readonly outputBias?: number;
  /** Number of inputs D. Not needed where `normals` is an array of at least one row. */
  readonly inputs?: number;
}

/** The breakplanes of a network, with the way back to its units. */
export interface NetworkBreakplanes extends Breakplanes {
  /** Network index of each kept unit, increasing, shape (number of units with w ≠ 0). */
  readonly units: ReadonlyInt32Array;
  /** Network indices of the units with w = 0, whose constants v(b)₊ went into the output bias. */
  readonly foldedUnits: ReadonlyInt32Array;
}

/**
 * Checks and copies normals, offsets and slope jumps. Normals are brought to length one; offsets and slope jumps
 * belong to the unit normals and stay as they are.
 *
 * @throws `TypeError` for what is not a number, `RangeError` for NaN, Infinity or a normal of zero, `ShapeError` for
 * rows or arrays of different lengths.
 * @example
 * ```ts
 * import { breakplanes, evaluateMultivariate } from 'relu-splines/multivariate';
 *
 * const ridge = breakplanes({ normals: [[3, 4]], offsets: [1], slopeJumps: [10] });
 * ridge.normals; // Float64Array [0.6, 0.8]
 * evaluateMultivariate(ridge, [[3, 4], [0, 0]]); // Float64Array [40, 0]
 * ```
 */
export function breakplanes(units: BreakplanesInit): Breakplanes {
  const where = 'breakplanes';
  object(where, 'units', units);
  const { values, count, inputs } = finiteRows(where, 'normals', units.normals, units.inputs);
  const offsets = finiteVector(where, 'offsets', units.offsets);
  const slopeJumps = finiteVector(where, 'slopeJumps', units.slopeJumps);
  const { outputBias = 0 } = units;
  finiteNumber(where, 'outputBias', outputBias);
  sameLength(where, 'offsets', offsets, 'the rows of normals', count);
  sameLength(where, 'slopeJumps', slopeJumps, 'the rows of normals', count);
  for (let i = 0; i < count; i++) {
    if (!(normaliseRow(values, i, inputs) > 0)) {
      throw new RangeError(`${where}: normals[${i}] must not be zero, got ${inputs} zeros`);
    }
  }
  return { inputs, normals: values, offsets, slopeJumps, outputBias };
}

/**
 * A network as breakplanes: unit normals ξᵢ = wᵢ/‖wᵢ‖, offsets γᵢ = −bᵢ/‖wᵢ‖ and slope jumps ηᵢ = vᵢ‖wᵢ‖ (theory 14).
 *
 * Units keep the network's order. A unit with w = 0 is the constant v(b)₊ and has no breakplane: its constant is
 * folded into the output bias and its index reported in `foldedUnits`. A unit with v = 0 keeps its plane with slope
 * jump zero.
 *
 * @throws `RangeError` if an offset or a slope jump overflows (w tiny against b, or ‖w‖·v above 1.8e308); `TypeError`
 * for what is not a network.
 * @example
 * ```ts
 * import { multivariateNetwork, toBreakplanes } from 'relu-splines/multivariate';
 *
 * const planes = toBreakplanes(
 *   multivariateNetwork({ inputWeights: [[3, 4], [0, 0]], inputBiases: [-10, 2], outputWeights: [1, 3] }),
 * );
 * planes.normals; // Float64Array [0.6, 0.8]
 * planes.offsets; // Float64Array [2]
 * planes.slopeJumps; // Float64Array [5]
 * planes.outputBias; // 6, the constant of the unit with w = 0
 * planes.foldedUnits; // Int32Array [1]
 * ```
 */
export function toBreakplanes(network: MultivariateNetwork): NetworkBreakplanes {
  const where = 'toBreakplanes';
  checkMultivariateNetwork(where, network);
  const { inputs, inputWeights, inputBiases: b, outputWeights: v } = network;
  const rows = Float64Array.from(inputWeights);
  const units: number[] = [];
  const foldedUnits: number[] = [];
  const xi: number[] = [];
  const gamma: number[] = [];
  const eta: number[] = [];
  const bias = new NeumaierSum();
  bias.add(network.outputBias);
  for (let i = 0; i < b.length; i++) {
    const r = normaliseRow(rows, i, inputs);
    if (r === 0) {
      foldedUnits.push(i);
      bias.add(v[i] * Math.max(b[i], 0));
      continue;
    }
    units.push(i);
    xi.push(...rows.subarray(i * inputs, (i + 1) * inputs));
    // −0 + 0 is 0: neither a plane through the origin nor a jump of zero has a sign.
    gamma.push(finiteNumber(where, `the offset of unit ${i}, −(${b[i]})/${r},`, -b[i] / r + 0));
    eta.push(finiteNumber(where, `the slope jump of unit ${i}, ${v[i]} × ${r},`, v[i] * r + 0));
  }
  return {
    inputs,
    normals: Float64Array.from(xi),
    offsets: Float64Array.from(gamma),
    slopeJumps: Float64Array.from(eta),
    outputBias: finiteNumber(where, 'the output bias with the constants of units with w = 0', bias.value),
    units: Int32Array.from(units),
    foldedUnits: Int32Array.from(foldedUnits),
  };
}

/**
 * A network with the given breakplanes: w = rξ, b = −rγ, v = η/r.
 *
 * The function does not determine r = ‖w‖; `scale` does, as for `toNetwork`:
 * - a positive number for all units (default 1: w is the unit normal), or one a unit;
 * - `'balanced'`: r² = |η|/√(1 + γ²), so that the conserved quantity ‖w‖² + b² − v² is zero;
 * - `'equal-magnitude'`: ‖w‖ = |v| = √|η|.
 *
 * The last two need η ≠ 0; units with η = 0 get r = 1. Going back by `toBreakplanes` gives the planes to a few units of
 * the last place, since the length of a rounded unit normal is one only to rounding.
 *
 * @throws `RangeError` for scales that are not positive and finite, or weights that overflow; `ShapeError` for a wrong
 * number of scales; `TypeError` for what are not breakplanes.
 * @example
 * ```ts
 * import { breakplanes, fromBreakplanes } from 'relu-splines/multivariate';
 *
 * const planes = breakplanes({ normals: [[0, 1]], offsets: [2], slopeJumps: [-9] });
 * fromBreakplanes(planes, { scale: 'equal-magnitude' }).inputWeights; // Float64Array [0, 3]
 * ```
 */
export function fromBreakplanes(
  planes: Breakplanes,
  options: { readonly scale?: NetworkScale } = {},
): MultivariateNetwork {
  const where = 'fromBreakplanes';
  checkBreakplanes(where, planes);
  knownKeys(where, options, ['scale']);
  const { scale = 1 } = options;
  const { inputs, normals, offsets: gamma, slopeJumps: eta, outputBias } = planes;
  const r = unitScales(where, scale, { breakpoints: gamma, deltaSlopes: eta });
  return finiteMultivariateNetwork(where, {
    inputs,
    inputWeights: normals.map((xi, k) => r[Math.floor(k / inputs)] * xi),
    inputBiases: r.map((length, i) => -length * gamma[i] + 0),
    outputWeights: r.map((length, i) => eta[i] / length + 0),
    outputBias,
  });
}

/** Refuses what are not breakplanes, in O(1). */
export function checkBreakplanes(where: string, planes: Breakplanes): void {
  object(where, 'planes', planes);
  const { inputs, normals, offsets, slopeJumps, outputBias } = planes;
  integerIn(where, 'planes.inputs', inputs, 1);
  madeBy('breakplanes', where, 'planes.normals', normals);
  madeBy('breakplanes', where, 'planes.offsets', offsets);
  madeBy('breakplanes', where, 'planes.slopeJumps', slopeJumps);
  sameLength(where, 'planes.normals', normals, 'inputs × offsets', inputs * offsets.length);
  sameLength(where, 'planes.slopeJumps', slopeJumps, 'offsets', offsets.length);
  finiteNumber(where, 'planes.outputBias', outputBias);
}

/** Brings row i to length one, in place, and returns the length that it had; a row of zeros stays. */
function normaliseRow(rows: Float64Array, i: number, inputs: number): number {
  const row = rows.subarray(i * inputs, (i + 1) * inputs);
  const largest = largestMagnitude(row);
  if (largest === 0) return 0;
  // By a power of two: exact, and neither squares nor a subnormal length lose digits.
  const exponent = Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
  const power = 2 ** exponent;
  for (let d = 0; d < inputs; d++) row[d] /= power;
  const length = Math.sqrt(row.reduce((sum, entry) => sum + entry * entry, 0));
  for (let d = 0; d < inputs; d++) row[d] = row[d] / length + 0;
  return length * power;
}
