import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { PiecewiseLinear } from '../forms/piecewise-linear.js';
import { productError } from '../numeric/double-double.js';
import { ShapeError } from '../numeric/errors.js';
import { compensatedSum } from '../numeric/sums.js';
import { solveTridiagonalInto } from '../numeric/tridiagonal.js';
import { naturalSpline } from './natural-spline.js';
import type { NaturalSpline } from './natural-spline.js';
import type { PiecewisePolynomial } from './piecewise-polynomial.js';

/**
 * One piecewise-linear function told in two ways: as a form, which can become a network, and as a piecewise
 * polynomial, which keeps its digits far from x = 0, where intercepts do not.
 */
export type LinearSpline = PiecewiseLinear & PiecewisePolynomial;

/**
 * The function that joins neighbouring data by straight lines and goes on straight outside them. Its knots are the
 * inner data.
 *
 * @throws `RangeError` for data that share an x (they are named, by their places in the arrays handed to `dataset`), `ShapeError` for fewer than two.
 * @example
 * ```ts
 * import { dataset, evaluate, fromPiecewiseLinear } from 'relu-splines';
 * import { linearSpline } from 'relu-splines/splines';
 *
 * const tent = linearSpline(dataset([0, 1, 2], [0, 1, 0]));
 * tent.slopes; // Float64Array [1, -1]
 * evaluate(tent, 3); // -1
 * fromPiecewiseLinear(tent).breakpoints.length; // 2
 * ```
 */
export function linearSpline(data: Dataset): LinearSpline {
  const { x, y } = distinctData('linearSpline', data);
  const pieces = x.length - 1;
  const slopes = new Float64Array(pieces);
  const intercepts = new Float64Array(pieces);
  const coefficients = new Float64Array(2 * pieces);
  const origins = x.slice(0, pieces);
  // The first piece counts from its knot, as pieces do that have one.
  if (pieces > 1) origins[0] = x[1];
  for (let p = 0; p < pieces; p++) {
    slopes[p] = (y[p + 1] - y[p]) / (x[p + 1] - x[p]);
    const anchor = p === 0 && pieces > 1 ? 1 : p;
    coefficients[2 * p] = y[anchor];
    coefficients[2 * p + 1] = slopes[p];
    // Seen from x = 0 the line is told best by the nearer datum: the other one's rounding is that of m·x there.
    const near = Math.abs(x[p]) < Math.abs(x[p + 1]) ? p : p + 1;
    const rise = slopes[p] * x[near];
    intercepts[p] = compensatedSum([y[near], -rise, -productError(slopes[p], x[near], rise)]);
  }
  return { knots: x.slice(1, pieces), slopes, intercepts, origins, degree: 1, coefficients };
}

/**
 * The natural cubic spline through the data: of all functions through them, the one with the smallest ∫ f″². Its
 * knots are the data; outside them it is a line.
 *
 * C. H. Reinsch, "Smoothing by spline functions", Numer. Math. 10 (1967), at λ = 0: one tridiagonal solve for f″,
 * O(N). Two data give the line through them.
 *
 * @throws `RangeError` for data that share an x (they are named, by their places in the arrays handed to `dataset`), `ShapeError` for fewer than two.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { evaluatePiecewise, naturalCubicSpline } from 'relu-splines/splines';
 *
 * const spline = naturalCubicSpline(dataset([0, 1, 2], [0, 1, 0]));
 * spline.secondDerivatives; // Float64Array [0, -3, 0]
 * spline.roughness; // 6
 * evaluatePiecewise(spline, 0.5); // 0.6875
 * evaluatePiecewise(spline, [0, 1], { derivative: 1 }); // Float64Array [1.5, 0]
 * ```
 */
export function naturalCubicSpline(data: Dataset): NaturalSpline {
  const { x, y } = distinctData(
    'naturalCubicSpline',
    data,
    '; smoothingSpline with lambda: 0 takes the mean of their y',
  );
  const last = x.length - 1;
  const h = Float64Array.from({ length: last }, (_, n) => x[n + 1] - x[n]);
  const rise = h.map((gap, n) => (y[n + 1] - y[n]) / gap);
  const second = new Float64Array(x.length);
  const inner = second.subarray(1, last);
  const diagonal = inner.map((_, k) => (h[k] + h[k + 1]) / 3);
  const beside = inner.map((_, k) => h[k + 1] / 6);
  solveTridiagonalInto(
    inner,
    diagonal,
    beside,
    inner.map((_, k) => rise[k + 1] - rise[k]),
  );
  const slopes = new Float64Array(x.length);
  for (let n = 0; n < last; n++) slopes[n] = rise[n] - (h[n] * (2 * second[n] + second[n + 1])) / 6;
  slopes[last] = rise[last - 1] + (h[last - 1] * (second[last - 1] + 2 * second[last])) / 6;
  return naturalSpline(x, y, slopes, second);
}

function distinctData(
  where: string,
  data: Dataset,
  ties = '',
): { readonly x: Float64Array; readonly y: Float64Array } {
  checkDataset(where, data);
  const { order } = data;
  const x = Float64Array.from(data.x);
  const y = Float64Array.from(data.y);
  if (x.length < 2) throw new ShapeError(`${where}: data must have at least two x, got ${x.length}`);
  for (let n = 1; n < x.length; n++) {
    if (x[n] === x[n - 1]) {
      throw new RangeError(
        `${where}: x must be distinct, got x[${order[n - 1]}] and x[${order[n]}] both ${x[n]}${ties}`,
      );
    }
  }
  return { x, y };
}
