import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  criticality,
  dataset,
  lonelyMinimum,
  rescale,
  shallowNetwork,
  standardise,
  stuckUnits,
  toNetwork,
} from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { motorcycle } from '../../report/motorcycle.js';
import { networkOf, referenceCases } from '../../reference/load.js';
import type { ReferenceNetwork } from '../../reference/load.js';

interface Expected {
  readonly critical_point?: { readonly kind: string };
  readonly zero_eigenvalue_count?: number;
}

const net = (w: number[], b: number[], v: number[], b0 = 0): ShallowNetwork =>
  shallowNetwork({ inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 });

/** The motorcycle data and network in the coordinates of its training. */
function trainedMotorcycle(): { network: ShallowNetwork; data: Dataset } {
  const { network, data, standardisation } = motorcycle();
  return { network, data: standardise(data, standardisation) };
}

describe('criticality of exactly built critical points (derivatives.json)', () => {
  const cases = referenceCases<{ net: ReferenceNetwork; x: number[]; y: number[] }, Expected>('derivatives');
  for (const { name, input, expected } of cases) {
    if (expected.critical_point === undefined) continue;
    const { kind } = expected.critical_point;
    it(name, () => {
      const found = criticality(networkOf(input.net), dataset(input.x, input.y));
      expect(found.kind).toBe(
        kind.startsWith('global')
          ? 'global-minimum'
          : kind.includes('saddle')
            ? 'strict-saddle'
            : 'local-minimum',
      );
      expect(found.piecewiseLeastSquares.holds).toBe(!kind.includes('saddle'));
      expect(found.inertia.zero).toBe(expected.zero_eigenvalue_count);
      expect(found.inertia.negative).toBe(kind.includes('saddle') ? 1 : 0);
      expect(found.hypotheses.lonely).toBe(kind.includes('lonely'));
      if (kind.includes('pair')) expect(found.hypotheses.inputInSpan).toBe('opposite-pair');
      else if (kind.includes('active on all data')) {
        expect(found.hypotheses.inputInSpan).toBe('always-active-unit');
      }
    });
  }

  it('calls the networks of the other cases not critical, and says by how much', () => {
    for (const { input, expected } of cases) {
      if (expected.critical_point !== undefined) continue;
      const found = criticality(networkOf(input.net), dataset(input.x, input.y));
      expect(found.kind).toBe('not-critical');
      expect(found.smoothLevel).toBeGreaterThan(found.tolerance);
      expect(found.description).toMatch(/^Not critical/);
    }
  });
});

describe('erratum 18: critical does not mean least squares on every piece', () => {
  it('v = 0: ε orthogonal to 1 and to the feature is critical: a minimum if S = T = 0, else a strict saddle', () => {
    // Features (x)₊ = (0, 0, 1, 2); ε = (3, −3, 0, 0) sums to 0 and is orthogonal to them, but each of the two
    // data left of the breakpoint has a residual, and the one piece that they form is not least squares.
    const found = criticality(net([1], [0], [0]), dataset([-2, -1, 1, 2], [3, -3, 0, 0]));
    expect(found.smoothLevel).toBe(0);
    expect(found.piecewiseLeastSquares.holds).toBe(false);
    expect(found.hypotheses.outputWeightsNonZero).toBe(false);
    // S = T = 0 for this unit, so this one is a local minimum all the same:
    expect(found.kind).toBe('local-minimum');

    // ε = (−1, 2, −1) on features (0, 1, 2): Σ ε and Σ εz vanish, but S = 1.
    const saddle = criticality(net([1], [0], [0]), dataset([-1, 1, 2], [-1, 2, -1]));
    expect(saddle.smoothLevel).toBe(0);
    expect(saddle.kind).toBe('strict-saddle');
    expect(saddle.inertia.negative).toBe(1);

    // A unit without a breakpoint has z = 1: Σ εz and S vanish, T = 1 does not.
    const constant = criticality(net([0], [1], [0]), dataset([0, 1], [-1, 1]));
    expect(constant.smoothLevel).toBe(0);
    expect(constant.kind).toBe('strict-saddle');
    expect(constant.inertia.negative).toBe(1);
  });

  it('all right-facing: the first piece needs Σ ε = 0 but not Σ εx = 0', () => {
    // One unit at 0.5, v ≠ 0; ε = (1, −1) left of it and 0 right of it.
    const data = dataset([-1, 0, 1, 2], [1, -1, 0.5, 1.5]);
    const found = criticality(net([1], [-0.5], [1]), data);
    expect(found.smoothLevel).toBe(0);
    expect(found.piecewiseLeastSquares.holds).toBe(false);
    expect(found.piecewiseLeastSquares.worstPiece).toBe(0);
    expect(found.hypotheses.inputInSpan).toBe(null);
    expect(found.kind).toBe('local-minimum');
  });

  it('with x in the span and all v ≠ 0 critical means least squares on every piece', () => {
    // An opposite pair at 0.5 supplies any line on either side.
    const data = dataset([-1, 0, 1, 2], [1, -1, 0.5, 1.5]);
    const found = criticality(net([1, -1], [-0.5, 0.5], [1, 1]), data);
    expect(found.hypotheses.inputInSpan).toBe('opposite-pair');
    expect(found.kind).toBe('not-critical');
    expect(found.piecewiseLeastSquares.holds).toBe(false);
  });
});

