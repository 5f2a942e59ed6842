import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, dataset } from 'relu-splines';
import { curvatureEnergy, widthLimitInterpolant } from 'relu-splines/limits';
import { evaluatePiecewise, naturalCubicSpline, piecewisePolynomial } from 'relu-splines/splines';
import { RUNS, tameNumbers } from '../arbitraries/numbers.js';
import { DENSITIES, EXAMPLE } from './width-limit.help.js';

const { EPSILON } = Number;
const example = dataset(EXAMPLE.x, EXAMPLE.y);
const uniform = { kind: 'uniform', low: -1.5, high: 2 } as const;

/** A function with f, f′ continuous: lines outside, quadratics between the knots. */
const bumps = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: -6, max: 6 }), { minLength: 2, maxLength: 6 }),
    fc.array(tameNumbers(), { minLength: 8, maxLength: 8 }),
  )
  .map(([places, c]) => {
    const knots = places.sort((a, b) => a - b).map((k) => k / 4);
    const pieces: number[][] = [[c[6], c[7]]];
    let [value, slope] = [c[6], c[7]];
    for (let k = 0; k + 1 < knots.length; k++) {
      const h = knots[k + 1] - knots[k];
      pieces.push([value, slope, c[k]]);
      value += h * (slope + h * c[k]);
      slope += 2 * h * c[k];
    }
    pieces.push([value, slope]);
    return piecewisePolynomial({ knots, pieces });
  });

