import { describe, expect, it } from 'vitest';
import {
  breakpointDensity,
  collectBreakpoints,
  curvatureCorrelation,
  deepGlorotNormal,
  deepHeNormal,
  deepTorchDefault,
  inducedBreakpoints,
  toDeepNetwork,
} from 'relu-splines/deep';
import { glorotNormal, heLaw, heNormal, randomStream, torchDefault } from 'relu-splines/init';
import { expectRefusal } from '../laws/refusal.js';

describe('samplers', () => {
  it('are those of shallow networks for one hidden layer, number by number', () => {
    const [width, sigmaB] = [7, 0.5];
    const stream = () => randomStream(5, 2);
    expect(deepHeNormal({ widths: [width], sigmaB }, stream())).toEqual(toDeepNetwork(heNormal({ width, sigmaB }, stream()))); // prettier-ignore
    expect(deepGlorotNormal({ widths: [width], sigmaB }, stream())).toEqual(toDeepNetwork(glorotNormal({ width, sigmaB }, stream()))); // prettier-ignore
    expect(deepTorchDefault({ widths: [width] }, stream())).toEqual(toDeepNetwork(torchDefault({ width }, stream()))); // prettier-ignore
  });

  it('have the standard deviations that their names say, in every layer', () => {
    const widths = [100, 400, 50];
    const fan = [1, ...widths, 1];
    const deviation = (values: ArrayLike<number>): number =>
      Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);
    const he = deepHeNormal({ widths, sigmaB: 3 }, randomStream(1));
    const glorot = deepGlorotNormal({ widths, sigmaB: 3 }, randomStream(1));
    const torch = deepTorchDefault({ widths }, randomStream(1));
    he.layers.forEach(({ weights, biases }, l) => {
      // Five standard errors, 1/√(2n) relative for normal numbers, less for uniform ones.
      const close = (got: number, wanted: number, count: number): void => {
        expect(Math.abs(got / wanted - 1)).toBeLessThan(5 / Math.sqrt(2 * count));
      };
      close(deviation(weights), Math.sqrt(2 / fan[l]), weights.length);
      close(deviation(glorot.layers[l].weights), Math.sqrt(2 / (fan[l] + fan[l + 1])), weights.length);
      close(deviation(torch.layers[l].weights), 1 / Math.sqrt(3 * fan[l]), weights.length);
      if (l === 3) expect(biases).toEqual(Float64Array.of(0));
      else close(deviation(biases), 3, biases.length);
    });
    // The output bias too, as nn.Linear has it.
    expect(Math.abs(torch.layers[3].biases[0])).toBeLessThanOrEqual(1 / Math.sqrt(50));
    expect(torch.layers[3].biases[0]).not.toBe(0);
  });

  it('refuse what cannot be a network', () => {
    const stream = randomStream(0);
    expectRefusal(() => deepTorchDefault({ widths: [] }, stream), 'ShapeError', 'deepTorchDefault: widths must have at least one hidden layer, got none'); // prettier-ignore
    expectRefusal(() => deepTorchDefault({ widths: [3, 0] }, stream), 'RangeError', 'deepTorchDefault: widths[1] must be an integer of at least 1, got 0'); // prettier-ignore
    expectRefusal(() => deepTorchDefault({ widths: [2 ** 31] }, stream), 'RangeError', 'deepTorchDefault: widths[0] must be at most 16777216, got 2147483648'); // prettier-ignore
    expectRefusal(() => deepHeNormal({ widths: [1, 1e5, 1e4], sigmaB: 1 }, stream), 'RangeError', 'deepHeNormal: widths[1] and widths[2] must make at most 16777216 weights, got 1000000000'); // prettier-ignore
    expectRefusal(() => deepHeNormal({ widths: [3], sigmaB: 0 }, stream), 'RangeError', 'deepHeNormal: sigmaB must be positive, got 0'); // prettier-ignore
  });
});