describe('generalised critical points (theory 6.0)', () => {
  // A unit on the datum at 1 sees 2 beyond it. f = (x − 1)₊; ε = (ε₀, ε₁, 0) with the residual at 2 fitted, so
  // that S_o = 0, D = 0: held for a* = 0.
  const held = (target0: number, target1: number): Dataset => dataset([0, 1, 2], [target0, target1, 1]);

  it('a unit on a datum may be partly active there', () => {
    // E₀ = 0 and S_o = 0: already critical with the unit inactive at its datum; the tie keeps it from being smooth.
    const found = criticality(net([1], [-1], [1]), held(-2, 2));
    expect(found.kind).toBe('generalised-critical-point');
    expect(found.ties).toEqual([{ unit: 0, group: 1 }]);
    expect(found.stuck[0]).toMatchObject({ unit: 0, group: 1, x: 1, distance: 0, activity: 0 });
    expect(found.hypotheses.noBreakpointOnDatum).toBe(false);
  });

  it('needs an activity between 0 and 1', () => {
    // Two data beyond the breakpoint, with D = Σ ε(x − 1) = 0 and S_o = −1, and a residual of 4 at the datum:
    // a* = 1/4. The first datum balances E₀.
    // x = 2, 3: ε₂ + 2ε₃ = 0 and ε₂ + ε₃ = −1 give ε₃ = 1, ε₂ = −2.
    const at = (pull: number): ReturnType<typeof criticality> =>
      criticality(net([1], [-1], [1]), dataset([0, 1, 2, 3], [1 - pull, pull, 1 - 2, 2 + 1]));
    const balanced = at(4);
    expect(balanced.stuck[0].activity).toBeCloseTo(0.25, 14);
    expect(balanced.stuck[0].level).toBeLessThan(1e-14);
    expect(balanced.kind).toBe('generalised-critical-point');
    // With half the residual that S_o needs, no activity up to 1 balances: |−1 + 0.5|/(3 + 0.5) is left.
    const weak = at(0.5);
    expect(weak.stuck[0].activity).toBeCloseTo(2, 14);
    expect(weak.kind).toBe('not-critical');
    // Residuals count as 1e-6 of their terms larger.
    expect(Math.abs(weak.stuck[0].level - 0.5 / 3.5)).toBeLessThan(1e-5);
  });

  it('has no activity to tell at a datum that is fitted to rounding, where the quotient would be noise', () => {
    // As in the test before, with a residual ε = pull at the datum: −S_o/ε is 1/pull, and told where y is as small as that.
    const at = (pull: number): Dataset => dataset([0, 1, 2, 3], [1 - pull, pull, -1, 3]);
    const network = net([1], [-1], [1], 0);
    expect(stuckUnits(network, at(1e-12))[0].activity).toBeCloseTo(1e12, -10);
    // The same function from larger terms: a unit without a breakpoint adds 1, b₀ takes it off again.
    const fitted = net([1, 0], [-1, 1], [1, 1], -1);
    const found = stuckUnits(fitted, at(1e-12))[0];
    expect(found.activity).toBeNaN();
    // It would take |S_o| = 1 of Σ|ε| = 3 beyond the datum.
    expect(Math.abs(found.level - 1 / 3)).toBeLessThan(1e-5);
    // Above the tolerance it is told, and what counts as fitted may be chosen.
    expect(stuckUnits(fitted, at(1e-7))[0].activity).toBeCloseTo(1e7, -1);
    expect(criticality(fitted, at(1e-7), { fittedWithin: 1e-6 }).stuck[0].activity).toBeNaN();
    // A tolerance below rounding does not bring noise back: 0.1 + 0.2 − 0.3 is 2⁻⁵⁴.
    const noise = dataset([0, 1, 2, 3], [1, 0.1 + 0.2, -1, 3]);
    const rounded = criticality(net([1, 0], [-1, 1], [1, 0.3]), noise, { fittedWithin: 1e-300 });
    expect(rounded.stuck[0].activity).toBeNaN();
  });

  it('of the motorcycle network 33 of 43 inner breakpoints are stuck, 28 of them within 1e-6', () => {
    const { network, data } = trainedMotorcycle();
    const range = data.x[data.x.length - 1] - data.x[0];
    expect(stuckUnits(network, data, { stuckWithin: 1e-5 / range })).toHaveLength(33);
    const near = stuckUnits(network, data, { stuckWithin: 1e-6 / range });
    expect(near).toHaveLength(28);
    // Each of those is held: a* in [0, 1] (theory 6.0).
    for (const { activity } of near) {
      expect(activity).toBeGreaterThan(0);
      expect(activity).toBeLessThan(1);
    }
    expect(stuckUnits(network, data, { stuckWithin: 8e-4 / range })).toHaveLength(33);
    expect(stuckUnits(network, data, { stuckWithin: 9e-4 / range })).toHaveLength(34);
  });

  it('the motorcycle network is a generalised critical point to 3e-3 of its terms, a smooth one only to 7e-2', () => {
    const { network, data } = trainedMotorcycle();
    const found = criticality(network, data);
    expect(found.kind).toBe('not-critical');
    expect(found.description).toContain('nearly a generalised critical point');
    expect(found.stuck).toHaveLength(33);
    // Figures of a direct sum over all units and data, done apart from the library.
    expect(found.generalisedLevel).toBeGreaterThan(2.7e-3);
    expect(found.generalisedLevel).toBeLessThan(2.9e-3);
    expect(found.worstUnit).toBe(36);
    expect(found.smoothLevel).toBeGreaterThan(6.7e-2);
    expect(found.smoothLevel).toBeLessThan(6.8e-2);
    expect(criticality(network, data, { tolerance: 3e-3 }).kind).toBe('generalised-critical-point');
  });
});

