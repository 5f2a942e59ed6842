import { expect } from 'vitest';
import { denseDirection, nullDirections } from 'relu-splines';
import type { Dataset, NullCauseName, NullDirectionOptions, ShallowNetwork } from 'relu-splines';
import { singularValues } from '../../src/numeric/linear-algebra.js';

/** Dimensions in the order of the causes, those that are not zero by name. */
export function dimensions(
  network: ShallowNetwork,
  data: Dataset,
  options?: NullDirectionOptions,
): Partial<Record<NullCauseName, number>> {
  const { causes } = nullDirections(network, data, options);
  return Object.fromEntries(
    causes.filter(({ dimension }) => dimension > 0).map(({ cause, dimension }) => [cause, dimension]),
  );
}

/** The bookkeeping of a result: dimensions, bases, flags and rank agree. */
export function expectConsistent(network: ShallowNetwork, data: Dataset): void {
  const { rank, nullity, causes } = nullDirections(network, data);
  const size = 3 * network.inputWeights.length + 1;
  expect(rank + nullity).toBe(size);
  expect(causes.reduce((sum, { dimension }) => sum + dimension, 0)).toBe(nullity);
  for (const { basis, dimension, nullForHessian } of causes) {
    expect(basis.length).toBe(dimension);
    expect(basis.filter((direction) => direction.nullForHessian).length).toBe(nullForHessian);
    for (const { indices, values } of basis) {
      expect(values.length).toBe(indices.length);
      expect(indices.length).toBeGreaterThan(0);
      expect(values.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
      expect(indices.every((index, k) => index < size && (k === 0 || index > indices[k - 1]))).toBe(true);
    }
  }
}

/**
 * Every direction, or every one of one cause, satisfies J·n = 0, to rounding.
 *
 * A relation between data divides by the length of a gap and is then read over their whole range, so rounding
 * counts by the ratio of the two; a sum of as many terms as there are parameters adds as many roundings.
 */
export function expectNull(network: ShallowNetwork, data: Dataset, only?: NullCauseName): void {
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const width = w.length;
  const places = [...new Set(data.x)];
  const gaps = places.slice(1).map((x, k) => x - places[k]);
  const spread = gaps.length === 0 ? 1 : (places[places.length - 1] - places[0]) / Math.min(...gaps);
  for (const { cause, basis } of nullDirections(network, data).causes) {
    if (only !== undefined && cause !== only) continue;
    for (const direction of basis) {
      const n = denseDirection(direction, 3 * width + 1);
      let error = 0;
      let scale = 0;
      for (const x of places) {
        const terms = [n[3 * width]];
        for (let i = 0; i < width; i++) {
          if (!(w[i] * x + b[i] > 0)) continue;
          terms.push(
            v[i] * n[i] * x,
            v[i] * n[width + i],
            w[i] * x * n[2 * width + i],
            b[i] * n[2 * width + i],
          );
        }
        error = Math.max(error, Math.abs(terms.reduce((sum, term) => sum + term, 0)));
        scale = Math.max(
          scale,
          terms.reduce((sum, term) => sum + Math.abs(term), 0),
        );
      }
      const bound = 4 * (3 * width + 1 + spread) * Number.EPSILON * scale;
      expect(error, `${cause}: |J·n| against ${bound}`).toBeLessThanOrEqual(bound);
    }
  }
}

/**
 * All directions together are linearly independent: the smallest singular value of the unit vectors is no
 * rounding. In coordinates in which the columns of J are of one size and lines are measured from the middle of
 * the data, since at x = 10⁶ ± 1 all e_w and e_b are nearly one direction.
 */
export function expectIndependent(network: ShallowNetwork, data: Dataset): void {
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const width = w.length;
  const size = 3 * width + 1;
  const { nullity, causes } = nullDirections(network, data);
  const middle = (data.x[0] + data.x[data.x.length - 1]) / 2;
  const tilt = data.x[data.x.length - 1] - middle || Math.abs(middle) || 1;
  const rows = new Float64Array(nullity * size);
  let k = 0;
  for (const direction of causes.flatMap(({ basis }) => basis)) {
    const n = denseDirection(direction, size);
    for (let i = 0; i < width; i++) {
      const output = v[i] === 0 ? 1 : v[i];
      const lift = n[width + i] + middle * n[i];
      n[i] *= tilt * output;
      n[width + i] = lift * output;
      n[2 * width + i] *= Math.max(Math.abs(w[i] * middle + b[i]), Math.abs(w[i]) * tilt) || 1;
    }
    const length = Math.hypot(...n);
    rows.set(
      n.map((entry) => entry / length),
      size * k++,
    );
  }
  const values = singularValues(rows, nullity, size);
  if (nullity > 0) {
    expect(values[nullity - 1], 'smallest singular value').toBeGreaterThan(1e4 * size * Number.EPSILON);
  }
}
