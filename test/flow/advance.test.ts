import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { advance } from '../../src/flow/advance.js';
import { columnsOf } from '../../src/flow/course.js';
import type { Course } from '../../src/flow/course.js';
import { EXPLICIT, IMPLICIT } from '../../src/flow/steps/methods.js';
import type { Method } from '../../src/flow/steps/methods.js';
import type { Modes } from '../../src/flow/steps/modes.js';
import type { Attempt } from '../../src/flow/steps/stepper.js';
import { courseAt, smooth } from './flow.help.js';

interface Start {
  readonly network?: ShallowNetwork;
  readonly data?: Dataset;
  readonly step?: number;
  readonly stiff?: number | null;
  /** What the attempts are said to have been, one after the other; the last one of all that follow. */
  readonly attempts?: readonly Partial<Attempt>[];
  readonly arrange?: (modes: Modes) => void;
}

/** A course at time 0 whose attempts are those of the explicit method, but for what the test says of them. */
function courseOf({ network, data, step = 0.01, stiff = null, attempts = [{}], arrange }: Start): Course {
  let count = 0;
  const method: Method = {
    ...EXPLICIT,
    step: (...of) => ({
      ...EXPLICIT.step(...of),
      error: 0.5,
      ...attempts[Math.min(count++, attempts.length - 1)],
    }),
  };
  const course = courseAt(network ?? smooth.network, data ?? smooth.data, { method, stiff, arrange });
  course.step = step;
  course.stats.evaluations = 0;
  return course;
}

/** Advances once; the steps that were seen. */
function advanced(course: Course, until = Infinity): number[] {
  const seen: number[] = [];
  advance(course, until, (h) => seen.push(h));
  return seen;
}

/** Of Dormand–Prince: the first of its seven stages is that of the step before. */
const EVALUATIONS = 6;
const nextAfter = (h: number, error: number): number => h * 0.9 * Math.fround(error ** (-1 / 5));

describe('a step of the flow', () => {
  it('is taken where its error is at most 1, and the next one is as long as that error asks for', () => {
    for (const error of [0, 0.5, 1]) {
      const course = courseOf({ attempts: [{ error }] });
      const before = course.loss;
      expect(advanced(course)).toEqual([0.01]);
      expect(course.time).toBe(0.01);
      expect(course.step).toBe(error === 0 ? 0.05 : nextAfter(0.01, error));
      expect(course.loss).toBeLessThan(before);
      expect(course.stats).toMatchObject({
        accepted: 1,
        rejected: 0,
        evaluations: EVALUATIONS,
        largestRise: 0,
      });
    }
  });

  it('is refused where it is not, and leaves all as it was', () => {
    for (const error of [1.001, 2, Infinity]) {
      const course = courseOf({ attempts: [{ error }] });
      const state = course.stepper.state.slice();
      expect(advanced(course)).toEqual([]);
      expect(course.time).toBe(0);
      expect(course.stepper.state).toEqual(state);
      expect(course.step).toBe(error === Infinity ? 0.001 : nextAfter(0.01, error));
      expect(course.stats).toMatchObject({ accepted: 0, rejected: 1, evaluations: EVALUATIONS });
    }
  });

  it('ends exactly at the time asked for, and is no measure of the next one then', () => {
    const course = courseOf({ step: 0.3 });
    // 0.001 + (0.009 − 0.001) is another number.
    course.time = 0.001;
    expect(advanced(course, 0.009)).toEqual([0.009 - 0.001]);
    expect(course.time).toBe(0.009);
    expect(course.step).toBe(0.3);
    // But where it asks for a longer one.
    const short = courseOf({ step: 0.3, attempts: [{ error: 0 }] });
    advanced(short, 0.25);
    expect(short.step).toBe(1.25);
  });

  it('that raises the loss is noted', () => {
    const course = courseOf({ attempts: [{ loss: 100 }, { loss: 100.5 }, { loss: 50 }] });
    const rise = 100 - course.loss;
    advanced(course);
    advanced(course);
    advanced(course);
    expect(course.stats.largestRise).toBe(rise);
    expect(course.loss).toBe(50);
  });

  it('goes on by the implicit method after fifteen at the edge of stability', () => {
    const stiff = courseOf({ stiff: 13.5, attempts: [{ stiffness: 9 }] });
    advanced(stiff);
    expect([stiff.stiff, stiff.method.name]).toEqual([14.5, 'explicit']);
    advanced(stiff);
    expect([stiff.stiff, stiff.method]).toEqual([null, IMPLICIT]);
    const fixed = courseOf({ stiff: null, attempts: [{ stiffness: 9 }] });
    advanced(fixed);
    expect([fixed.stiff, fixed.method.name]).toEqual([null, 'explicit']);
  });

  it('starts from columns that are made once, and where units are few from these', () => {
    const many = shallowNetwork({
      inputWeights: new Array<number>(20).fill(1),
      inputBiases: Array.from({ length: 20 }, (_, i) => 0.5 + i / 100),
      outputWeights: Array.from({ length: 20 }, (_, i) => i / 100),
    });
    const course = courseOf({ network: many });
    expect(course.stats.evaluations).toBe(0);
    const columns = columnsOf(course);
    expect(columns.state).toHaveLength(10);
    expect(course.stats.evaluations).toBe(1);
    expect(columnsOf(course)).toBe(columns);
    expect(course.stats.evaluations).toBe(1);
    advanced(course);
    expect(course.columnsAreCurrent).toBe(false);
    expect(course.stats.evaluations).toBe(1 + EVALUATIONS);
    const few = courseOf({});
    expect(columnsOf(few)).toBe(few.stepper);
    expect(few.stats.evaluations).toBe(0);
  });
});

