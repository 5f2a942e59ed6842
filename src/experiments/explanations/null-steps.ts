import type { Dataset } from '../../data/dataset.js';
import { evaluate } from '../../forms/evaluate.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { NullDirection } from '../../loss/null/null-directions.js';
import { denseDirection } from '../../loss/null/sparse-direction.js';
import type { NumericArray } from '../../numeric/arrays.js';

/**
 * The network after a step along one of these directions: of those along which f is linear, the one that changes f most over
 * `grid`, but by no more than `height`. No unit starts or stops to see a datum, so that f stays the same at the data. Null
 * if there is no such direction.
 */
export function largestChange(
  network: ShallowNetwork,
  data: Dataset,
  directions: readonly NullDirection[],
  { height, grid }: { readonly height: number; readonly grid: NumericArray },
): ShallowNetwork | null {
  const width = network.inputWeights.length;
  let best: ShallowNetwork | null = null;
  let most = 0;
  for (const direction of directions) {
    const move = denseDirection(direction, 3 * width + 1);
    if (!isLinear(move, width)) continue;
    for (const sign of [1, -1]) {
      const limit = Math.min(furthest(network, data, move, sign), 1e6);
      // The change of f is a continuous function of the step: halve it until it is no higher than wanted.
      let step = limit;
      let changed = moved(network, move, sign * step);
      let size = largestDifference(network, changed, grid);
      while (size > height) {
        step /= 2;
        changed = moved(network, move, sign * step);
        size = largestDifference(network, changed, grid);
      }
      if (size > most) {
        most = size;
        best = changed;
      }
    }
  }
  return best;
}

/** Does no unit change both its output weight and its input side? Then f is linear along the direction. */
function isLinear(move: Float64Array, width: number): boolean {
  return Array.from({ length: width }, (_, i) => i).every(
    (i) => move[2 * width + i] === 0 || (move[i] === 0 && move[width + i] === 0),
  );
}

/** Nine tenths of the step at which the first unit starts or stops to see a datum, or has no breakpoint any more. */
function furthest(
  { inputWeights: w, inputBiases: b }: ShallowNetwork,
  { x }: Dataset,
  move: Float64Array,
  sign: number,
): number {
  const width = w.length;
  let limit = Infinity;
  for (let i = 0; i < width; i++) {
    const dw = sign * move[i];
    const db = sign * move[width + i];
    for (const place of x) {
      const time = -(w[i] * place + b[i]) / (dw * place + db);
      if (time > 0) limit = Math.min(limit, time);
    }
    if (dw * w[i] < 0) limit = Math.min(limit, -w[i] / dw);
  }
  return 0.9 * limit;
}

function moved(network: ShallowNetwork, move: Float64Array, step: number): ShallowNetwork {
  const width = network.inputWeights.length;
  const part = (values: ShallowNetwork['inputWeights'], from: number): Float64Array =>
    Float64Array.from(values, (value, i) => value + step * move[from + i]);
  return {
    inputWeights: part(network.inputWeights, 0),
    inputBiases: part(network.inputBiases, width),
    outputWeights: part(network.outputWeights, 2 * width),
    outputBias: network.outputBias + step * move[3 * width],
  };
}

/** The largest |f_a − f_b| over these places. */
export function largestDifference(a: ShallowNetwork, b: ShallowNetwork, x: NumericArray): number {
  const places = Float64Array.from(x);
  const before = evaluate(a, places);
  return evaluate(b, places).reduce((most, value, n) => Math.max(most, Math.abs(value - before[n])), 0);
}
