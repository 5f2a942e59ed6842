import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, rescale, shallowNetwork } from 'relu-splines';
import { breakpointClusters, followClusters, gradientFlow, resumeFlow } from 'relu-splines/flow';
import type { ClusterHistory, FlowResult, FollowedFlow } from 'relu-splines/flow';
import { slidingCases } from '../../reference/flow-cases.js';
import type { FlowInput } from '../../reference/flow-cases.js';
import { networkOf } from '../../reference/load.js';
import { released, smooth } from '../flow.help.js';

const cases = slidingCases();

function flowOf(
  { net, x, y, t }: FlowInput,
  steps = 40,
): { flow: FlowResult; data: ReturnType<typeof dataset> } {
  const data = dataset(x, y);
  const time = t[t.length - 1];
  const times = Array.from({ length: steps + 1 }, (_, k) => (time * k) / steps);
  const flow = gradientFlow(networkOf(net), data, {
    relativeTolerance: 1e-9,
    stationarity: false,
    time,
    times,
  });
  return { flow, data };
}

/** What must be true of any history. */
function expectConsistent({ clusters, events }: ClusterHistory, flow: FollowedFlow): void {
  const exact = new Set(['stick', 'release-active', 'release-inactive', 'collapse']);
  let now = -Infinity;
  for (const { time, cluster, kind, units, members } of events) {
    expect(time).toBeGreaterThanOrEqual(now);
    now = time;
    expect(clusters[cluster].from).toBeLessThanOrEqual(time);
    expect(clusters[cluster].to).toBeGreaterThanOrEqual(time);
    expect(units.length).toBeGreaterThan(0);
    expect(members).toEqual([...members].sort((a, b) => a - b));
    const came = kind === 'stick' || kind === 'gather' || kind === 'merge';
    if (came) expect(members).toEqual(expect.arrayContaining([...units]));
    if (kind === 'split' || kind === 'leave' || kind === 'smear' || kind === 'collapse') {
      expect(members.filter((unit) => units.includes(unit))).toEqual([]);
    }
  }
  // The exact events are those of the flow.
  const told = events
    .filter(({ kind }) => exact.has(kind))
    .flatMap(({ time, kind, datum, units }) => units.map((unit) => ({ time, unit, datum, kind })));
  const stuck = new Set<number>();
  const happened = flow.events.filter(({ unit, kind }) => {
    if (kind === 'cross') return false;
    if (kind === 'stick') return stuck.add(unit);
    // A release of what never stuck is a start on a repeller.
    return stuck.delete(unit);
  });
  const key = (one: { time: number; unit: number }): string => `${one.time} ${one.unit}`;
  expect([...told].sort((a, b) => (key(a) < key(b) ? -1 : 1))).toEqual(
    happened
      .map(({ time, unit, datum, kind }) => ({ time, unit, datum, kind }))
      .sort((a, b) => (key(a) < key(b) ? -1 : 1)),
  );
  // At the end nobody is in two clusters, and who slides is in one of them.
  const members = clusters.flatMap((life) => life.members);
  expect(new Set(members).size).toBe(members.length);
  flow.memory.modes.slidingOn.forEach((datum, unit) => {
    if (datum >= 0) expect(members).toContain(unit);
  });
}

