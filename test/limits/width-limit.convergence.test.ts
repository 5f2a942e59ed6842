import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { randomStream } from 'relu-splines/init';
import { curvatureEnergy, widthLimitInterpolant } from 'relu-splines/limits';
import { DENSITIES, EXAMPLE, largest } from './width-limit.help.js';

const { x, y } = EXAMPLE;
const example = dataset(x, y);
const grid = Float64Array.from({ length: 161 }, (_, k) => -2 + k / 32);
const [low, high] = [-1.5, 2];
const uniform = DENSITIES[0];

interface Unit {
  /** f is linear in z: its feature at x, times z. */
  readonly feature: (x: number) => number;
}

/** Breakpoint and orientation, |w| = 1. */
const unit = (beta: number, s: 1 | -1): Unit => ({
  feature: (at) => (s * (at - beta) > 0 ? at - beta : 0),
});

/** The least Σ z² through the data: z = Φᵀ(ΦΦᵀ)⁻¹y, by a dense solve of its own (elimination, a 5 × 5 system). */
function leastNorm(units: readonly Unit[]): { z: Float64Array; f: (at: number) => number } {
  const features = units.map(({ feature }) => x.map(feature));
  const rows = x.map((_, i) => [
    ...x.map((__, j) => features.reduce((sum, phi) => sum + phi[i] * phi[j], 0)),
    y[i],
  ]);
  const N = x.length;
  for (let k = 0; k < N; k++) {
    for (let i = 0; i < N; i++) {
      const factor = rows[i][k] / rows[k][k];
      if (i !== k) for (let j = k; j <= N; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const a = rows.map((row, k) => row[N] / row[k]);
  const z = Float64Array.from(features, (phi) => phi.reduce((sum, each, n) => sum + each * a[n], 0));
  return { z, f: (at) => units.reduce((sum, { feature }, i) => sum + z[i] * feature(at), 0) };
}

/** H units: every place of a midpoint grid of H/2 in both orientations. */
const paired = (H: number): Unit[] =>
  Array.from({ length: H / 2 }, (_, i) => low + ((i + 0.5) * (high - low)) / (H / 2)).flatMap((beta) => [
    unit(beta, 1),
    unit(beta, -1),
  ]);

/** H units: every place of a midpoint grid of H, in turns. */
const alternating = (H: number): Unit[] =>
  Array.from({ length: H }, (_, i) => unit(low + ((i + 0.5) * (high - low)) / H, i % 2 === 0 ? 1 : -1));

const random = (H: number, seed: number): Unit[] => {
  const stream = randomStream(seed);
  return Array.from({ length: H }, () =>
    unit(low + (high - low) * stream.uniform(), stream.sign() > 0 ? 1 : -1),
  );
};

const limit = widthLimitInterpolant(example, uniform);
const wanted = limit.evaluate(grid);
const distance = (units: readonly Unit[]): number => {
  const { f } = leastNorm(units);
  return largest(wanted.map((value, k) => value - f(grid[k])));
};

/** The power of H that errors fall with. */
const order = (errors: readonly number[], factor: number): number =>
  Math.log(errors[0] / errors[errors.length - 1]) / Math.log(factor ** (errors.length - 1));

/** The constant depends on where data fall in their cells: the largest error of eight widths about one. */
const worst = (H: number, error: (H: number) => number): number =>
  Math.max(...Array.from({ length: 8 }, (_, k) => error(H + 2 * k)));

describe('networks of finite width on their way to the width limit (theory 11.4)', () => {
  it('both orientations on a midpoint grid: O(H⁻²)', () => {
    const measured = order(
      [62, 248, 992].map((H) => worst(H, (each) => distance(paired(each)))),
      4,
    );
    expect(measured).toBeGreaterThan(1.85);
    expect(measured).toBeLessThan(2.15);
  });

  it('alternating orientations: O(H⁻¹)', () => {
    const measured = order(
      [62, 248, 992].map((H) => worst(H, (each) => distance(alternating(each)))),
      4,
    );
    expect(measured).toBeGreaterThan(0.85);
    expect(measured).toBeLessThan(1.15);
  });

  it('random breakpoints: O(H^−1/2)', () => {
    const typical = (H: number): number => {
      const squares = Array.from({ length: 24 }, (_, k) => distance(random(H, 1000 * H + k)) ** 2);
      return Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / squares.length);
    };
    // 24 samples know a root mean square to about 15 %, 0.1 of the order over a factor of 16.
    const measured = order([125, 500, 2000].map(typical), 4);
    expect(measured).toBeGreaterThan(0.35);
    expect(measured).toBeLessThan(0.65);
  });

  it('the minimised sum of squares is 2/H of both parts of the norm, not of the curvature alone (erratum 35)', () => {
    const H = 4000;
    const { z } = leastNorm(paired(H));
    const sum = (H / 2) * z.reduce((total, mu) => total + mu * mu, 0);
    // Errors of O(H⁻²), times what small eigenvalues make of them.
    expect(Math.abs(sum / limit.squaredNorm - 1)).toBeLessThan(1e-4);
    const { piecewise } = limit;
    if (piecewise === undefined) return expect.unreachable('no pieces');
    const curvature = curvatureEnergy(piecewise, uniform, { linearPart: 'free' });
    expect(sum).toBeGreaterThan(curvature * 1.001);
    // Print also lacks the width of a cell: Σ μ² → 0 like 1/H.
    const coarse = leastNorm(paired(H / 2)).z.reduce((total, mu) => total + mu * mu, 0);
    expect(coarse / ((2 / H) * sum)).toBeCloseTo(2, 3);
  });

  it('f″ is the limit of Σ sμ over both orientations a cell; one orientation has no such limit (erratum 11)', () => {
    const H = 4000;
    const { z } = leastNorm(paired(H));
    const cell = (high - low) / (H / 2);
    const second = largest(limit.secondDerivative(grid));
    let oneSided = 0;
    for (let i = 100; i < H / 2; i += 317) {
      const beta = low + (i + 0.5) * cell;
      const both = (z[2 * i] - z[2 * i + 1]) / cell;
      expect(Math.abs(both - limit.secondDerivative(beta))).toBeLessThan(1e-4 * second);
      oneSided = Math.max(oneSided, Math.abs((2 * z[2 * i]) / cell - limit.secondDerivative(beta)));
    }
    expect(oneSided).toBeGreaterThan(0.01 * second);
  });

  it('a real network follows q = p E[w² | β] and not p (erratum 36)', () => {
    const [sigmaB, sigmaW] = [1, 1.4];
    // Gaussian (w, b) by angle: E R² = 2, and on midpoints of the angle the kernel converges like H⁻².
    const network = (H: number): Unit[] =>
      Array.from({ length: H }, (_, i) => {
        const angle = (2 * Math.PI * (i + 0.5)) / H;
        const w = Math.SQRT2 * sigmaW * Math.cos(angle);
        const b = Math.SQRT2 * sigmaB * Math.sin(angle);
        return { feature: (at) => Math.max(w * at + b, 0) };
      });
    const real = widthLimitInterpolant(example, { kind: 'gaussian-network', sigmaB, sigmaW });
    const papers = widthLimitInterpolant(example, { kind: 'cauchy', scale: sigmaB / sigmaW });
    const apart = (f: (at: number) => number, values: Float64Array): number =>
      largest(values.map((value, k) => value - f(grid[k])));
    const values = real.evaluate(grid);
    // Even widths: the two angles of a hinge, half a turn apart, then fall alike in their cells.
    const errors = [128, 512, 2048].map((H) => worst(H, (each) => apart(leastNorm(network(each)).f, values)));
    expect(order(errors, 4)).toBeGreaterThan(1.85);
    expect(order(errors, 4)).toBeLessThan(2.15);
    expect(apart(leastNorm(network(2000)).f, papers.evaluate(grid))).toBeGreaterThan(100 * errors[2]);
  });
});
