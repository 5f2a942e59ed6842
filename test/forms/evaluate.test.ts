import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bdso,
  dataset,
  evaluate,
  gradient,
  shallowNetwork,
  slopeAt,
  toBdso,
  toNetwork,
  toPiecewiseLinear,
} from 'relu-splines';
import type { Form, ShallowNetwork } from 'relu-splines';
import { networks } from '../arbitraries/networks.js';
import { RUNS } from '../arbitraries/numbers.js';
import { splines } from '../arbitraries/splines.js';
import { Dyadic, exactError } from '../exact/dyadic.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { naturalScale, probes } from '../laws/same-function.js';

const sides = ['left', 'right'] as const;

/** b₀ + Σ v(wx + b)₊ without rounding, the side of every unit included. */
function exactValue(network: ShallowNetwork, x: number): Dyadic {
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  return w.reduce((sum, _, i) => {
    const z = Dyadic.of(w[i]).times(Dyadic.of(x)).plus(Dyadic.of(b[i]));
    return z.sign() > 0 ? sum.plus(Dyadic.of(v[i]).times(z)) : sum;
  }, Dyadic.of(outputBias));
}

describe('evaluate', () => {
  it('is the definition, in exact arithmetic, for a network and its spline', () => {
    fc.assert(
      fc.property(networks(), (network) => {
        const spline = toBdso(network);
        for (const x of probes(network)) {
          const exact = exactValue(network, x);
          const scale = naturalScale(network, x) + naturalScale(spline, x);
          // Four roundings a unit at most (wx, + b, v·, and the two of a breakpoint), and one for each sum.
          const allowed = (4 + network.inputWeights.length) * Number.EPSILON * scale;
          expect(exactError(evaluate(network, x), exact)).toBeLessThanOrEqual(allowed);
          expect(exactError(evaluate(spline, x), exact)).toBeLessThanOrEqual(allowed);
        }
      }),
      RUNS,
    );
  });

  it('takes any array-like of numbers, and no points at all', () => {
    const hinge = bdso({ breakpoints: [1], deltaSlopes: [2], orientations: [1], outputBias: 1 });
    for (const form of [hinge, toNetwork(hinge), toPiecewiseLinear(hinge)]) {
      expect(evaluate(form, { length: 2, 0: 0, 1: 3 })).toEqual(Float64Array.of(1, 5));
      expect(evaluate(form, Float32Array.of(1, 1.5))).toEqual(Float64Array.of(1, 2));
      expect(evaluate(form, [])).toEqual(new Float64Array());
      expect(slopeAt(form, [])).toEqual(new Float64Array());
    }
  });

  it('is infinite, and no error, beyond the range of doubles', () => {
    const steep = shallowNetwork({ inputWeights: [1e200], inputBiases: [0], outputWeights: [1] });
    expect(evaluate(steep, 1e200)).toBe(Infinity);
    expect(evaluate(toPiecewiseLinear(steep), [1e200, -1e200])).toEqual(Float64Array.of(Infinity, 0));
    // The distance from the breakpoint alone is beyond it.
    const far = bdso({ breakpoints: [-1.5e308], deltaSlopes: [1e-9], orientations: [1] });
    expect(evaluate(far, 1.5e308)).toBe(Infinity);
  });

  it('writes to no input and shares no memory', () => {
    const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
    const x = Float64Array.of(3, -1);
    for (const form of [network, toBdso(network), toPiecewiseLinear(network)]) {
      expectPure((f: Form, points: Float64Array) => evaluate(f, points), form, x);
      expectPure((f: Form, points: Float64Array) => slopeAt(f, points), form, x);
    }
  });

  it('refuses points that are none, and sides that are none', () => {
    const hinge = bdso({ breakpoints: [1], deltaSlopes: [2], orientations: [1] });
    const cases: [unknown, 'TypeError' | 'RangeError', string][] = [
      ['0', 'TypeError', 'x must be a number or an array of numbers, got "0"'],
      [null, 'TypeError', 'x must be a number or an array of numbers, got null'],
      [NaN, 'RangeError', 'x must be finite, got NaN'],
      [-Infinity, 'RangeError', 'x must be finite, got -Infinity'],
      [[0, Infinity], 'RangeError', 'x[1] must be finite, got Infinity'],
      [[0, '1'], 'TypeError', 'x[1] must be a number, got "1"'],
    ];
    for (const [x, kind, message] of cases) {
      expectRefusal(() => evaluate(hinge, x as number), kind, `evaluate: ${message}`);
      expectRefusal(() => slopeAt(hinge, x as number), kind, `slopeAt: ${message}`);
    }
    expectRefusal(
      () => slopeAt(hinge, 0, { side: 'up' as 'left' }),
      'RangeError',
      `slopeAt: side must be 'left' or 'right', got "up"`,
    );
  });
});

