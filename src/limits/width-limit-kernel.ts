import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector } from '../numeric/checks.js';
import type { DensityMoments, WidthLimitDensity } from './density.js';
import { kernelWeight } from './kernel-weight.js';

/** The kernel of an infinitely wide network; see {@link widthLimitKernel}. */
export interface WidthLimitKernel {
  /** What it was made of. */
  readonly density: WidthLimitDensity;
  /** M₀, M₁, M₂ of p. For a network kernel that is half of E[w²], −E[wb] and E[b²]. */
  readonly moments: DensityMoments;
  /** p(β): a function of the kernel has f″ = p times a piecewise-linear function. */
  readonly weight: (beta: number) => number;
  /**
   * K(x, z), Infinity where M₂ is.
   *
   * @throws `RangeError` unless both are finite.
   */
  readonly value: (x: number, z: number) => number;
  /**
   * D(x, z) = K − (M₀xz − M₁(x + z) + M₂), the integral of (β − m)(M − β)p between the two: what is not a line in x.
   * It exists for every density.
   *
   * @throws `RangeError` unless both are finite.
   */
  readonly curved: (x: number, z: number) => number;
  /**
   * K(x_i, z_j) row by row, shape (rows × columns); `z` is `x` if left out.
   *
   * @throws `RangeError` for NaN or Infinity.
   */
  readonly matrix: (x: NumericArray, z?: NumericArray) => Float64Array;
}

/**
 * The kernel K(x, z) = ∫ [(x − β)₊(z − β)₊ + (β − x)₊(β − z)₊] p(β) dβ that a network follows in the kernel regime as
 * its width grows, for breakpoints of any density (theory 11.2, 11.3; erratum 36).
 *
 * K is a sum of what both orientations see from outside [m, M], m = min and M = max of x and z, and D an integral
 * over [m, M]; all of it has one sign, so both are right to about 1e-13 of themselves for any two places, however
 * close to each other or far from the density. The closed D of theory 11.2 is used where it does not cancel.
 *
 * @throws `RangeError` for scales that are not positive, NaN, Infinity, an interval that does not increase, a density
 * that is negative somewhere or has no mass, moments that quadrature does not find; `TypeError` for the wrong kind of
 * thing.
 * @example
 * ```ts
 * import { widthLimitKernel } from 'relu-splines/limits';
 *
 * const kernel = widthLimitKernel({ kind: 'uniform', low: -1.5, high: 2 });
 * kernel.value(0.1, 0.7); // 0.963619047619…
 * kernel.value(-3, 4); // 0: no unit sees both
 *
 * const arcCosine = widthLimitKernel({ kind: 'gaussian-network', sigmaB: 1, sigmaW: 1.4 });
 * arcCosine.value(0.3, 1.1); // 0.84511655436…
 *
 * const cauchy = widthLimitKernel({ kind: 'cauchy', scale: 1 });
 * cauchy.value(0, 1); // Infinity
 * cauchy.curved(0, 1); // 0.0420079…
 * ```
 */
export function widthLimitKernel(density: WidthLimitDensity): WidthLimitKernel {
  const where = 'widthLimitKernel';
  const weight = kernelWeight(where, density);
  const { mass, centre, spread, first } = weight;
  const ordered =
    (kernel: (m: number, M: number) => number) =>
    (x: number, z: number): number => {
      finiteNumber('WidthLimitKernel', 'x', x);
      finiteNumber('WidthLimitKernel', 'z', z);
      return kernel(Math.min(x, z), Math.max(x, z));
    };
  const value = ordered(weight.kernel);
  return {
    density,
    moments: { mass, first, second: spread === Infinity ? Infinity : spread + centre * centre * mass },
    weight: (beta) => weight.density(finiteNumber('WidthLimitKernel', 'beta', beta)),
    value,
    curved: ordered(weight.curved),
    matrix(x, z = x) {
      const rows = finiteVector('WidthLimitKernel.matrix', 'x', x);
      const columns = finiteVector('WidthLimitKernel.matrix', 'z', z);
      return Float64Array.from({ length: rows.length * columns.length }, (_, k) =>
        value(rows[Math.floor(k / columns.length)], columns[k % columns.length]),
      );
    },
  };
}