describe('a step with an event', () => {
  // One unit that starts to the left of x = 0 and is drawn to the right: it passes x = 0 as ḃ < 0.
  const network = shallowNetwork({ inputWeights: [1], inputBiases: [0.001], outputWeights: [1] });
  const data = dataset([-1, 0, 2], [1, -1, 0.5]);

  it('ends there: the event happens, and the step as it was tried counts as refused', () => {
    const course = courseOf({ network, data, step: 0.002 });
    const [h, ...rest] = advanced(course);
    expect(rest).toEqual([]);
    expect(h).toBeLessThan(0.002);
    expect(course.time).toBe(h);
    expect(course.events).toMatchObject([{ time: h, unit: 0, datum: 1, kind: 'cross' }]);
    expect(course.standing).toBe(1);
    // Two attempts, and the forces after the event.
    expect(course.stats).toMatchObject({ accepted: 1, rejected: 1, evaluations: 2 * EVALUATIONS + 1 });
    // At the datum, but for what the dense output misses of h⁵.
    expect(Math.abs(course.stepper.state[1])).toBeLessThan(1e-11);
    advanced(course);
    expect(course.standing).toBe(0);
  });

  it('is refused where the shorter one misses more than it may', () => {
    const course = courseOf({ network, data, step: 0.002, attempts: [{ error: 0.5 }, { error: 3 }] });
    expect(advanced(course)).toEqual([]);
    expect(course.stats).toMatchObject({ accepted: 0, rejected: 2 });
    expect([course.time, course.standing, course.events]).toEqual([0, 0, []]);
    expect(course.step).toBeLessThan(nextAfter(0.002, 3));
    // One that may just be missed is not.
    const just = courseOf({ network, data, step: 0.002, attempts: [{ error: 0.5 }, { error: 1 }] });
    expect(advanced(just)).toHaveLength(1);
  });

  it('at its very start happens at once, without a step', () => {
    const tied = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
    // It faces x = 0 as one that sees it, and is on it.
    const course = courseOf({
      network: tied,
      data,
      step: 0.002,
      arrange: ({ bins }) => (bins[0] = 1),
    });
    expect(advanced(course)).toEqual([]);
    expect(course.time).toBe(0);
    expect(course.events).toMatchObject([{ time: 0, unit: 0, datum: 1, kind: 'cross' }]);
    // The forces at the start again, and those after the event.
    expect(course.stats).toMatchObject({ accepted: 0, rejected: 1, evaluations: EVALUATIONS + 2 });
    expect(course.standing).toBe(1);
  });
});

describe('clusters that are pushed away', () => {
  // On x = 0, facing right: q = ε(2), p = q + ε(0), both above zero: pushed to where it sees the datum.
  const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
  const data = dataset([-1, 0, 2], [-1.5, 0.5, 3]);
  /** p = ε(2) + ε(0) = (3 − 2) + 0.5. */
  const force = 1.5;
  /** A part κ = 0.02 of what w·x + b may be off: its size is 1, and v is 1. */
  const allowed = 0.02 * (1e-8 + 1e-6);
  const sliding = ({ slidingOn, signs }: Modes): void => {
    slidingOn[0] = signs[0] = 1;
  };

  it('are let go at the start of a step that would carry them far', () => {
    const course = courseOf({ network, data, step: 0.01, arrange: sliding });
    expect(advanced(course)).toEqual([]);
    expect(course.time).toBe(0);
    expect(course.events).toMatchObject([{ time: 0, unit: 0, kind: 'release-active', unique: true }]);
    expect(course.modes.slidingOn[0]).toBe(-1);
  });

  it('at its end where that one would not, but the next one would', () => {
    const course = courseOf({ network, data, step: (3 * allowed) / force, arrange: sliding });
    expect(advanced(course)).toHaveLength(1);
    expect(course.events).toMatchObject([{ time: course.time, unit: 0, kind: 'release-active' }]);
  });

  it('not while what they would miss is less than may be missed', () => {
    const course = courseOf({
      network,
      data,
      step: (0.3 * allowed) / force,
      attempts: [{ error: 1 }],
      arrange: sliding,
    });
    expect(advanced(course)).toHaveLength(1);
    expect(course.events).toEqual([]);
  });
});
