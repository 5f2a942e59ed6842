import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import type { Course } from '../../../src/flow/course.js';
import { applyCrossing, applyRelease, settleTies } from '../../../src/flow/events/transitions.js';
import { NONE } from '../../../src/flow/steps/modes.js';
import { courseAt } from '../flow.help.js';

/**
 * A unit whose breakpoint lies on x = 0, the middle one of −1, 0 and 2, facing right. It strictly sees x = 2, so that
 * q = ε(2) and p = ε(2) + ε(0): the residuals asked for are the forces. Two units before it see nothing, so that its
 * number is not 0.
 */
const BIN = { seesAll: 0, seesDatum: 1, beyond: 2, nothing: 3 };

interface Situation {
  /** ε at −1, 0 and 2. */
  readonly residuals: readonly [number, number, number];
  /** Its output weight. */
  readonly v: number;
  readonly bin?: number;
  readonly slidingOn?: number;
  readonly sign?: number;
  readonly leaving?: number;
}

const UNIT = 2;
const DATUM = 1;
const about = { time: 0, unit: UNIT, datum: DATUM, orientation: 1 } as const;

/** A flow at that moment; all numbers are of few bits, and the residuals are exact. */
function courseIn({ residuals, v, bin, slidingOn, sign, leaving }: Situation): Course {
  const network = shallowNetwork({
    inputWeights: [1, 1, 1],
    inputBiases: [-3, -4, 0],
    outputWeights: [1, 1, v],
  });
  const data = dataset([-1, 0, 2], [residuals[0], residuals[1], residuals[2] + 2 * v]);
  return courseAt(network, data, {
    arrange: (modes) => {
      modes.bins[UNIT] = bin ?? modes.bins[UNIT];
      modes.slidingOn[UNIT] = slidingOn ?? NONE;
      modes.signs[UNIT] = sign ?? 0;
      modes.leaving[UNIT] = leaving ?? NONE;
    },
  });
}

/** What has become of the unit, and what was written down. */
function outcome({ modes, events }: Course): unknown {
  return {
    bin: modes.bins[UNIT],
    slidingOn: modes.slidingOn[UNIT],
    sign: modes.signs[UNIT],
    leaving: modes.leaving[UNIT],
    events: events.map(({ kind, unique }) => `${kind}${unique ? '' : ', not unique'}`),
  };
}

const free = { slidingOn: NONE, sign: 0 };
const stuck = { bin: BIN.beyond, slidingOn: DATUM, leaving: NONE };

describe('a start exactly on a datum', () => {
  const settled = (situation: Situation): Course => {
    const course = courseIn(situation);
    settleTies(course);
    return course;
  };
  const stays = { ...free, bin: BIN.beyond, leaving: DATUM, events: [] };
  const crosses = { ...free, bin: BIN.seesDatum, leaving: DATUM, events: ['cross'] };
  const leaves = (side: 'active' | 'inactive'): unknown => ({
    ...free,
    bin: side === 'active' ? BIN.seesDatum : BIN.beyond,
    leaving: DATUM,
    events: [`release-${side}, not unique`],
  });

  it.each<[title: string, residuals: readonly [number, number, number], wanted: unknown]>([
    [
      'pushed in from outside and out from inside: it sticks',
      [0, -3, 1],
      { ...stuck, sign: 1, events: ['stick'] },
    ],
    ['pushed in from both sides: it crosses', [0, 3, 1], crosses],
    ['pushed in until it sees the datum: it crosses', [0, -1, 1], crosses],
    ['pushed out on both sides: it stays outside', [0, -1, -1], stays],
    ['pushed out from outside alone: it stays outside', [0, 1, -1], stays],
    ['pushed out from inside alone: it stays outside', [0, -1, 0], stays],
    ['pushed in from inside alone: it stays outside', [-5, 1, 0], stays],
    ['a repeller with a* above ½: it leaves to where it sees the datum', [0, 1, -0.75], leaves('active')],
    ['a repeller with a* below ½: it leaves to where it does not', [0, 1, -0.25], leaves('inactive')],
    ['a repeller with a* of ½: it leaves to where it does not', [0, 1, -0.5], leaves('inactive')],
  ])('%s', (_, residuals, wanted) => {
    expect(outcome(settled({ residuals, v: 1 }))).toEqual(wanted);
    // With v < 0 and all residuals turned round, the pushes are the same.
    const turned = settled({ residuals: [-residuals[0], -residuals[1], -residuals[2]], v: -1 });
    const sign = wanted === crosses || (wanted as { sign: number }).sign === 0 ? 0 : -1;
    expect(outcome(turned)).toEqual({ ...(wanted as object), sign });
    expect(turned.stats.evaluations).toBe(1);
  });

  it('where no force is left, those of a moment later decide: b₀ moves, and all residuals with it', () => {
    for (const [residual, wanted] of [
      [-1, crosses],
      [1, stays],
    ] as const) {
      const course = settled({ residuals: [residual, 0, 0], v: 1 });
      expect(outcome(course)).toEqual(wanted);
      // Those of the moment, and those of the present state again.
      expect(course.stats.evaluations).toBe(3);
      expect(course.field.sweep.atData[0]).toBe(residual);
    }
  });

  it('is no matter to units that see nothing, or all', () => {
    const course = settled({ residuals: [1, 1, 1], v: 1 });
    expect([...course.modes.leaving]).toEqual([NONE, NONE, DATUM]);
  });
});

