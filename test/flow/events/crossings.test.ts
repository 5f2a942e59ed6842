import { describe, expect, it } from 'vitest';
import { firstCrossing, forgetDepartures } from '../../../src/flow/events/crossings.js';
import type { Crossing } from '../../../src/flow/events/crossings.js';
import { NONE } from '../../../src/flow/steps/modes.js';
import type { Modes } from '../../../src/flow/steps/modes.js';
import { stepper } from '../../../src/flow/steps/stepper.js';
import type { Stepper } from '../../../src/flow/steps/stepper.js';
import { fieldWithResiduals } from './field.help.js';

/** Bins facing right are 0 to 3; on 1, facing right, a unit sees x = 2 alone: bin 2. */
const field = fieldWithResiduals([-1, 0, 2], [1, -1, 1]);

/** What a weight does over a step: its start and the powers of σ, the rest of them 0. */
type Way = readonly number[];

interface Unit {
  readonly w: Way;
  readonly b: Way;
  readonly v?: Way;
  readonly bin: number;
  readonly slidingOn?: number;
  readonly sign?: number;
  readonly leaving?: number;
}

/** A step on which the units given move as given. */
function stepOf(units: readonly Unit[]): { readonly step: Stepper; readonly modes: Modes } {
  const ways = [
    ...units.map(({ w }) => w),
    ...units.map(({ b }) => b),
    ...units.map(({ v }) => v ?? [1]),
    [0],
  ];
  const step = stepper(
    field,
    Float64Array.from(ways, (way) => way[0]),
  );
  step.dense.forEach((power, m) => {
    power.set(ways.map((way) => way[m + 1] ?? 0));
  });
  step.velocity.set(ways.map((way) => way[1] ?? 0));
  return {
    step,
    modes: {
      bins: Int32Array.from(units, ({ bin }) => bin),
      slidingOn: Int32Array.from(units, ({ slidingOn }) => slidingOn ?? NONE),
      signs: Int8Array.from(units, ({ sign }) => sign ?? 0),
      leaving: Int32Array.from(units, ({ leaving }) => leaving ?? NONE),
    },
  };
}

function crossingOf(...units: readonly Unit[]): Crossing | null {
  const { step, modes } = stepOf(units);
  return firstCrossing(field, step, modes);
}

/** The breakpoint 1 between x = 0 and 2, moving right at 2 a step and left at 2 a step. */
const toTheRight: Unit = { w: [1], b: [-1, -2], bin: 2 };
const toTheLeft: Unit = { w: [1], b: [-1, 2], bin: 2 };

function expectCrossing(found: Crossing | null, wanted: Crossing | null): void {
  if (found === null || wanted === null) {
    expect(found).toEqual(wanted);
    return;
  }
  expect({ ...found, sigma: 0 }).toEqual({ ...wanted, sigma: 0 });
  expect(Math.abs(found.sigma - wanted.sigma)).toBeLessThanOrEqual(2 ** -46);
}

