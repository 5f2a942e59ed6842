import { describe, expect, it } from 'vitest';
import { multivariateConserved, multivariateDataset, multivariateFlow } from 'relu-splines/multivariate';
import { slidingCases, TIGHT } from '../reference/flow-cases.js';
import { expectWithin } from '../reference/load.js';
import { networkOf, parametersOf } from './networks.help.js';

/** Directions of length one: data along them are data on the line, and the flow is that of the line. */
const DIRECTIONS = [
  { where: 'with one input', along: [1] },
  { where: 'along a line in the plane', along: [0.6, -0.8] },
  { where: 'along a line in space', along: [2 / 3, -2 / 3, 1 / 3] },
];

const cases = slidingCases();

describe.each(DIRECTIONS)('planes that are held and released, against SciPy, $where', ({ along }) => {
  // Turned, a start exactly on a datum is no longer exact.
  const turned = cases.filter(({ name }) => along.length === 1 || !/starts? exactly/.test(name));
  it.each(turned)('$name', ({ input: { net, x, y, t }, expected, tolerance }) => {
    const D = along.length;
    const width = net.w.length;
    const network = networkOf(
      [...net.w.flatMap((w) => along.map((part) => w * part)), ...net.b, ...net.v, net.b0],
      D,
    );
    const data = multivariateDataset(
      x.map((place) => along.map((part) => place * part)),
      y,
    );
    const flow = multivariateFlow(network, data, { ...TIGHT, time: t[t.length - 1], times: t });
    expect(flow.status).toBe('time');
    const { trajectory, events } = flow;
    const places = [...new Set(x)].sort((a, b) => a - b);
    expect(events.map(({ unit, datum, kind }) => ({ unit, datum: places.indexOf(x[datum]), kind }))).toEqual(
      expected.events.map(({ unit, datum, kind }) => ({ unit, datum, kind })),
    );
    expect(
      events.map(({ kind, isSeen }) => isSeen && !['cross', 'release-active'].includes(kind)),
    ).not.toContain(true);
    expectWithin(
      events.map(({ time }) => time),
      expected.events.map(({ time }) => time),
      tolerance['events.time'],
      'times of events',
    );
    expectWithin(
      trajectory.map((point) => {
        const theta = parametersOf(point.network);
        const onLine = Array.from({ length: width }, (_, i) =>
          along.reduce((sum, part, d) => sum + part * theta[i * D + d], 0),
        );
        return [...onLine, ...theta.subarray(width * D)];
      }),
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
    expectWithin(multivariateConserved(flow.network), expected.conserved, tolerance.conserved, 'conserved');
    const of = (unit: number, held: (typeof trajectory)[number]['held']): (typeof held)[number] | undefined =>
      held.find((each) => each.unit === unit);
    const units = [...net.w.keys()];
    expect(
      trajectory.map(({ held }) =>
        units.map((unit) => {
          const datum = of(unit, held)?.datum;
          return datum === undefined ? null : places.indexOf(x[datum]);
        }),
      ),
    ).toEqual(expected.sliding_on_at_t);
    expectWithin(
      trajectory.map(({ held }) => units.map((unit) => of(unit, held)?.share ?? null)),
      expected.a_at_t,
      tolerance.a_at_t,
      'shares',
    );
    // The exact flow lets the loss rise nowhere; what is left is rounding.
    expect(flow.stats.largestRise).toBeLessThanOrEqual(1e-12 * expected.loss[0]);
  });
});