describe('slopeAt', () => {
  it('is the one-sided difference quotient, in every form, at and between knots', () => {
    fc.assert(
      fc.property(splines({ wild: false }), (spline) => {
        // With |w| = 1 the network's wx + b is exactly zero at the breakpoints.
        const forms = [toNetwork(spline), spline, toPiecewiseLinear(spline)];
        const knots = toPiecewiseLinear(spline).knots;
        const between = Array.from(knots.subarray(1), (t, p) => (t + knots[p]) / 2);
        const total = spline.deltaSlopes.reduce((sum, mu) => sum + Math.abs(mu), 0);
        const rounding = (2 + spline.breakpoints.length) * Number.EPSILON;
        for (const x of [-9, ...knots, ...between, 9]) {
          for (const side of sides) {
            const direction = side === 'right' ? 1 : -1;
            const away = Array.from(knots, (t) => direction * (t - x)).filter((distance) => distance > 0);
            // Half of the way to the next knot: nothing switches between.
            const h = (direction * Math.min(1, ...away)) / 2;
            const scale = naturalScale(spline, x) + naturalScale(spline, x + h);
            const quotient = (evaluate(spline, x + h) - evaluate(spline, x)) / h;
            for (const form of forms) {
              const slope = slopeAt(form, x, { side });
              expect(slopeAt(form, [x], { side })[0]).toBe(
                'breakpoints' in form ? slopeAt(toPiecewiseLinear(form), x, { side }) : slope,
              );
              expect(Math.abs(slope - quotient)).toBeLessThanOrEqual(
                rounding * total + (2 * rounding * scale) / Math.abs(h),
              );
            }
          }
        }
      }),
      RUNS,
    );
  });

  it('takes the right side unless told otherwise', () => {
    const step = bdso({ breakpoints: [0, 0], deltaSlopes: [5, 2], orientations: [1, -1] });
    for (const form of [step, toNetwork(step), toPiecewiseLinear(step)]) {
      expect(slopeAt(form, 0)).toBe(5);
      expect(slopeAt(form, 0, { side: 'left' })).toBe(2);
      expect(slopeAt(form, [-1, 0, 1])).toEqual(Float64Array.of(2, 5, 5));
      expect(slopeAt(form, [-1, 0, 1], { side: 'left' })).toEqual(Float64Array.of(2, 2, 5));
    }
  });

  // theory 1.2: with ReLU′(0) = 0 the derivative at a knot is the sum over the strictly active units. It can be read
  // off the gradient of the loss on one datum there: ∂f/∂b_i = v_i where unit i is active, so f′ = Σ w_i ∂f/∂b_i.
  function derivativeByBackpropagation(network: ShallowNetwork, x: number): number {
    const epsilon = 2;
    const width = network.inputWeights.length;
    const g = gradient(network, dataset([x], [evaluate(network, x) + epsilon]));
    return network.inputWeights.reduce((sum, w, i) => sum + (w * -g[width + i]) / epsilon, 0);
  }

  it.each([
    { facing: 'right', orientations: [1, 1], equals: { left: true, right: false } },
    { facing: 'left', orientations: [-1, -1], equals: { left: false, right: true } },
    { facing: 'both ways', orientations: [1, -1], equals: { left: false, right: false } },
  ])('differs from automatic differentiation at a knot: units facing $facing', ({ orientations, equals }) => {
    // Two units at the knot 1, and one active on either side of it that gives both slopes 8 more.
    const spline = bdso({
      breakpoints: [1, 1, -3],
      deltaSlopes: [3, 4, 8],
      orientations: [...orientations, 1],
    });
    const network = toNetwork(spline);
    const derivative = derivativeByBackpropagation(network, 1);
    expect(derivative).toBe(8);
    for (const form of [network, spline, toPiecewiseLinear(spline)]) {
      expect(slopeAt(form, 1, { side: 'left' }) === derivative).toBe(equals.left);
      expect(slopeAt(form, 1, { side: 'right' }) === derivative).toBe(equals.right);
    }
  });

  it('at a knot is m on the left less Σ μ of the left-facing units there, for automatic differentiation', () => {
    fc.assert(
      fc.property(splines({ min: 1, wild: false }), (spline) => {
        const network = toNetwork(spline);
        const { breakpoints: beta, deltaSlopes: mu, orientations: s } = spline;
        const scale = mu.reduce((sum, m) => sum + Math.abs(m), 0);
        for (const t of beta) {
          const expected = beta.reduce(
            (slope, place, i) => (place === t && s[i] < 0 ? slope - mu[i] : slope),
            slopeAt(spline, t, { side: 'left' }),
          );
          // One rounding a term in each of the three sums, and in the residual that the gradient divides by.
          const allowed = (4 + 3 * beta.length) * Number.EPSILON * scale;
          const value = naturalScale(spline, t) * Number.EPSILON * (8 + beta.length);
          expect(Math.abs(derivativeByBackpropagation(network, t) - expected)).toBeLessThanOrEqual(
            allowed + value * scale,
          );
        }
      }),
      RUNS,
    );
  });
});
