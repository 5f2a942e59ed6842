import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import {
  knotForces,
  knotForcesInto,
  removeUnitInto,
  residualField,
} from '../../../src/loss/slices/knot-forces.js';

const ROUNDING = 4 * Number.EPSILON;

const data = dataset([-2, -1, -1, 0.5, 3], [1, -4, 0.5, 2, -1]);
const { x, y } = data;
/** Facing right and left, one that sees all, one that sees nothing, one without a breakpoint. */
const network = shallowNetwork({
  inputWeights: [2, -1, 0.5, -3, 0],
  inputBiases: [1, 2, 8, -9, -1],
  outputWeights: [-1.5, 0.75, 2, 3, 4],
  outputBias: -0.25,
});

function near(value: number, wanted: number): void {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-13 * Math.abs(wanted));
}

describe('how far a residual may be off', () => {
  it('is by the rounding of N residuals, and of all that this one is made of', () => {
    const { residuals, doubts } = residualField(network, data);
    x.forEach((at, n) => {
      let value = network.outputBias;
      let terms = Math.abs(y[n]) + Math.abs(network.outputBias);
      network.inputWeights.forEach((w, i) => {
        const [b, v] = [network.inputBiases[i], network.outputWeights[i]];
        if (!(w * at + b > 0)) return;
        value += v * (w * at + b);
        terms += Math.abs(v) * (Math.abs(w * at) + Math.abs(b));
      });
      near(residuals[n], y[n] - value);
      near(doubts[n], ROUNDING * (5 * Math.abs(y[n] - value) + terms));
    });
  });

  it('grows by what a unit that is taken out adds', () => {
    const field = residualField(network, data);
    const out = { residuals: new Float64Array(5), doubts: new Float64Array(5) };
    removeUnitInto(out, field, network, 1, x);
    x.forEach((at, n) => {
      const part = 0.75 * Math.max(0, 2 - at);
      near(out.residuals[n], field.residuals[n] + part);
      near(out.doubts[n], field.doubts[n] + 5 * ROUNDING * part);
    });
  });
});

describe('forces at the knots, and below what they are zero', () => {
  const knots = [-2, -1, 0.5, 3];
  const field = { residuals: Float64Array.of(1, -2, 0.5, 3, -1), doubts: Float64Array.of(1, 2, 4, 8, 16) };

  it.each([
    [1, 'slice'],
    [-1, 'slice'],
    [1, 'flow'],
    [-1, 'flow'],
  ] as const)('are sums over the data beyond, with those of the way there: facing %i, %s', (s, dynamics) => {
    // So large a μ that the rounding of the shifts shows beside the doubts of whole numbers.
    const mu = 2 ** 50;
    const out = knotForces(knots.length);
    knotForcesInto(out, field, data, s, mu, dynamics);
    const lever = (knot: number): number => (dynamics === 'flow' ? knot : 0);
    knots.forEach((knot, g) => {
      let force = 0;
      let doubt = 0;
      let own = 0;
      let ownDoubt = 0;
      x.forEach((at, n) => {
        if (at === knot) {
          own += field.residuals[n];
          ownDoubt += field.doubts[n];
        }
        if (!(s * (at - knot) > 0)) return;
        // The unit has come from the datum itself: it has moved by −μ(at − knot) there, knot by knot.
        const between = knots
          .filter((k) => s * (k - knot) >= 0 && s * (at - k) >= 0)
          .sort((a, b) => s * (b - a));
        let way = 0;
        for (let k = 1; k < between.length; k++) way += Math.abs(between[k] - between[k - 1]);
        const arm = 1 + lever(knot) * at;
        force += (field.residuals[n] - mu * (at - knot)) * arm;
        doubt += (field.doubts[n] + 5 * ROUNDING * mu * way) * (1 + Math.abs(lever(knot) * at));
      });
      const weight = 1 + lever(knot) * knot;
      near(out.inactive[g], force);
      near(out.active[g], force + weight * own);
      near(out.inactiveTolerances[g], doubt);
      near(out.activeTolerances[g], doubt + weight * ownDoubt);
    });
  });
});