describe('what the width limit minimises', () => {
  it('is ½{L∫f″² + (f′(a) + f′(b))² + (12/L²)(…)²} for uniform breakpoints (theory 11.5)', () => {
    const a = -1.5;
    const b = 2;
    const L = b - a;
    fc.assert(
      fc.property(bumps, (f) => {
        const at = (x: number, order: number): number => evaluatePiecewise(f, x, { derivative: order });
        let integral = 0;
        for (let p = 1; p < f.knots.length; p++) {
          const second = at(f.knots[p - 1], 2);
          integral += (f.knots[p] - f.knots[p - 1]) * second * second;
        }
        const A = at(a, 1) + at(b, 1);
        const B = (L / 2) * (at(b, 1) - at(a, 1)) - at(a, 0) - at(b, 0);
        const terms =
          (L / 2) * (Math.abs(at(b, 1)) + Math.abs(at(a, 1))) + Math.abs(at(a, 0)) + Math.abs(at(b, 0));
        const wanted = (L * integral + A * A + (12 / (L * L)) * B * B) / 2;
        const scale = wanted + (at(a, 1) ** 2 + at(b, 1) ** 2) + (12 / (L * L)) * terms * terms;
        expect(Math.abs(curvatureEnergy(f, uniform) - wanted)).toBeLessThanOrEqual(100 * EPSILON * scale);
        const free = curvatureEnergy(f, uniform, { linearPart: 'free' });
        expect(Math.abs(free - (L * integral) / 2)).toBeLessThanOrEqual(100 * EPSILON * scale);
      }),
      RUNS,
    );
  });

  it('is the norm aᵀKa of the interpolant, whose spline it is given', () => {
    for (const linearPart of ['penalised', 'free'] as const) {
      for (const time of [3, 200, Infinity]) {
        const limit = widthLimitInterpolant(example, uniform, { linearPart, time });
        if (limit.piecewise === undefined) return expect.unreachable('no pieces');
        const energy = curvatureEnergy(limit.piecewise, uniform, { linearPart });
        expect(Math.abs(energy / limit.squaredNorm - 1)).toBeLessThanOrEqual(1e-11);
      }
    }
  });

  it.each(DENSITIES)('$kind: no other function through the data has less', (density) => {
    const limit = widthLimitInterpolant(example, density);
    // Natural splines through the data and through more points: on the function itself, and beside it.
    const through = (x: readonly number[], y: readonly number[]): number =>
      curvatureEnergy(naturalCubicSpline(dataset(x, y)), density);
    const inner = Array.from({ length: 400 }, (_, k) => -1.5 + (3.5 * k) / 399);
    // Far out in steps that grow: f″ follows p there.
    const outer = density.kind === 'uniform' ? [] : Array.from({ length: 100 }, (_, k) => 2.05 * 1.05 ** k);
    const x = [...new Set([...inner, ...outer, ...outer.map((each) => -each), ...EXAMPLE.x])].sort(
      (a, b) => a - b,
    );
    const close = through(x, Array.from(limit.evaluate(x)));
    expect(through(EXAMPLE.x, EXAMPLE.y)).toBeGreaterThan(limit.squaredNorm);
    expect(close).toBeGreaterThan(limit.squaredNorm * (1 - 1e-9));
    // A fine natural spline of the function has nearly its energy.
    expect(close).toBeLessThan(limit.squaredNorm * 1.05);
    for (const bump of [-1.2, 0.5, 1.2]) {
      const y = limit
        .evaluate(x)
        .map((value, k) => value + (EXAMPLE.x.includes(x[k]) ? 0 : 0.1 * Math.exp(-40 * (x[k] - bump) ** 2)));
      expect(through(x, Array.from(y))).toBeGreaterThan(close);
    }
  });

  it('is ∫f″²/q + A²/E[w²] + B²/E[b²] for a real network (erratum 36)', () => {
    // x² on [−1, 1] continued by lines: A = −2 + 2, B = −(c + c′) = 2 (slopes ±2, intercepts −1).
    const f = piecewisePolynomial({
      knots: [-1, 1],
      pieces: [
        [1, -2],
        [1, -2, 1],
        [1, 2],
      ],
    });
    const [sb, sw] = [0.8, 1.3];
    // ∫ 4/q with q = 2σ_b³σ_w³/(π(σ_b² + σ_w²β²)²).
    const integral =
      (4 * Math.PI * 2 * (sb ** 4 + (2 / 3) * sb ** 2 * sw ** 2 + sw ** 4 / 5)) / (2 * sb ** 3 * sw ** 3);
    const wanted = integral + 4 / sb ** 2;
    const got = curvatureEnergy(f, { kind: 'gaussian-network', sigmaB: sb, sigmaW: sw });
    expect(Math.abs(got / wanted - 1)).toBeLessThanOrEqual(1e-13);
    // With M₂ infinite the intercepts are free, and A = 0 here.
    const cauchy = curvatureEnergy(f, { kind: 'cauchy', scale: 0.5 });
    const cauchyIntegral = (4 * Math.PI * 2 * (0.25 + 1 / 3)) / 0.5;
    expect(Math.abs(cauchy / (cauchyIntegral / 2) - 1)).toBeLessThanOrEqual(1e-13);
  });

  it('of narrow pieces is right to rounding, from one rule of 21 values each', () => {
    // Gaps from 1e-4 down to 1e-8 at x near 1: what is added to x loses up to eight digits.
    const x = Float64Array.from({ length: 400 }, (_, n) => 1 + 1e-4 * (n + 0.9999 * Math.sin(n * n)));
    const spline = naturalCubicSpline(
      dataset(
        x,
        x.map((_, n) => Math.cos(7 * n)),
      ),
    );
    let values = 0;
    const density = {
      kind: 'custom',
      pdf: () => {
        values++;
        return 0.5;
      },
      support: [0, 2],
      moments: { mass: 1, first: 1, second: 4 / 3 },
    } as const;
    const energy = curvatureEnergy(spline, density, { linearPart: 'free' });
    // ½∫f″²/p = ∫f″², of which the spline has the sum of squares; each piece adds a few roundings of itself.
    expect(Math.abs(energy - spline.roughness)).toBeLessThanOrEqual(16 * EPSILON * energy);
    expect(values).toBe(21 * (x.length - 1));
  });

  it('of a line is what the line costs', () => {
    const line = piecewisePolynomial({ knots: [], pieces: [[3, 2]], origins: [1] });
    const f = (x: number): number => 3 + 2 * (x - 1);
    for (const density of DENSITIES) {
      const free = curvatureEnergy(line, density, { linearPart: 'free' });
      expect(free).toBe(0);
    }
    const wanted = (16 + (12 / 3.5 ** 2) * (2 * f(0.25)) ** 2) / 2;
    expect(Math.abs(curvatureEnergy(line, uniform) / wanted - 1)).toBeLessThanOrEqual(8 * EPSILON);
    expect(curvatureEnergy(line, { kind: 'cauchy', scale: 1 })).toBe(8);
  });

  const quadratic = piecewisePolynomial({ knots: [0, 1], pieces: [[0], [0, 0, 1], [1, 2]] });
  it.each<[string, () => number]>([
    [
      'f bends where there is no density',
      () => curvatureEnergy(quadratic, { kind: 'uniform', low: 0.25, high: 2 }),
    ],
    [
      'f bends in a gap of the density',
      () =>
        curvatureEnergy(quadratic, {
          kind: 'custom',
          pdf: (b) => (Math.abs(b - 0.5) < 0.2 ? 0 : 1),
          support: [-1, 2],
          splitAt: [0.3, 0.7],
        }),
    ],
    [
      'f is no line far out, for any density',
      () => curvatureEnergy(piecewisePolynomial({ knots: [0], pieces: [[0], [0, 0, 1]] }), DENSITIES[1]),
    ],
    [
      'f′ jumps, as that of a network of finite width',
      () => curvatureEnergy(bdso({ breakpoints: [0], deltaSlopes: [1], orientations: [1] }), uniform),
    ],
    ['f jumps', () => curvatureEnergy(piecewisePolynomial({ knots: [0], pieces: [[0], [1]] }), uniform)],
  ])('is Infinity where %s', (_, energy) => {
    expect(energy()).toBe(Infinity);
  });

  it('tells a kink from rounding by a tolerance that can be said', () => {
    const nearly = piecewisePolynomial({
      knots: [0],
      pieces: [
        [1, 1],
        [1, 1 + 1e-10],
      ],
    });
    expect(curvatureEnergy(nearly, uniform)).toBeLessThan(10);
    expect(curvatureEnergy(nearly, uniform, { tolerance: 1e-12 })).toBe(Infinity);
  });

  it('refuses bad arguments', () => {
    const line = piecewisePolynomial({ knots: [], pieces: [[3, 2]] });
    expect(() => curvatureEnergy(line, uniform, { tolerance: 0 })).toThrow(
      'curvatureEnergy: tolerance must be positive, got 0',
    );
    expect(() => curvatureEnergy(line, { kind: 'cauchy', scale: -1 })).toThrow(
      'curvatureEnergy: density.scale must be positive, got -1',
    );
    expect(() => curvatureEnergy(line, uniform, { linearPart: 'no' as never })).toThrow(
      "curvatureEnergy: linearPart must be 'penalised' or 'free', got \"no\"",
    );
    expect(() => curvatureEnergy(3 as never, uniform)).toThrow('curvatureEnergy: f must be an object, got 3');
  });
});