describe('what a step meets first', () => {
  it('is the datum that a breakpoint comes to, from one side or the other', () => {
    expectCrossing(crossingOf(toTheRight), { sigma: 0.5, unit: 0, datum: 2, kind: 'deactivating' });
    expectCrossing(crossingOf(toTheLeft), { sigma: 0.5, unit: 0, datum: 1, kind: 'activating' });
    expectCrossing(crossingOf({ ...toTheRight, b: [-1, -0.9] }), null);
  });

  it('of several units the earliest', () => {
    const early: Unit = { ...toTheLeft, b: [-1, 4] };
    const sooner = { sigma: 0.25, datum: 1, kind: 'activating' } as const;
    expectCrossing(crossingOf(toTheRight, early), { ...sooner, unit: 1 });
    expectCrossing(crossingOf(early, toTheRight), { ...sooner, unit: 0 });
  });

  it('is a zero of v or of w while a unit slides', () => {
    const sliding = { b: [0], bin: 2, slidingOn: 1, sign: 1 };
    const output = { sigma: 0.5, unit: 0, datum: 1, kind: 'output-zero' } as const;
    expectCrossing(crossingOf({ ...sliding, w: [1], v: [0.3, -0.6] }), output);
    expectCrossing(crossingOf({ ...sliding, sign: -1, w: [1], v: [-0.3, 0.6] }), output);
    const input = { ...output, kind: 'input-zero' } as const;
    expectCrossing(crossingOf({ ...sliding, w: [0.3, -0.6], v: [1] }), input);
    // Facing left, w is below zero.
    expectCrossing(crossingOf({ ...sliding, bin: 5, w: [-0.3, 0.6], v: [1] }), input);
    // Both: the earlier.
    expectCrossing(crossingOf({ ...sliding, w: [0.2, -0.8], v: [0.3, -0.6] }), { ...input, sigma: 0.25 });
    expectCrossing(crossingOf({ ...sliding, w: [0.3, -0.6], v: [0.2, -0.8] }), { ...output, sigma: 0.25 });
    expectCrossing(crossingOf({ ...sliding, w: [0.3, -0.2], v: [0.3, -0.2] }), null);
  });

  const noise = 2 ** -40;
  it.each<[title: string, v: Way, sigma: number | null]>([
    ['a v of zero that ends on its side', [0, -1e-13, 1], null],
    ['one that ends at zero', [0, -1, 1], null],
    ['one that ends on the other side', [0, -1, 0.5], 0],
    ['one that starts on the other side', [-1e-20, -1e-13, 1], 0],
    ['one that starts in as much as counts for rounding', [noise, -0.001, 1], null],
    ['more than that, of its own way', [noise, -0.1, 0.25], 10 * noise],
    ['one that starts well on its side and comes back to it', [0.09, -1, 1], 0.1],
  ])('%s, while sliding', (_, v, sigma) => {
    const wanted = sigma === null ? null : ({ sigma, unit: 0, datum: 1, kind: 'output-zero' } as const);
    expectCrossing(crossingOf({ w: [1], b: [0], v, bin: 2, slidingOn: 1, sign: 1 }), wanted);
  });

  it.each<[title: string, clearance: Way, sigma: number | null]>([
    ['starts the wrong way by rounding', [0, -1e-14, 1], null],
    ['and ends where it started', [0, -1, 1], null],
    ['goes back at once', [0, -1, 0.5], 0],
    ['comes back to it later', [0, 1, -3], 1 / 3],
    ['comes back and leaves again', [0, 1, -5, 5], 0.5 - Math.sqrt(0.05)],
    ['starts on the wrong side by rounding', [-1e-17, 1], null],
  ])('a unit that has just left its datum and %s', (_, clearance, sigma) => {
    // It sees x = 0, where w·x + b = b.
    const wanted = sigma === null ? null : ({ sigma, unit: 0, datum: 1, kind: 'deactivating' } as const);
    expectCrossing(crossingOf({ w: [1], b: clearance, bin: 1, leaving: 1 }), wanted);
  });
});

describe('a unit that has left its datum', () => {
  /** Whether it is watched again as any other. */
  const isForgotten = (unit: Unit): boolean => {
    const { step, modes } = stepOf([unit]);
    forgetDepartures(field, step, modes);
    return modes.leaving[0] === NONE;
  };
  /** A unit that sees x = 2 and what lies beyond, with so much clearance there and so much speed away. */
  const beside = (clearance: number, speed: number): Unit => ({
    w: [1, 3],
    b: [clearance - 2, speed - 6],
    bin: 2,
    leaving: 2,
  });

  it('is so for good where it is clear of it, or on its way', () => {
    // Rounding is 64 EPSILON of |wx| + |b|, which is 4.
    const rounding = 256 * Number.EPSILON;
    expect(isForgotten(beside(4 * rounding, -1))).toBe(true);
    expect(isForgotten(beside(rounding / 4, 0.5))).toBe(true);
    expect(isForgotten(beside(rounding / 4, 0))).toBe(false);
    expect(isForgotten(beside(rounding / 4, -0.5))).toBe(false);
    expect(isForgotten(beside(0, 0.5))).toBe(false);
    expect(isForgotten(beside(-rounding / 4, 0.5))).toBe(false);
    expect(isForgotten(beside(-4 * rounding, 0.5))).toBe(false);
  });

  it('by the rounding of its own size', () => {
    const large: Unit = { w: [1e6, -1], b: [-2e6 + 1e-9, 0], bin: 2, leaving: 2 };
    expect(isForgotten(large)).toBe(false);
    expect(isForgotten({ ...large, b: [-2e6 + 1e-6, 0] })).toBe(true);
  });

  it('or where its bin has no edge there any more', () => {
    expect(isForgotten({ w: [1], b: [1], bin: 1, leaving: 2 })).toBe(true);
    // The outer edge: it does not see x = 0, and is to its right.
    expect(isForgotten({ w: [1, 1], b: [0, -1], bin: 2, leaving: 1 })).toBe(false);
    expect(isForgotten({ w: [1, 1], b: [-1, -1], bin: 2, leaving: 1 })).toBe(true);
  });
});