describe('criticality', () => {
  it('finds every lonely minimum to be a global one, of N non-zero eigenvalues, whatever the scaling of units', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 9 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 12, maxLength: 12 }),
        (steps, powers) => {
          let position = 0;
          const x = steps.map(([step]) => (position += step));
          const y = steps.map(([, target], n) => target + n / 16);
          // A breakpoint in every gap, and one left of the data.
          const breakpoints = x.map((input, n) => (n === 0 ? input - 1 : (x[n - 1] + input) / 2));
          const deltaSlopes = breakpoints.map(() => 1);
          const data = dataset(x, y);
          const plain = toNetwork(lonelyMinimum(data, breakpoints, { deltaSlopes, outputBias: 0.5 }));
          fc.pre(plain.outputWeights.every((weight) => Math.abs(weight) > 1e-3));
          const network = rescale(
            plain,
            breakpoints.map((_, i) => 4 ** powers[i]),
          );
          const found = criticality(network, data);
          expect(found.kind).toBe('global-minimum');
          expect(found.inertia.positive).toBe(x.length);
          expect(found.inertia.negative).toBe(0);
          expect(found.inertia.zero).toBe(3 * breakpoints.length + 1 - x.length);
        },
      ),
      { seed: 21, numRuns: 60 },
    );
  });

  it('does not depend on the units of x and y', () => {
    const { network, data } = trainedMotorcycle();
    const level = criticality(network, data).generalisedLevel;
    const scaled = shallowNetwork({
      inputWeights: network.inputWeights.map((w) => w / 1024),
      inputBiases: network.inputBiases,
      outputWeights: network.outputWeights.map((v) => v * 4096),
      outputBias: network.outputBias * 4096,
    });
    // Powers of two: every rounding is the same.
    const other = dataset(
      data.x.map((x) => x * 1024),
      data.y.map((y) => y * 4096),
    );
    expect(criticality(scaled, other).generalisedLevel).toBe(level);
  });

  it('handles no units, one datum and dead units', () => {
    expect(criticality(net([], [], [], 3), dataset([1], [3])).kind).toBe('global-minimum');
    const mean = criticality(net([], [], [], 2), dataset([1, 2], [1, 3]));
    expect(mean.kind).toBe('local-minimum');
    expect(mean.inertia).toMatchObject({ positive: 1, negative: 0, zero: 0 });
    const dead = criticality(net([1], [-9], [1], 2), dataset([1, 2], [1, 3]));
    expect(dead.kind).toBe('local-minimum');
    expect(dead.inertia).toMatchObject({ positive: 1, negative: 0, zero: 3 });
  });

  it('refuses tolerances that are not positive', () => {
    const data = dataset([1], [1]);
    expect(() => criticality(net([1], [0], [1]), data, { tolerance: 0 })).toThrow(
      new RangeError('criticality: tolerance must be positive, got 0'),
    );
    expect(() => criticality(net([1], [0], [1]), data, { stuckWithin: NaN })).toThrow(
      new RangeError('criticality: stuckWithin must be finite, got NaN'),
    );
  });
});