describe('collections over many draws', () => {
  const draws = 60;
  const draw = (stream: ReturnType<typeof randomStream>) =>
    deepHeNormal({ widths: [20, 20, 20], sigmaB: 1 }, stream);
  const layers = collectBreakpoints(draw, { draws, seed: 9 });

  it('hold what each network has, in turn', () => {
    const third = inducedBreakpoints(draw(randomStream(9, 2)));
    layers.forEach(({ breakpoints, deltaSlopes, counts, activeCounts }, l) => {
      expect(counts[2]).toBe(third.perLayer[l]);
      expect(activeCounts[2]).toBe(third.activePerLayer[l]);
      const from = counts[0] + counts[1];
      const own = Array.from(third.layers.keys()).filter((k) => third.layers[k] === l);
      expect(Array.from(breakpoints.slice(from, from + counts[2]))).toEqual(
        own.map((k) => third.breakpoints[k]),
      );
      expect(Array.from(deltaSlopes.slice(from, from + counts[2]))).toEqual(own.map((k) => third.orientations[k] * third.jumps[k] + 0)); // prettier-ignore
      expect(breakpoints.length).toBe(counts.reduce((sum, count) => sum + count, 0));
    });
  });

  it('follow the shallow law in the first layer', () => {
    const { cdf } = heLaw({ width: 20, sigmaB: 1 }).breakpoint;
    const sorted = Float64Array.from(layers[0].breakpoints).sort();
    expect(sorted.length).toBe(20 * draws);
    const distance = sorted.reduce(
      (most, x, k) => Math.max(most, Math.abs(cdf(x) - (k + 0.5) / sorted.length)),
      0,
    );
    // Kolmogorov–Smirnov: exceeded once in 10⁵ seeds.
    expect(distance).toBeLessThan(2.47 / Math.sqrt(sorted.length));
  });

  it('have about one breakpoint a unit in every layer: pieces do not multiply with depth', () => {
    layers.forEach(({ counts }) => {
      const mean = counts.reduce((sum, count) => sum + count, 0) / draws;
      expect(mean).toBeGreaterThan(10);
      expect(mean).toBeLessThan(40);
    });
  });

  it('are refused for networks of different depths', () => {
    let turn = 0;
    const odd = (stream: ReturnType<typeof randomStream>) =>
      deepTorchDefault({ widths: turn++ === 1 ? [2] : [2, 2] }, stream);
    expectRefusal(() => collectBreakpoints(odd, { draws: 3 }), 'ShapeError', 'collectBreakpoints: all networks must have the depth of the first, 2, got 1 in draw 1'); // prettier-ignore
    expectRefusal(() => collectBreakpoints(odd, { draws: 0 }), 'RangeError', 'collectBreakpoints: draws must be an integer of at least 1, got 0'); // prettier-ignore
  });
});

describe('density and curvature', () => {
  const window = { low: -2, high: 2 };

  it('is the sum of normal densities about the breakpoints in the window', () => {
    const { x, density, bandwidth, count } = breakpointDensity([-1, 0, 1.5, 9], { window, points: 5 });
    // Scott's rule: 3^(−1/5) times the standard deviation of −1, 0 and 1.5.
    const mean = 0.5 / 3;
    const deviation = Math.sqrt(((-1 - mean) ** 2 + mean ** 2 + (1.5 - mean) ** 2) / 2);
    expect(count).toBe(3);
    expect(bandwidth).toBeCloseTo(deviation * 3 ** -0.2, 14);
    expect(Array.from(x)).toEqual([-2, -1, 0, 1, 2]);
    x.forEach((here, n) => {
      const sum = [-1, 0, 1.5].reduce((all, t) => all + Math.exp(-(((here - t) / bandwidth) ** 2) / 2), 0);
      expect(density[n]).toBeCloseTo(sum / (3 * bandwidth * Math.sqrt(2 * Math.PI)), 14);
    });
  });

  it('has no bandwidth without spread, and says so with NaN', () => {
    for (const places of [[], [1], [1, 1]]) {
      expect(breakpointDensity(places, { window }).density.every(Number.isNaN)).toBe(true);
      expect(curvatureCorrelation(places, (x) => x, { window })).toBeNaN();
    }
  });

  it('correlates as the predecessor’s Table 4 prints for networks at initialization', () => {
    // Means over 10 draws; in `experiments.md` −.75/−.72 for sin x² and −.976 for x³ (depth 1; depth 4 is not given).
    const mean = (widths: number[], f2: (x: number) => number, reach: number): number => {
      const options = { window: { low: -reach, high: reach } };
      let sum = 0;
      for (let k = 0; k < 10; k++) {
        const { breakpoints } = inducedBreakpoints(deepTorchDefault({ widths }, randomStream(k)), options);
        sum += curvatureCorrelation(breakpoints, f2, options);
      }
      return sum / 10;
    };
    const sinOfSquare = (x: number): number => 2 * Math.cos(x * x) - 4 * x * x * Math.sin(x * x);
    const depth1 = [500];
    const depth4 = [125, 125, 125, 125];
    expect(Math.abs(mean(depth1, sinOfSquare, 3) + 0.75)).toBeLessThan(0.03);
    expect(Math.abs(mean(depth4, sinOfSquare, 3) + 0.72)).toBeLessThan(0.05);
    expect(Math.abs(mean(depth1, (x) => 6 * x, 3) + 0.976)).toBeLessThan(0.01);
  });

  it('refuses domains and curvatures that are not finite', () => {
    expectRefusal(() => breakpointDensity([0], { window: { low: 0, high: Infinity } }), 'RangeError', 'breakpointDensity: window.high must be finite, got Infinity'); // prettier-ignore
    expectRefusal(() => breakpointDensity([0], { window, points: 1 }), 'RangeError', 'breakpointDensity: points must be an integer of at least 2, got 1'); // prettier-ignore
    expectRefusal(() => breakpointDensity([0], { window, points: 1e10 }), 'RangeError', 'breakpointDensity: points must be at most 16777216, got 10000000000'); // prettier-ignore
    expectRefusal(() => curvatureCorrelation([0, 1], (x) => 1 / x, { window, points: 3 }), 'RangeError', 'curvatureCorrelation: secondDerivative(0) must be finite, got Infinity'); // prettier-ignore
  });
});
