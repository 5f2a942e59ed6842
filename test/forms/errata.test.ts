import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bdso,
  curvature,
  dataset,
  evaluate,
  fromPiecewiseLinear,
  functionRoughness,
  gradient,
  piecewiseLinear,
  roughness,
  shallowNetwork,
  slopeAt,
  toNetwork,
  toPiecewiseLinear,
} from 'relu-splines';
import type { Bdso, Curvature, PiecewiseLinear } from 'relu-splines';
import { RUNS } from '../arbitraries/numbers.js';
import { signs, splines } from '../arbitraries/splines.js';
import { expectSameFunction } from '../laws/same-function.js';

/** The linear interpolant of g at `count` + 1 equally spaced places, on with its outermost slopes. */
function interpolant(g: (x: number) => number, low: number, high: number, count: number): PiecewiseLinear {
  const x = Array.from({ length: count + 1 }, (_, n) => low + ((high - low) * n) / count);
  const slopes = x.slice(1).map((right, n) => (g(right) - g(x[n])) / (right - x[n]));
  return piecewiseLinear({
    knots: x.slice(1, -1),
    slopes,
    intercepts: slopes.map((m, n) => g(x[n]) - m * x[n]),
  });
}

/** theory 4: Σ J²/h over the knots, with spacing h. */
function curvatureEnergy({ jumps }: Curvature, spacing: number): number {
  return jumps.reduce((sum, jump) => sum + (jump * jump) / spacing, 0);
}

describe('errata 9 and 11: roughness is not ∫ f″², the jumps scaled by their spacing are', () => {
  // Σ J²/h of the interpolant in closed form, and its limit.
  const cases = [
    {
      name: 'x² on [0, 1]',
      g: (x: number) => x * x,
      high: 1,
      // J = 2h at each of the 1/h − 1 knots.
      energy: (h: number) => 4 * (1 - h),
      limit: 4,
    },
    {
      name: 'sin on [0, π]',
      g: Math.sin,
      high: Math.PI,
      // J = −2 sin(t)(1 − cos h)/h, and Σ sin² over the knots is π/(2h).
      energy: (h: number) => (2 * Math.PI * (1 - Math.cos(h)) ** 2) / h ** 4,
      limit: Math.PI / 2,
    },
  ];

  it.each(cases)('$name', ({ g, high, energy, limit }) => {
    const distances: number[] = [];
    const roughnesses: number[] = [];
    for (const count of [8, 16, 32, 64]) {
      const h = high / count;
      const pieces = interpolant(g, 0, high, count);
      const found = curvatureEnergy(curvature(pieces), h);
      // Values of size 1 rounded, divided by h twice and by another h: EPSILON/h³ relative to jumps of size h².
      expect(Math.abs(found - energy(h))).toBeLessThanOrEqual((8 * Number.EPSILON * limit) / h ** 3);
      distances.push(Math.abs(found - limit));

      const alternating = Array.from(pieces.knots, (_, p) => (p % 2 === 0 ? 1 : -1));
      const spline = fromPiecewiseLinear(pieces, { orientations: alternating });
      // One unit a knot but for the pair at the first.
      roughnesses.push(roughness(spline, { low: pieces.knots[0], high: Infinity }));
      expect(functionRoughness(pieces)).toBeCloseTo(found * h, 12);
    }
    for (let k = 1; k < distances.length; k++) {
      // First order for x², second for the periodic sin.
      expect(distances[k]).toBeLessThan(0.51 * distances[k - 1]);
      // ρ ≈ h·∫ f″²: it goes to zero, for a function as curved as ever.
      expect(roughnesses[k]).toBeLessThan(0.6 * roughnesses[k - 1]);
    }
  });

  it('roughness depends on the parametrisation: a straight line may have any', () => {
    for (const mu of [0, 1, 1e3]) {
      const line = bdso({ breakpoints: [0, 0], deltaSlopes: [mu, mu], orientations: [1, -1], outputBias: 1 });
      const straight = bdso({
        breakpoints: [0, 0],
        deltaSlopes: [0, 0],
        orientations: [1, -1],
        outputBias: 1,
      });
      expect(functionRoughness(line)).toBe(0);
      expect(roughness(line) - roughness(straight)).toBe(2 * mu * mu);
    }
  });

  it('erratum 11: sμ divided by the spacing tends to f″, μ does not', () => {
    const count = 64;
    const pieces = interpolant((x) => x * x, 0, 1, count);
    const orientations = Array.from(pieces.knots, (_, p) => (p % 2 === 0 ? 1 : -1));
    const { deltaSlopes: mu, orientations: s } = fromPiecewiseLinear(pieces, { orientations });
    for (let i = 1; i < pieces.knots.length; i++) {
      // Everything here is a multiple of 2^−12: nothing rounds.
      expect(s[i] * mu[i] * count).toBe(2);
      expect(mu[i] * count).toBe(2 * orientations[i]);
    }
  });
});