describe('a breakpoint that comes to a datum', () => {
  const crossed = (kind: 'activating' | 'deactivating', situation: Situation): Course => {
    const course = courseIn({ bin: kind === 'activating' ? BIN.beyond : BIN.seesDatum, ...situation });
    applyCrossing(course, { sigma: 0, unit: UNIT, datum: DATUM, kind });
    return course;
  };

  it('passes where it is pushed on from the other side', () => {
    const inwards = crossed('activating', { residuals: [0, 1, 1], v: 1 });
    expect(inwards.events).toEqual([{ ...about, kind: 'cross', unique: true }]);
    expect(outcome(inwards)).toEqual({ ...free, bin: BIN.seesDatum, leaving: DATUM, events: ['cross'] });
    const outwards = crossed('deactivating', { residuals: [0, -1, -1], v: 1 });
    expect(outcome(outwards)).toEqual({ ...free, bin: BIN.beyond, leaving: DATUM, events: ['cross'] });
  });

  it('passes where it is not pushed back', () => {
    expect(outcome(crossed('activating', { residuals: [0, -1, 1], v: 1 }))).toMatchObject({
      events: ['cross'],
    });
    expect(outcome(crossed('deactivating', { residuals: [0, -1, 0], v: 1 }))).toMatchObject({
      events: ['cross'],
    });
  });

  it('sticks where it is pushed back, and counts how often', () => {
    for (const kind of ['activating', 'deactivating'] as const) {
      const course = crossed(kind, { residuals: [0, -3, 1], v: 1 });
      expect(course.events).toEqual([{ ...about, kind: 'stick', unique: true }]);
      expect(outcome(course)).toEqual({ ...stuck, sign: 1, events: ['stick'] });
      expect([...course.captures]).toEqual([[UNIT * 3 + DATUM, 1]]);
      expect(course.stats.mostCaptures).toBe(1);
      course.captures.set(UNIT * 3 + DATUM, 7);
      course.modes.slidingOn[UNIT] = NONE;
      applyCrossing(course, { sigma: 0, unit: UNIT, datum: DATUM, kind });
      expect(course.stats.mostCaptures).toBe(8);
    }
  });

  it('only touches it where it was not pushed there, and may come back', () => {
    for (const [kind, bin, residuals] of [
      ['activating', BIN.beyond, [0, 1, -1]],
      ['activating', BIN.beyond, [0, 1, 0]],
      ['deactivating', BIN.seesDatum, [0, 1, 1]],
      ['deactivating', BIN.seesDatum, [0, -1, 1]],
    ] as const) {
      const touched = crossed(kind, { residuals, v: 1 });
      expect(outcome(touched)).toEqual({ ...free, bin, leaving: DATUM, events: [] });
    }
    // The second time there is no touching any more.
    const again = crossed('activating', { residuals: [0, 3, -1], v: 1, leaving: DATUM });
    expect(outcome(again)).toMatchObject({ bin: BIN.seesDatum, events: ['cross'] });
  });

  it('that has just left it as one leaves a repeller gets v = 0 instead of sticking', () => {
    const course = courseIn({ residuals: [0, -3, 1], v: 1, bin: BIN.beyond, leaving: DATUM });
    course.events.push({ ...about, kind: 'release-inactive', unique: false });
    applyCrossing(course, { sigma: 0, unit: UNIT, datum: DATUM, kind: 'activating' });
    expect(course.stepper.state[3 + 3 + UNIT]).toBe(0);
    expect(outcome(course)).toMatchObject({ slidingOn: NONE, events: ['release-inactive, not unique'] });
    // Neither where it left otherwise, nor where another unit did, nor where it has left another datum since.
    for (const [event, leaving] of [
      [{ ...about, unique: true }, DATUM],
      [{ ...about, unit: 0, unique: false }, DATUM],
      [{ ...about, unique: false }, 0],
    ] as const) {
      const other = courseIn({ residuals: [0, -3, 1], v: 1, bin: BIN.beyond, leaving });
      other.events.push({ ...event, kind: 'release-inactive' });
      applyCrossing(other, { sigma: 0, unit: UNIT, datum: DATUM, kind: 'activating' });
      expect(other.modes.slidingOn[UNIT]).toBe(DATUM);
      expect(other.stepper.state[3 + 3 + UNIT]).toBe(1);
    }
  });

  it('from a bin that sees all data it faces the rest of them', () => {
    for (const [datum, orientation] of [
      [0, 1],
      [2, -1],
    ] as const) {
      const course = courseIn({ residuals: [-4, -4, -4], v: 1, bin: BIN.seesAll });
      applyCrossing(course, { sigma: 0, unit: UNIT, datum, kind: 'deactivating' });
      expect(course.events).toEqual([{ ...about, datum, orientation, kind: 'cross', unique: true }]);
      expect(course.modes.bins[UNIT]).toBe(orientation > 0 ? 1 : 6);
    }
  });
});

