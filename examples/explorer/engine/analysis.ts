/** What the library says of one network on its way, as the plain records that views draw. Cheap: O(N + H log H). */
import { evaluateSlice, knotTypeTable, knotTypes, lossSlice, residuals } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { breakpointClusters, breakpointDrive } from 'relu-splines/flow';
import type { ClusterMark, DriveCurves, KnotColumn, SliceModel, UnitRow } from '../views/models.js';
import type { UnitClass, ViewChoice } from './configuration.js';

/** The units of a vector of parameters: breakpoints, delta-slopes, orientations. */
export function unitRow(parameters: Float64Array): UnitRow {
  const width = (parameters.length - 1) / 3;
  const breakpoints = new Float64Array(width);
  const deltaSlopes = new Float64Array(width);
  const orientations = new Int8Array(width);
  for (let i = 0; i < width; i++) {
    const w = parameters[i];
    // As `breakpointTrajectories` has it: adding 0 turns −0 into 0.
    breakpoints[i] = w === 0 ? NaN : -parameters[width + i] / w + 0;
    deltaSlopes[i] = w * parameters[2 * width + i] + 0;
    orientations[i] = Math.sign(w);
  }
  return { breakpoints, deltaSlopes, orientations };
}

/** The distinct x of data, shape (G). */
export function distinctX({ x, groupStarts }: Dataset): Float64Array {
  return Float64Array.from({ length: groupStarts.length - 1 }, (_, g) => x[groupStarts[g]]);
}

/** The loss along the breakpoint of one unit, with the types of its knots; null where it has none. */
export function sliceOf(
  network: ShallowNetwork,
  data: Dataset,
  unit: number | null,
  dynamics: ViewChoice['dynamics'],
): SliceModel['slice'] {
  if (unit === null || !(unit < network.inputWeights.length)) return null;
  // A breakpoint that overflows has no slice; the library refuses it.
  if (!Number.isFinite(network.inputBiases[unit] / network.inputWeights[unit])) return null;
  const slice = lossSlice(network, data, unit);
  if (slice === null) return null;
  const { breakpoint, orientation, knots, lossAtKnots, leftSlopes, rightSlopes, pieces, minimum } = slice;
  return {
    unit,
    breakpoint,
    loss: evaluateSlice(slice, breakpoint),
    orientation,
    knots: Float64Array.from(knots),
    lossAtKnots: Float64Array.from(lossAtKnots),
    leftSlopes: Float64Array.from(leftSlopes),
    rightSlopes: Float64Array.from(rightSlopes),
    pieces: pieces.map(({ quadratic }) => ({ quadratic })),
    minimum,
    types: knotTypes(network, data, { unit, dynamics })?.types ?? null,
  };
}

/** Index in the table of the library for each class. */
const CLASSES: Readonly<Record<Exclude<UnitClass, 'unit'>, number>> = {
  'right+': 0,
  'right-': 1,
  'left+': 2,
  'left-': 3,
};

/** What every datum is to the class chosen, with the residuals as they are; null where no class is. */
export function knotColumn(
  network: ShallowNetwork,
  data: Dataset,
  { unit, unitClass, dynamics }: ViewChoice,
): KnotColumn | null {
  const { classes } = knotTypeTable(network, data, { dynamics });
  if (unitClass !== 'unit') {
    const { orientation, outputSign, types } = classes[CLASSES[unitClass]];
    return { orientation, outputSign, types };
  }
  const w = unit === null ? 0 : network.inputWeights[unit];
  const v = unit === null ? 0 : network.outputWeights[unit];
  if (!(Math.abs(w) > 0)) return null;
  const orientation = w > 0 ? 1 : -1;
  if (v === 0) return { orientation, outputSign: 0, types: classes[0].types.map(() => 'degenerate') };
  const { types } = classes[(w > 0 ? 0 : 2) + (v > 0 ? 0 : 1)];
  return { orientation, outputSign: v > 0 ? 1 : -1, types };
}

/** The drive ψ on [low, high]: lines between data, with both values where it jumps. */
export function driveCurves(network: ShallowNetwork, data: Dataset, low: number, high: number): DriveCurves {
  const places = Array.from(distinctX(data));
  const from = Math.min(low, places[0]);
  const to = Math.max(high, places[places.length - 1]);
  const beta = [from, ...places.flatMap((x) => [x, x]), to];
  const { right, left } = breakpointDrive(network, data, beta);
  const epsilon = residuals(network, data);
  places.forEach((x, g) => {
    let jump = 0;
    for (let n = data.groupStarts[g]; n < data.groupStarts[g + 1]; n++) jump += epsilon[n] * (1 + x * x);
    // Exactly at a datum neither counts it: ψ₊ does left of it, ψ₋ right of it.
    right[2 * g + 1] += jump;
    left[2 * g + 2] += jump;
  });
  return { beta: Float64Array.from(beta), right, left };
}

/** Breakpoints that lie together: on a datum, or two and more between data. */
export function clusterMarks(
  network: ShallowNetwork,
  data: Dataset,
  slidingOn: Int32Array | null,
): ClusterMark[] {
  const options = slidingOn === null ? {} : { slidingOn };
  return breakpointClusters(network, data, options).map(
    ({ units, place, spread, orientation, outputSign, datum }) => ({
      low: datum === null ? place - spread / 2 : place,
      high: datum === null ? place + spread / 2 : place,
      size: units.length,
      orientation,
      outputSign,
      datum,
    }),
  );
}