describe('erratum 10: the slope jumps by sμ, not by μ', () => {
  it('for a hinge that faces either way', () => {
    for (const s of [1, -1]) {
      const hinge = bdso({ breakpoints: [2], deltaSlopes: [3], orientations: [s] });
      const jump = slopeAt(hinge, 2) - slopeAt(hinge, 2, { side: 'left' });
      expect(jump).toBe(3 * s);
      expect(curvature(hinge)).toEqual({ knots: Float64Array.of(2), jumps: Float64Array.of(3 * s) });
      // The left-facing hinge is below zero where it is active.
      expect(evaluate(hinge, 2 + s)).toBe(3 * s);
    }
  });
});

describe('erratum 13: f = m·x − γ + B₀ with γ = Σ μβ, on H + 1 pieces', () => {
  it('has the sign of the intercept right', () => {
    const spline = bdso({ breakpoints: [1, 3], deltaSlopes: [2, 5], orientations: [1, -1], outputBias: 10 });
    const { knots, slopes, intercepts } = toPiecewiseLinear(spline);
    expect(knots).toHaveLength(2);
    // Pieces (−∞, 1), [1, 3), [3, ∞): γ = 15, 2·1 + 15, 2·1.
    expect(slopes).toEqual(Float64Array.of(5, 7, 2));
    expect(intercepts).toEqual(Float64Array.of(10 - 15, 10 - 17, 10 - 2));
    // At 2: 10 + 2·(2 − 1) + 5·(2 − 3). With + γ, as printed, it would be 14 + 17 + 10.
    expect(evaluate(spline, 2)).toBe(7);
    expect(slopes[1] * 2 + intercepts[1]).toBe(7);
  });
});

describe('erratum 14: scaling and permutation do not exhaust what leaves the function alone', () => {
  /** Turns unit i around where `flipped[i]`, keeping its slope jump c = sμ. */
  function flip(spline: Bdso, flipped: readonly boolean[]): Bdso {
    return bdso({
      ...spline,
      deltaSlopes: spline.deltaSlopes.map((mu, i) => (flipped[i] ? -mu : mu)),
      orientations: spline.orientations.map((s, i) => (flipped[i] ? -s : s)),
    });
  }

  it('turning units around with balanced c-sums adds a constant', () => {
    const anyFlips = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(splines({ max: 8, wild: false }), anyFlips, signs(), (spline, flips, facing) => {
        // One more unit makes the sum of c over the flipped right-facing units that over the left-facing ones.
        const flipped = [...flips.slice(0, spline.breakpoints.length), true];
        let surplus = 0;
        let constant = 0;
        spline.breakpoints.forEach((beta, i) => {
          if (!flipped[i]) return;
          surplus += spline.deltaSlopes[i];
          constant += spline.deltaSlopes[i] * beta;
        });
        // c = sμ: Σ over right-facing of c less Σ over left-facing of c is Σ μ over all that are flipped.
        const balanced = bdso({
          breakpoints: [...spline.breakpoints, 1],
          deltaSlopes: [...spline.deltaSlopes, -surplus],
          orientations: [...spline.orientations, facing],
          outputBias: spline.outputBias,
        });
        constant -= surplus;
        const turned = flip(balanced, flipped);
        const total = balanced.deltaSlopes.reduce((sum, mu) => sum + Math.abs(mu), 0);
        // The c-sums balance to the rounding of their sum, whatever x; and each unit is active on one side or other.
        expectSameFunction(balanced, turned, {
          shift: constant,
          scaleAt: (x) => total * (4 + Math.abs(x)),
        });
        // The jumps are the same, and so is the roughness: what has changed are the orientations.
        expect(curvature(turned)).toEqual(curvature(balanced));
        expect(roughness(turned)).toBe(roughness(balanced));
      }),
      RUNS,
    );
  });

  it('turning one unit around adds a line', () => {
    const hinge = bdso({ breakpoints: [2], deltaSlopes: [3], orientations: [1] });
    const turned = flip(hinge, [true]);
    for (const x of [-5, 2, 7]) expect(evaluate(turned, x) - evaluate(hinge, x)).toBe(3 * (2 - x));
  });

  it('a unit may be split in two, and units without delta-slope be anywhere', () => {
    const one = bdso({ breakpoints: [1], deltaSlopes: [4], orientations: [-1] });
    const many = bdso({ breakpoints: [1, 7, 1], deltaSlopes: [3, 0, 1], orientations: [-1, 1, -1] });
    expectSameFunction(one, many);
  });
});

