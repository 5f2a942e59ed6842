import { describe, expect, it } from 'vitest';
import { evaluate } from 'relu-splines';
import { fromCurvature, gaussianLaw, randomStream } from 'relu-splines/init';
import type { FromCurvatureOptions } from 'relu-splines/init';

/** f = sin 2x + x/3 + 1 on [−1, 2]. */
const f = (x: number): number => Math.sin(2 * x) + x / 3 + 1;
const interval = { low: -1, high: 2 };
const target = {
  secondDerivative: (x: number) => -4 * Math.sin(2 * x),
  interval,
  value: f(-1),
  slope: 2 * Math.cos(-2) + 1 / 3,
};
const places = Float64Array.from({ length: 601 }, (_, n) => -1 + n / 200);

function largestError(options: Omit<FromCurvatureOptions, keyof typeof target>, stream: number): number {
  const values = evaluate(fromCurvature({ ...target, ...options }, randomStream(13, stream)), places);
  return values.reduce((largest, y, n) => Math.max(largest, Math.abs(y - f(places[n]))), 0);
}

/** The slope of the least-squares line through (ln n, ln error). */
function order(counts: readonly number[], errors: readonly number[]): number {
  const [x, y] = [counts.map(Math.log), errors.map(Math.log)];
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return covariance / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

describe('fromCurvature converges with the orders of theory 13', () => {
  const counts = [16, 64, 256, 1024];
  const fine = [64, 128, 256, 512, 1024];
  const laws = [
    { name: 'uniform', options: {} },
    {
      name: 'Cauchy, restricted',
      options: { law: gaussianLaw({ sigmaB: 1, sigmaW: 1, sigmaV: 1 }).breakpoint },
    },
  ];

  it.each(laws)('H^−2 on the quantile grid: $name', ({ options }) => {
    for (const orientations of ['right', 'left', 'random'] as const) {
      const errors = fine.map((n) => largestError({ ...options, width: n + 2, orientations }, 0));
      // The error is C/n²(1 + O(1/n)), and where it is largest moves between 601 places.
      expect(Math.abs(order(fine, errors) + 2)).toBeLessThan(0.1);
      expect(errors[4]).toBeLessThan(1e-4);
    }
  });

  it.each(laws)('erratum 39: H^−1/2, not H^−1, for random breakpoints: $name', ({ options }) => {
    const TRIALS = 100;
    const spreads: number[] = [];
    const errors = counts.map((n) => {
      const logs = Array.from({ length: TRIALS }, (_, k) =>
        Math.log(largestError({ ...options, width: n + 2, placement: 'random' }, 1000 * n + k)),
      );
      const mean = logs.reduce((sum, log) => sum + log, 0) / TRIALS;
      spreads.push(Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (TRIALS - 1)));
      return Math.exp(mean);
    });
    // Five standard deviations of the fitted slope: those of the four means, over √Σ(ln n − mean)² = ln 4·√5.
    const deviation = Math.max(...spreads) / Math.sqrt(TRIALS) / (Math.log(4) * Math.sqrt(5));
    expect(5 * deviation).toBeLessThan(0.25);
    expect(Math.abs(order(counts, errors) + 0.5)).toBeLessThan(5 * deviation);
  });

  it('erratum 39: without the linear part the error does not fall', () => {
    const width = 514;
    const network = fromCurvature({ ...target, width, value: 0, slope: 0 }, randomStream(1));
    const wrong = evaluate(network, places).map((y, n) => y - f(places[n]));
    // What is missing is f(a) + f′(a)(x − a), 0.9 at a = −1 and −0.6 at 2.
    wrong.forEach((error, n) => {
      expect(Math.abs(error + target.value + target.slope * (places[n] + 1))).toBeLessThan(1e-4);
    });
  });
});

it('the line is exact: value and slope at the low end, whatever the orientations', () => {
  for (const orientations of [
    'right',
    'left',
    'random',
    Array.from({ length: 10 }, (_, i) => (i % 2) * 2 - 1),
  ] as const) {
    const network = fromCurvature({ ...target, width: 12, orientations, scale: 'balanced' }, randomStream(3));
    const [at, near, before] = evaluate(network, [-1, -1 + 1 / 64, -1 - 1 / 64]);
    // Twelve terms of size up to |jump|·|x| = 4.
    expect(Math.abs(at - target.value)).toBeLessThan(12 * 16 * Number.EPSILON);
    expect(Math.abs((near - at) * 64 - target.slope)).toBeLessThan(64 * 12 * 16 * Number.EPSILON);
    expect(Math.abs((at - before) * 64 - target.slope)).toBeLessThan(64 * 12 * 16 * Number.EPSILON);
  }
});

it('a law that lies almost outside of the interval', () => {
  const law = gaussianLaw({ sigmaB: 1e-3, sigmaW: 1, sigmaV: 1 }).breakpoint;
  const network = fromCurvature(
    { secondDerivative: () => 2, interval: { low: 1, high: 2 }, width: 402, law },
    randomStream(1),
  );
  // x² − 2x + 1 on [1, 2].
  expect(Math.abs(evaluate(network, 2) - 1)).toBeLessThan(1e-3);
});