describe('a sliding unit', () => {
  const sliding = { slidingOn: DATUM, bin: BIN.beyond };

  it('leaves with its cluster, to the side it is told', () => {
    for (const [toActive, bin, kind] of [
      [true, BIN.seesDatum, 'release-active'],
      [false, BIN.beyond, 'release-inactive'],
    ] as const) {
      const course = courseIn({ ...sliding, residuals: [0, -3, 1], v: 1, sign: 1 });
      course.time = 3;
      applyRelease(course, { datum: DATUM, orientation: 1, sign: 1, units: [UNIT] }, toActive);
      expect(course.events).toEqual([{ ...about, time: 3, kind, unique: true }]);
      expect(outcome(course)).toEqual({ ...free, bin, leaving: DATUM, events: [kind] });
      expect(course.rule.lastRelease[DATUM]).toBe(3);
    }
  });

  /** v of the sign given goes through zero. */
  const turned = (residuals: readonly [number, number, number], sign: 1 | -1): unknown => {
    const course = courseIn({ ...sliding, residuals, v: sign / 1024, sign });
    applyCrossing(course, { sigma: 0, unit: UNIT, datum: DATUM, kind: 'output-zero' });
    return outcome(course);
  };

  it.each<[title: string, residuals: readonly [number, number, number], wanted: object]>([
    // Signs as for v that goes from above to below zero: then −q and −p push.
    ['held from both sides: it goes on', [0, 3, -1], { ...stuck, events: [] }],
    ['pushed to where it sees the datum', [0, -1, -1], { bin: BIN.seesDatum, events: ['release-active'] }],
    ['pushed to where it does not', [0, 1, 1], { bin: BIN.beyond, events: ['release-inactive'] }],
    [
      'pushed away, with a* above ½',
      [0, -1, 0.75],
      { bin: BIN.seesDatum, events: ['release-active, not unique'] },
    ],
    [
      'pushed away, with a* below ½',
      [0, -1, 0.25],
      { bin: BIN.beyond, events: ['release-inactive, not unique'] },
    ],
    ['no force from outside', [0, 1, 0], { bin: BIN.beyond, events: ['release-inactive, not unique'] }],
    ['no force from inside', [0, 1, -1], { bin: BIN.seesDatum, events: ['release-active, not unique'] }],
  ])('whose v goes through zero, %s', (_, residuals, wanted) => {
    const isHeld = (wanted as { events: string[] }).events.length === 0;
    const rest = isHeld ? {} : { ...free, leaving: DATUM };
    expect(turned(residuals, 1)).toEqual({ ...rest, ...wanted, sign: isHeld ? -1 : 0 });
    const mirrored = [-residuals[0], -residuals[1], -residuals[2]] as const;
    expect(turned(mirrored, -1)).toEqual({ ...rest, ...wanted, sign: isHeld ? 1 : 0 });
  });

  it('that comes to the origin stays there, and sees nothing', () => {
    for (const [residuals, unique] of [
      [[-1, -1, -1], true],
      [[1, 1, 1], false],
    ] as const) {
      const course = courseIn({ ...sliding, residuals, v: 1, sign: 1 });
      course.stepper.state.set([1e-17], UNIT);
      course.stepper.state.set([1e-17], 3 + UNIT);
      applyCrossing(course, { sigma: 0, unit: UNIT, datum: DATUM, kind: 'input-zero' });
      expect(course.events).toEqual([{ ...about, kind: 'collapse', unique }]);
      expect(outcome(course)).toMatchObject({ ...free, bin: BIN.nothing, leaving: NONE });
      // w and b of this unit alone: v is that of before.
      expect([...course.stepper.state]).toEqual([1, 1, 0, -3, -4, 0, 1, 1, 1, 0]);
    }
  });
});