describe('erratum 20: units at the knots lack the linear part', () => {
  it('right-facing units alone start flat: no delta-slopes make a given slope on the left', () => {
    fc.assert(
      fc.property(splines({ min: 1 }), (spline) => {
        const rightFacing = bdso({ ...spline, orientations: spline.orientations.map(() => 1) });
        expect(toPiecewiseLinear(rightFacing).slopes[0]).toBe(0);
      }),
      RUNS,
    );
    const ramp = piecewiseLinear({ knots: [0, 1], slopes: [2, 3, 5], intercepts: [0, 0, -2] });
    const spline = fromPiecewiseLinear(ramp);
    expect(spline.breakpoints).toHaveLength(3);
    expect(toPiecewiseLinear(spline)).toEqual(ramp);
  });

  it('H units have one number too few: for any orientations a leftmost slope can be had, but only one', () => {
    const jumps = [1, 2, 4];
    const slopesFromLeft = new Set<number>();
    for (let bits = 0; bits < 8; bits++) {
      const orientations = jumps.map((_, p) => ((bits >> p) & 1) * 2 - 1);
      const spline = bdso({
        breakpoints: [0, 1, 2],
        deltaSlopes: jumps.map((jump, p) => jump * orientations[p]),
        orientations,
      });
      const made = orientations.reduce((sum, s, p) => (s < 0 ? sum - jumps[p] : sum), 0);
      expect(toPiecewiseLinear(spline).slopes[0]).toBe(made);
      slopesFromLeft.add(made);
    }
    // Eight of all the slopes that a function with these jumps may have.
    expect([...slopesFromLeft].sort((a, b) => a - b)).toEqual([-7, -6, -5, -4, -3, -2, -1, 0]);
  });
});

describe('erratum 25: a unit with w = 0 and b > 0 does change f', () => {
  const network = (b: number, v: number): ReturnType<typeof shallowNetwork> =>
    shallowNetwork({ inputWeights: [1, 0], inputBiases: [0, b], outputWeights: [2, v], outputBias: 1 });

  it('by the constant vb, and its parameters have gradients', () => {
    expect(evaluate(network(3, 5), 4)).toBe(1 + 8 + 15);
    expect(evaluate(network(3, 6), 4)).toBe(1 + 8 + 18);
    expect(evaluate(network(4, 5), 4)).toBe(1 + 8 + 20);
    // theory 1.1: ∂ℓ/∂w = −vE₁, ∂ℓ/∂b = −vE₀, ∂ℓ/∂v = −bE₀, with residuals −10 at x = −1 and −5 at x = 2.
    const data = dataset([-1, 2], [1 + 15 - 10, 1 + 4 + 15 - 5]);
    const g = gradient(network(3, 5), data);
    const [e0, e1] = [-15, -10 * -1 + -5 * 2];
    expect([g[1], g[3], g[5]]).toEqual([-5 * e1, -5 * e0, -3 * e0]);
  });

  it('not at all with b ≤ 0', () => {
    const data = dataset([-1, 2], [7, 8]);
    for (const b of [0, -0, -3]) {
      expectSameFunction(network(b, 5), network(b, -100));
      const g = gradient(network(b, 5), data);
      expect([g[1], g[3], g[5]].every((entry) => entry === 0)).toBe(true);
    }
  });

  it('nor is a unit with μ = 0 without effect on training: w = 0 or v = 0 alone has a gradient', () => {
    const idle = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [0] });
    expect(gradient(idle, dataset([2], [3]))).toEqual(Float64Array.of(-0, -0, -6, -3));
    expect(toNetwork(bdso({ breakpoints: [0], deltaSlopes: [0], orientations: [1] })).inputWeights[0]).toBe(
      1,
    );
  });
});
