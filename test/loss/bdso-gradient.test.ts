import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, dataset, gradient, loss, toNetwork } from 'relu-splines';
import type { Bdso, Dataset } from 'relu-splines';
import { bdsoGradient } from '../../src/loss/bdso-gradient.js';
import { datasets } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { splines } from '../arbitraries/splines.js';
import { Dyadic, exactError } from '../exact/dyadic.js';
import { exactLoss } from '../exact/loss.js';

const scenes = splines({ max: 8 }).chain((spline) =>
  fc.record({
    spline: fc.constant(spline),
    data: datasets({ maxCount: 10, attractors: Array.from(spline.breakpoints) }),
  }),
);

/** Theory 2.2 as it stands, term by term, without rounding; with the sum of absolute terms of each entry. */
function exactBdsoGradient(
  { breakpoints: beta, deltaSlopes: mu, orientations: s }: Bdso,
  data: Dataset,
  residuals: readonly Dyadic[],
  residualScales: Float64Array,
): { exact: Dyadic; scale: number }[] {
  const entry = (
    weigh: (x: number) => { weight: Dyadic; size: number } | null,
  ): { exact: Dyadic; scale: number } => {
    let exact = Dyadic.zero;
    let scale = 0;
    data.x.forEach((x, n) => {
      const term = weigh(x);
      if (term === null) return;
      exact = exact.plus(residuals[n].times(term.weight));
      scale += residualScales[n] * term.size;
    });
    return { exact, scale };
  };
  const units = Array.from(beta, (_, i) => i);
  const sees = (i: number, x: number): boolean => (s[i] > 0 ? x > beta[i] : x < beta[i]);
  return [
    ...units.map((i) =>
      entry((x) => (sees(i, x) ? { weight: Dyadic.of(mu[i]), size: Math.abs(mu[i]) } : null)),
    ),
    ...units.map((i) =>
      entry((x) =>
        sees(i, x)
          ? { weight: Dyadic.of(beta[i]).minus(Dyadic.of(x)), size: Math.abs(x) + Math.abs(beta[i]) }
          : null,
      ),
    ),
    entry(() => ({ weight: Dyadic.of(-1), size: 1 })),
  ];
}

describe('bdsoGradient (theory 2.2)', () => {
  it('is [μS, −(T − βS), −E₀], ties inactive', () => {
    fc.assert(
      fc.property(scenes, ({ spline, data }) => {
        const { residuals, scales } = exactLoss(toNetwork(spline), data);
        const got = bdsoGradient(spline, data);
        const wanted = exactBdsoGradient(spline, data, residuals, scales.residuals);
        expect(got).toHaveLength(wanted.length);
        // H hinges in a residual, N residuals in an entry, a handful of roundings a term.
        const rounding = 8 * (spline.breakpoints.length + data.x.length) * Number.EPSILON;
        wanted.forEach(({ exact, scale }, k) => {
          expect(exactError(got[k], exact), `entry ${k}`).toBeLessThanOrEqual(rounding * scale);
        });
      }),
      RUNS,
    );
  });

  it('is the difference quotient of the loss away from data', () => {
    const spline = bdso({
      breakpoints: [-0.75, 0.25, 1.5],
      deltaSlopes: [1, -2, 0.5],
      orientations: [1, -1, -1],
      outputBias: 0.5,
    });
    const data = dataset([-2, -1, 0, 1, 1, 2], [1, 0, 2, -1, 0.5, 1]);
    const flat = [...spline.breakpoints, ...spline.deltaSlopes, spline.outputBias];
    const lossAt = (theta: number[]): number =>
      loss(
        toNetwork(
          bdso({
            breakpoints: theta.slice(0, 3),
            deltaSlopes: theta.slice(3, 6),
            orientations: spline.orientations,
            outputBias: theta[6],
          }),
        ),
        data,
      );
    const h = 2 ** -10;
    flat.forEach((_, k) => {
      const [up, down] = [h, -h].map((step) =>
        lossAt(flat.map((value, j) => (j === k ? value + step : value))),
      );
      // Quadratic in each coordinate: a central difference has no truncation error, and dyadic data no rounding.
      expect((up - down) / (2 * h)).toBe(bdsoGradient(spline, data)[k] + 0);
    });
  });

  it('is not the gradient in the weights, but follows from it (errata 1 and 2)', () => {
    fc.assert(
      fc.property(scenes, ({ spline, data }) => {
        const width = spline.breakpoints.length;
        const got = bdsoGradient(spline, data);
        // At w = s: ∂ℓ/∂b = −vS with v = sμ, and ∂ℓ/∂v = −w(T − βS).
        const weights = gradient(toNetwork(spline), data);
        spline.orientations.forEach((s, i) => {
          expect(got[i] + 0).toBe(-s * weights[width + i] + 0);
        });
        expect(got[2 * width]).toBe(weights[3 * width]);
      }),
      RUNS,
    );
  });

  it('sees in the network of unit scale exactly the data that the spline sees', () => {
    const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(doubles, doubles, fc.constantFrom(1, -1), (x, other, s) => {
        for (const beta of [x, other, nextUp(x), x + Number.MIN_VALUE, -x]) {
          const { inputWeights: w, inputBiases: b } = toNetwork(
            bdso({ breakpoints: [beta], deltaSlopes: [1], orientations: [s] }),
          );
          expect(w[0] * x + b[0] > 0).toBe(s > 0 ? x > beta : x < beta);
        }
      }),
      { ...RUNS, numRuns: 2000 },
    );
  });

  it('has one entry, −E₀, without units', () => {
    const constant = bdso({ breakpoints: [], deltaSlopes: [], orientations: [], outputBias: 1 });
    expect(bdsoGradient(constant, dataset([0, 5], [2, 4]))).toEqual(Float64Array.of(-4));
  });
});

/** A neighbour of x, or x where there is none to be had by a rounding. */
function nextUp(x: number): number {
  const up = x + Math.abs(x) * Number.EPSILON;
  return Number.isFinite(up) ? up : x;
}
