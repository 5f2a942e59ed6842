import { describe, expect, it } from 'vitest';
import { dataset, toBdso } from 'relu-splines';
import { conservedQuantities, gradientFlow } from 'relu-splines/flow';
import type { FlowResult } from 'relu-splines/flow';
import { parametersOf } from '../../src/forms/parameters.js';
import { slidingCases, TIGHT } from '../reference/flow-cases.js';
import type { FlowInput } from '../reference/flow-cases.js';
import { expectWithin, networkOf, referenceCases } from '../reference/load.js';
import type { Tolerance } from '../reference/load.js';

interface FlowExpected {
  readonly theta: number[][];
  readonly loss: number[];
  readonly conserved: number[];
  readonly beta: number[][];
  readonly mu: number[][];
  readonly crossings: readonly { readonly t: number; readonly datum: number; readonly unit: number }[];
}

const METHODS = ['explicit', 'implicit'] as const;

/** Every case with every method. */
function withMethods<Case extends { readonly name: string }>(
  cases: readonly Case[],
): (Case & { readonly method: 'explicit' | 'implicit' })[] {
  return METHODS.flatMap((method) => cases.map((one) => ({ ...one, method })));
}

/** Weights and losses at the times recorded, and what is conserved. */
function expectCourse(
  { trajectory, network }: FlowResult,
  expected: Pick<FlowExpected, 'theta' | 'loss' | 'conserved'>,
  tolerance: Readonly<Record<string, Tolerance>>,
): void {
  expectWithin(
    trajectory.map((point) => parametersOf(point.network)),
    expected.theta,
    tolerance.theta,
    'theta',
  );
  expectWithin(
    trajectory.map(({ loss }) => loss),
    expected.loss,
    tolerance.loss,
    'loss',
  );
  expectWithin(conservedQuantities(network), expected.conserved, tolerance.conserved, 'conserved');
}

describe('gradient flow with passing breakpoints against SciPy (flow.json)', () => {
  const cases = referenceCases<FlowInput, FlowExpected>('flow').filter(
    ({ input }) => input.kind === 'gradient-flow',
  );
  it.each(withMethods(cases))('$method: $name', ({ method, input, expected, tolerance }) => {
    const data = dataset(input.x, input.y);
    const end = input.t[input.t.length - 1];
    const flow = gradientFlow(networkOf(input.net), data, { ...TIGHT, method, time: end, times: input.t });
    expect(flow.status).toBe('time');
    const { trajectory, events } = flow;
    expectCourse(flow, expected, tolerance);
    const splines = trajectory.map(({ network }) => toBdso(network));
    expectWithin(
      splines.map(({ breakpoints }) => breakpoints),
      expected.beta,
      tolerance.beta,
      'beta',
    );
    expectWithin(
      splines.map(({ deltaSlopes }) => deltaSlopes),
      expected.mu,
      tolerance.mu,
      'mu',
    );
    expect(
      events.map(({ unit, datum, kind }) => ({ unit, datum: data.order[data.groupStarts[datum]], kind })),
    ).toEqual(expected.crossings.map(({ unit, datum }) => ({ unit, datum, kind: 'cross' })));
    expectWithin(
      events.map(({ time }) => time),
      expected.crossings.map(({ t }) => t),
      tolerance['crossings.t'],
      'times of crossings',
    );
  });
});

describe('gradient flow that sticks, slides and is released (sliding.json)', () => {
  it.each(withMethods(slidingCases()))('$method: $name', ({ method, input, expected, tolerance }) => {
    const data = dataset(input.x, input.y);
    const end = input.t[input.t.length - 1];
    const flow = gradientFlow(networkOf(input.net), data, { ...TIGHT, method, time: end, times: input.t });
    expect(flow.status).toBe('time');
    const { trajectory, events } = flow;
    expect(events.map(({ unit, datum, kind }) => ({ unit, datum, kind }))).toEqual(
      expected.events.map(({ unit, datum, kind }) => ({ unit, datum, kind })),
    );
    expectWithin(
      events.map(({ time }) => time),
      expected.events.map(({ time }) => time),
      tolerance['events.time'],
      'times of events',
    );
    expectCourse(flow, expected, tolerance);
    expect(
      trajectory.map(({ slidingOn }) => Array.from(slidingOn, (datum) => (datum < 0 ? null : datum))),
    ).toEqual(expected.sliding_on_at_t);
    expectWithin(
      trajectory.map(({ activities }) => Array.from(activities, (a) => (Number.isNaN(a) ? null : a))),
      expected.a_at_t,
      tolerance.a_at_t,
      'a*',
    );
    // The exact flow lets the loss rise nowhere; what is left is rounding.
    expect(flow.stats.largestRise).toBeLessThanOrEqual(1e-12 * expected.loss[0]);
  });
});