describe('clusters followed through a flow', () => {
  it.each(cases)('slide and are released as the reference says: $name', ({ input, expected }) => {
    const { flow, data } = flowOf(input);
    const history = followClusters(flow, data);
    expectConsistent(history, flow);
    const sticks = history.events.filter(({ kind }) => kind === 'stick').flatMap(({ units }) => units);
    expect(sticks).toEqual(expected.events.filter(({ kind }) => kind === 'stick').map(({ unit }) => unit));
    for (const { cluster, datum, kind, members } of history.events) {
      if (kind !== 'stick') continue;
      const { orientation, outputSign } = history.clusters[cluster];
      for (const point of flow.trajectory) {
        const sliding = members.filter((unit) => point.slidingOn[unit] === datum);
        // While all of them slide there they have the orientation and the sign of their cluster.
        if (sliding.length < members.length) continue;
        for (const unit of sliding) {
          expect(Math.sign(point.network.inputWeights[unit])).toBe(orientation);
          expect(Math.sign(point.network.outputWeights[unit])).toBe(outputSign);
        }
      }
    }
  });

  it('two units stick one after the other, are released together and part', () => {
    const [found] = cases.filter(({ name }) => name.includes('alpha = 1, H = 8'));
    const { flow, data } = flowOf(found.input, 400);
    const { clusters, events } = followClusters(flow, data);
    const story = events.filter(
      ({ cluster }) => cluster === events.find(({ units }) => units[0] === 4)?.cluster,
    );
    const [first, second, third, ...rest] = story;
    expect([first.kind, first.units, first.members]).toEqual(['stick', [4], [4]]);
    expect([second.kind, second.units, second.members]).toEqual(['stick', [3], [3, 4]]);
    expect([third.kind, third.units, third.members, third.datum]).toEqual([
      'release-active',
      [3, 4],
      [3, 4],
      2,
    ]);
    expect(first.time).toBeCloseTo(1.0080710279869898, 7);
    expect(second.time).toBeCloseTo(1.4807499064131877, 7);
    expect(third.time).toBeCloseTo(5.542922250254196, 7);
    // Their speeds |v/w| differ: at the end they are 0.00096 of the range of x apart (the reference's β).
    expect(rest).toEqual([]);
    expect(clusters[first.cluster]).toMatchObject({ orientation: 1, to: 8, members: [3, 4] });

    const fine = followClusters(flow, data, { tolerance: 5e-4 });
    const end = fine.events.filter(({ cluster, time }) => cluster === first.cluster && time > third.time);
    expect(end.map(({ kind, units, members }) => [kind, units, members])).toEqual([['smear', [3, 4], []]]);
    // At the first point where they are further apart than that.
    const gapAt = (time: number): number => {
      const { inputWeights: w, inputBiases: b } =
        flow.trajectory.filter((point) => point.time <= time).at(-1)?.network ?? flow.network;
      return Math.abs(b[3] / w[3] - b[4] / w[4]) / (1.4 + 1.97);
    };
    expect(gapAt(end[0].time)).toBeGreaterThan(5e-4);
    expect(gapAt(end[0].time - 0.02)).toBeLessThanOrEqual(5e-4);
    expect(fine.clusters[first.cluster]).toMatchObject({ to: end[0].time, members: [] });
  });

  it('units that act at one time share an event', () => {
    const [found] = cases.filter(({ name }) => name.startsWith('two units start exactly on a datum'));
    const { flow, data } = flowOf(found.input);
    const [first] = followClusters(flow, data).events;
    expect(first).toMatchObject({ time: 0, kind: 'stick', units: [0, 1], members: [0, 1], datum: 0 });
  });

  it('a resumed flow begins with the clusters that slide already', () => {
    const { network, data } = released;
    const half = gradientFlow(network, data, { time: 3 });
    const rest = resumeFlow(half, data, { time: 4, times: [3, 4] });
    const history = followClusters(rest, data);
    expect(history.events).toEqual([
      { time: 3, cluster: 0, kind: 'stick', datum: 2, units: [0], members: [0], others: [] },
    ]);
    expect(history.clusters).toEqual([{ orientation: 1, outputSign: -1, from: 3, to: 4, members: [0] }]);
  });

  it('where nothing sticks or gathers there is nothing to tell', () => {
    const { network, data } = smooth;
    const flow = gradientFlow(network, data, { time: 0.1, times: [0] });
    expect(followClusters(flow, data)).toEqual({ clusters: [], events: [] });
  });

  it('wide networks from small starts: every history is consistent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.constantFrom(0.3, 1), (seed, alpha) => {
        const wave = (k: number): number => Math.sin(12.9898 * (k + 1) * (seed + 1));
        const data = dataset(
          Array.from({ length: 7 }, (_, n) => n - 3 + 0.3 * wave(n)),
          Array.from({ length: 7 }, (_, n) => wave(n + 20)),
        );
        const width = 12;
        const start = shallowNetwork({
          inputWeights: Array.from({ length: width }, (_, i) => (i % 2 === 0 ? 1 : -1)),
          inputBiases: Array.from({ length: width }, (_, i) => 2.5 * wave(i + 40)),
          outputWeights: new Float64Array(width),
        });
        const times = Array.from({ length: 41 }, (_, k) => k / 4);
        const flow = gradientFlow(rescale(start, alpha), data, { time: 12, times });
        const history = followClusters(flow, data, { tolerance: 0.01 });
        expectConsistent(history, flow);
        // The free lives at the end are the clusters of the state.
        const found = breakpointClusters(flow.network, data, {
          tolerance: 0.01,
          slidingOn: flow.memory.modes.slidingOn,
        });
        const lives = history.clusters.map(({ members }) => [...members]).filter(({ length }) => length > 0);
        // On a datum signs are not told apart: a cluster of one sign is all that slides there facing one way.
        expect(new Set(lives.map(String))).toEqual(new Set(found.map(({ units }) => String(units))));
      }),
      { seed: 20224, numRuns: 25 },
    );
  });
});
