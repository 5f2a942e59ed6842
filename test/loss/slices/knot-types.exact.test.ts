import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, dataset, gradient, shallowNetwork, toNetwork } from 'relu-splines';
import type { Bdso, Dataset, ShallowNetwork } from 'relu-splines';
import { knotTypes } from '../../../src/loss/slices/knot-types.js';
import type { KnotTypes } from '../../../src/loss/slices/knot-types.js';
import { lossSlice } from '../../../src/loss/slices/slice.js';
import { datasets, networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { Dyadic, exactError } from '../../exact/dyadic.js';
import { exactLoss } from '../../exact/loss.js';
import { MODES, typesOf } from './knot-types.help.js';

/** q and p at every knot by their definition (theory 5.2), term by term, without rounding. */
function exactForces(
  network: ShallowNetwork,
  data: Dataset,
  { unit, dynamics, residuals, orientation, knots }: KnotTypes,
): { q: Dyadic; p: Dyadic }[] {
  const silenced = network.outputWeights.map((v, i) => (i === unit ? 0 : v));
  const frozen = residuals === 'frozen';
  const without = frozen ? network : { ...network, outputWeights: silenced };
  const epsilon = exactLoss(without, data).residuals;
  const mu = Dyadic.of(network.inputWeights[unit]).times(Dyadic.of(network.outputWeights[unit]));
  return Array.from(knots, (knot) => {
    const at = Dyadic.of(knot);
    let q = Dyadic.zero;
    let p = Dyadic.zero;
    data.x.forEach((x, m) => {
      if (orientation * (x - knot) < 0) return;
      const here = Dyadic.of(x);
      // What the unit contributes at x with its breakpoint at the knot.
      const hinge = frozen ? Dyadic.zero : mu.times(here.minus(at));
      const weight = dynamics === 'flow' ? Dyadic.of(1).plus(at.times(here)) : Dyadic.of(1);
      const term = epsilon[m].minus(hinge).times(weight);
      p = p.plus(term);
      if (x !== knot) q = q.plus(term);
    });
    return { q, p };
  });
}

describe('knotTypes against the definition in exact arithmetic', () => {
  it('has forces within their own tolerances, and types that those leave no choice of', () => {
    fc.assert(
      fc.property(
        networksWithData({ minUnits: 1, maxUnits: 8 }),
        fc.nat(),
        fc.constantFrom(...MODES),
        ({ network, data }, pick, mode) => {
          const unit = pick % network.inputWeights.length;
          const got = knotTypes(network, data, { unit, ...mode });
          if (got === null) {
            expect(network.inputWeights[unit] === 0).toBe(true);
            return;
          }
          const v = network.outputWeights[unit];
          exactForces(network, data, got).forEach(({ q, p }, g) => {
            const { inactive, active, inactiveTolerances, activeTolerances } = got.forces;
            expect(exactError(inactive[g], q)).toBeLessThanOrEqual(inactiveTolerances[g]);
            expect(exactError(active[g], p)).toBeLessThanOrEqual(activeTolerances[g]);
            // Twice the tolerance away from zero the sign is beyond doubt.
            const clear =
              Math.abs(q.toNumber()) > 2 * inactiveTolerances[g] &&
              Math.abs(p.toNumber()) > 2 * activeTolerances[g];
            if (clear) {
              const expected = typeFromRates(
                Math.sign(v) * q.sign(),
                Math.sign(v) * p.sign(),
                got.orientation,
              );
              expect(got.types[g]).toBe(expected);
            }
            if (q.sign() === 0 || p.sign() === 0 || v === 0) expect(got.types[g]).toBe('degenerate');
            expect(got.degeneracies[g] === null).toBe(got.types[g] !== 'degenerate');
          });
        },
      ),
      RUNS,
    );
  });
});

/** How the pre-activation at the datum moves, unseen and seen, to how the breakpoint moves left and right of it. */
function typeFromRates(unseen: number, seen: number, orientation: number): string {
  // The breakpoint moves against s·dz/dt. Left of the datum a right-facing unit sees it.
  const left = -orientation * (orientation > 0 ? seen : unseen);
  const right = -orientation * (orientation > 0 ? unseen : seen);
  if (left === 0 || right === 0) return 'degenerate';
  if (left > 0 && right < 0) return 'attractor';
  if (left < 0 && right > 0) return 'repeller';
  return left > 0 ? 'passthrough-right' : 'passthrough-left';
}

describe('knotTypes against motion by brute force', () => {
  // Data on a grid and breakpoints off it by STEP: one-sided differences reach no other datum.
  const STEP = 2 ** -20;
  const scenes = fc.record({
    spline: fc
      .array(
        fc.record({
          beta: fc.integer({ min: -12, max: 12 }).map((n) => n / 4 + 1 / 8),
          mu: fc.integer({ min: -8, max: 8 }).map((n) => n / 4),
          s: fc.constantFrom(-1, 1),
        }),
        { minLength: 1, maxLength: 5 },
      )
      .map((units) =>
        bdso({
          breakpoints: units.map(({ beta }) => beta),
          deltaSlopes: units.map(({ mu }) => mu),
          orientations: units.map(({ s }) => s),
        }),
      ),
    data: datasets({ wild: false, maxCount: 8 }).map(({ x, y }) => dataset(x.map(Math.round), y)),
  });
  const at = (spline: Bdso, beta: number): Bdso => ({
    ...spline,
    breakpoints: spline.breakpoints.map((old, i) => (i === 0 ? beta : old)),
  });

  it('moves along the slice as the loss falls', () => {
    fc.assert(
      fc.property(scenes, ({ spline, data }) => {
        const { types, knots } = typesOf(spline, data, 0);
        const slice = lossSlice(spline, data, 0);
        const lossAt = (beta: number): Dyadic => exactLoss(toNetwork(at(spline, beta)), data).loss;
        knots.forEach((knot, g) => {
          const here = lossAt(knot);
          // The curvature alone raises the loss by up to ½μ²N·STEP²: a change of that size has no sign to go by.
          const rates = ([-1, 1] as const).map((side) => {
            const rise = lossAt(knot + side * STEP)
              .minus(here)
              .toNumber();
            const curvature = (spline.deltaSlopes[0] ** 2 * data.x.length * STEP ** 2) / 2;
            const slope = side < 0 ? -(slice?.leftSlopes[g] ?? NaN) : (slice?.rightSlopes[g] ?? NaN);
            expect(Math.abs(rise - slope * STEP)).toBeLessThanOrEqual(curvature + 1e-11 * STEP);
            return Math.abs(rise) <= 2 * curvature ? 0 : -side * Math.sign(rise);
          });
          const [left, right] = rates;
          if (left === 0 || right === 0) return;
          expect(types[g]).toBe(
            left > 0 && right < 0
              ? 'attractor'
              : left < 0 && right > 0
                ? 'repeller'
                : left > 0
                  ? 'passthrough-right'
                  : 'passthrough-left',
          );
        });
      }),
      RUNS,
    );
  });

  it('moves as one small step of gradient descent on (w, b) moves the pre-activation', () => {
    fc.assert(
      fc.property(scenes, fc.constantFrom('frozen', 'self-consistent'), ({ spline, data }, residuals) => {
        const { knots, forces, orientation } = typesOf(spline, data, 0, { dynamics: 'flow', residuals });
        const width = spline.breakpoints.length;
        knots.forEach((knot, g) => {
          for (const sees of [false, true]) {
            const beta = knot + (sees ? -1 : 1) * orientation * STEP;
            // Frozen: a test unit, too faint to change any residual, feels the field of the others.
            const faint = 2 ** -70;
            const network =
              residuals === 'frozen'
                ? withUnit(toNetwork(spline), orientation, -orientation * beta, faint)
                : toNetwork(at(spline, beta));
            const unit = residuals === 'frozen' ? width : 0;
            const v = network.outputWeights[unit];
            if (v === 0) return;
            const g0 = gradient(network, data);
            const units = network.inputWeights.length;
            // dz/dt = x·dw/dt + db/dt = v·force.
            const force = -(g0[unit] * knot + g0[units + unit]) / v;
            const expected = sees ? forces.active[g] : forces.inactive[g];
            // STEP away from the knot every residual is off by at most |μ|·STEP, and weighs up to 1 + 4²; 1e−10 is
            // far above the rounding of sums below 1e4.
            const allowed = 17 * data.x.length * Math.abs(spline.deltaSlopes[0]) * STEP + 1e-10;
            expect(Math.abs(force - expected)).toBeLessThanOrEqual(allowed);
          }
        });
      }),
      RUNS,
    );
  });
});

function withUnit(network: ShallowNetwork, w: number, b: number, v: number): ShallowNetwork {
  return shallowNetwork({
    ...network,
    inputWeights: [...network.inputWeights, w],
    inputBiases: [...network.inputBiases, b],
    outputWeights: [...network.outputWeights, v],
  });
}
