import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, loss, permute, rescale, roughness, shallowNetwork, toBdso } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import { networksWithData } from '../arbitraries/datasets.js';
import { networks } from '../arbitraries/networks.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { expectSameFunction, naturalScale, probes } from '../laws/same-function.js';

const perUnit = <T>(element: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(element, { minLength: 10, maxLength: 10 });

const network = shallowNetwork({
  inputWeights: [1, -2],
  inputBiases: [3, 4],
  outputWeights: [5, -6],
  outputBias: 7,
});

describe('rescale', () => {
  it('by powers of two changes no bit of the function, the spline, the roughness or the loss', () => {
    fc.assert(
      fc.property(
        networksWithData(),
        perUnit(fc.integer({ min: -20, max: 20 })),
        ({ network, data }, exponents) => {
          const alpha = Array.from(network.inputWeights, (_, i) => 2 ** exponents[i]);
          const scaled = rescale(network, alpha);
          const x = probes(network);
          expect(evaluate(scaled, x)).toEqual(evaluate(network, x));
          expect(toBdso(scaled)).toEqual(toBdso(network));
          expect(roughness(scaled)).toBe(roughness(network));
          expect(loss(scaled, data)).toBe(loss(network, data));
        },
      ),
      RUNS,
    );
  });

  it('by anything positive keeps the function and the roughness to rounding', () => {
    fc.assert(
      fc.property(networks(), perUnit(fc.constantFrom(0.3, 1e-9, 7e9, 1)), (network, factors) => {
        const scaled = rescale(network, factors.slice(0, network.inputWeights.length));
        expectSameFunction(network, scaled);
        // αw·v/α has three roundings more than w·v; a square has twice as many.
        const before = roughness(network);
        expect(Math.abs(roughness(scaled) - before)).toBeLessThanOrEqual(6 * Number.EPSILON * before);
      }),
      RUNS,
    );
  });

  it('takes one number for all units', () => {
    expect(rescale(network, 2)).toEqual({
      inputWeights: Float64Array.of(2, -4),
      inputBiases: Float64Array.of(6, 8),
      outputWeights: Float64Array.of(2.5, -3),
      outputBias: 7,
    });
  });

  it('refuses factors that are none, also where there are no units, and weights that overflow', () => {
    const none = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    const cases: [ShallowNetwork, unknown, 'TypeError' | 'RangeError' | 'ShapeError', string][] = [
      [network, 0, 'RangeError', 'alpha must be positive, got 0'],
      [network, -1, 'RangeError', 'alpha must be positive, got -1'],
      [none, -1, 'RangeError', 'alpha must be positive, got -1'],
      [none, NaN, 'RangeError', 'alpha must be finite, got NaN'],
      [network, [1, 0], 'RangeError', 'alpha[1] must be positive, got 0'],
      [network, [1], 'ShapeError', 'alpha must have the length of the units, 2, got 1'],
      [network, '2', 'TypeError', 'alpha must be a number or an array of numbers, got "2"'],
      [
        { ...network, outputWeights: Float64Array.of(1, 0) },
        [1, 1e308],
        'RangeError',
        'the weights of unit 1 must be finite, got w = -Infinity, b = Infinity, v = 0',
      ],
    ];
    for (const [form, alpha, kind, message] of cases) {
      expectRefusal(() => rescale(form, alpha as number), kind, `rescale: ${message}`);
    }
  });
});

describe('permute', () => {
  it('changes the order of the units and nothing else', () => {
    expect(permute(network, [1, 0])).toEqual({
      inputWeights: Float64Array.of(-2, 1),
      inputBiases: Float64Array.of(4, 3),
      outputWeights: Float64Array.of(-6, 5),
      outputBias: 7,
    });
  });

  it('keeps the function, the roughness and the loss to the rounding of another order of addition', () => {
    fc.assert(
      fc.property(networksWithData(), perUnit(fc.nat()), ({ network, data }, keys) => {
        const width = network.inputWeights.length;
        const order = Array.from({ length: width }, (_, i) => i).sort((i, j) => keys[i] - keys[j]);
        const permuted = permute(network, order);
        expectSameFunction(network, permuted);
        const before = roughness(network);
        expect(Math.abs(roughness(permuted) - before)).toBeLessThanOrEqual(2 * Number.EPSILON * before);
        // The residuals move by δ, each the rounding of a sum over units and data; ½ε² then by (|ε| + δ)·δ.
        const allowed = data.x.reduce((sum, x, n) => {
          const scale = naturalScale(network, x) + Math.abs(data.y[n]);
          const delta = (8 + 2 * width + 2 * data.x.length) * Number.EPSILON * scale;
          return sum + (scale + delta) * delta;
        }, 0);
        expect(Math.abs(loss(permuted, data) - loss(network, data))).toBeLessThanOrEqual(allowed);
        // And back.
        const inverse = order.map((_, i) => order.indexOf(i));
        expect(permute(permuted, inverse)).toEqual(network);
      }),
      RUNS,
    );
  });

  it('refuses what is no permutation', () => {
    const cases: [unknown, 'TypeError' | 'RangeError' | 'ShapeError', string][] = [
      [[0], 'ShapeError', 'order must have the length of the units, 2, got 1'],
      [[0, 1, 2], 'ShapeError', 'order must have the length of the units, 2, got 3'],
      [[0, 2], 'RangeError', 'order[1] must be an integer from 0 to 1, got 2'],
      [[0, 0.5], 'RangeError', 'order[1] must be an integer from 0 to 1, got 0.5'],
      [[-1, 0], 'RangeError', 'order[0] must be an integer from 0 to 1, got -1'],
      [[1, 1], 'RangeError', 'order must name each unit once, got 1 twice'],
      ['01', 'TypeError', 'order must be an array of numbers, got "01"'],
    ];
    for (const [order, kind, message] of cases) {
      expectRefusal(() => permute(network, order as number[]), kind, `permute: ${message}`);
    }
    const none = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    expect(permute(none, [])).toEqual(none);
    expectRefusal(
      () => permute(none, [0]),
      'ShapeError',
      'permute: order must have the length of the units, 0, got 1',
    );
  });
});

it('rescale and permute write to no input and share no memory', () => {
  expectPure(rescale, network, [2, 3]);
  expectPure(rescale, network, 1);
  expectPure(permute, network, [1, 0]);
});
