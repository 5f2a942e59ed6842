import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import { followClusters, gradientFlow } from 'relu-splines/flow';
import type { ClusterHistory, FlowEvent, FollowedFlow } from 'relu-splines/flow';
import { expectRefusal } from '../../laws/refusal.js';
import { released } from '../flow.help.js';

/** A flow without sliding: right-facing units with v = 1 at the given breakpoints, one row a time. */
function drifting(rows: readonly (readonly number[])[]): FollowedFlow {
  const trajectory = rows.map((beta, time) => ({
    time,
    network: shallowNetwork({
      inputWeights: beta.map(() => 1),
      inputBiases: beta.map((place) => -place),
      outputWeights: beta.map(() => 1),
    }),
    slidingOn: new Int32Array(beta.length).fill(-1),
  }));
  const last = trajectory[trajectory.length - 1];
  return { trajectory, events: [], time: last.time, network: last.network, memory: { modes: last } };
}

describe('free clusters followed from point to point', () => {
  const data = dataset([0, 10], [0, 1]);
  const follow = (rows: readonly (readonly number[])[]): ClusterHistory =>
    followClusters(drifting(rows), data, { tolerance: 0.01 });
  const told = ({ events }: ClusterHistory) =>
    events.map(({ time, cluster, kind, units, members, others }) => [
      time,
      cluster,
      kind,
      units,
      members,
      others,
    ]);

  it('gather, take others in, and smear', () => {
    const history = follow([
      [1, 2, 3],
      [1, 1.05, 3],
      [1, 1.05, 1.1],
      [1, 1.5, 2],
    ]);
    expect(told(history)).toEqual([
      [1, 0, 'gather', [0, 1], [0, 1], []],
      [2, 0, 'gather', [2], [0, 1, 2], []],
      [3, 0, 'smear', [0, 1, 2], [], []],
    ]);
    expect(history.clusters).toEqual([{ orientation: 1, outputSign: 1, from: 1, to: 3, members: [] }]);
  });

  it('split into a part that lives on and a part with a life of its own', () => {
    const history = follow([
      [1, 1, 1, 1, 1, 1],
      [1, 1, 1, 2, 2, 5],
    ]);
    expect(told(history)).toEqual([
      [0, 0, 'gather', [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], []],
      [1, 0, 'split', [3, 4, 5], [0, 1, 2], []],
      [1, 1, 'gather', [3, 4], [3, 4], [0]],
    ]);
    expect(history.clusters.map(({ from, to, members }) => [from, to, members])).toEqual([
      [0, 1, [0, 1, 2]],
      [1, 1, [3, 4]],
    ]);
  });

  it('merge into the larger one, which ends the smaller one', () => {
    const history = follow([
      [1, 1, 2, 2, 2, 7],
      [1.5, 1.5, 1.5, 1.5, 1.5, 1.5],
      [3, 3, 3, 3, 3, 3],
    ]);
    expect(told(history)).toEqual([
      [0, 0, 'gather', [0, 1], [0, 1], []],
      [0, 1, 'gather', [2, 3, 4], [2, 3, 4], []],
      [1, 1, 'merge', [0, 1], [0, 1, 2, 3, 4], [0]],
      [1, 1, 'gather', [5], [0, 1, 2, 3, 4, 5], []],
    ]);
    expect(history.clusters.map(({ from, to, members }) => [from, to, members])).toEqual([
      [0, 1, []],
      [0, 2, [0, 1, 2, 3, 4, 5]],
    ]);
  });

  it('exchange members', () => {
    const history = follow([
      [1, 1, 1, 2, 2, 2],
      [1, 1, 2, 1, 2, 2],
    ]);
    expect(told(history).slice(2)).toEqual([
      [1, 0, 'split', [2], [0, 1], []],
      [1, 1, 'split', [3], [4, 5], []],
      [1, 0, 'gather', [3], [0, 1, 3], [1]],
      [1, 1, 'gather', [2], [2, 4, 5], [0]],
    ]);
  });

  it('are left by members that stick to a datum, at the exact time', () => {
    const flow = drifting([
      [1, 1, 1],
      [0.001, 0.001, 0],
    ]);
    const event: FlowEvent = { time: 0.5, unit: 2, datum: 0, kind: 'stick', orientation: 1, unique: true };
    const end = { slidingOn: Int32Array.of(-1, -1, 0) };
    const [start, last] = flow.trajectory;
    const history = followClusters(
      { ...flow, trajectory: [start, { ...last, ...end }], events: [event], memory: { modes: end } },
      data,
      { tolerance: 0.01 },
    );
    expect(told(history)).toEqual([
      [0, 0, 'gather', [0, 1, 2], [0, 1, 2], []],
      [0.5, 0, 'leave', [2], [0, 1], [1]],
      [0.5, 1, 'stick', [2], [2], [0]],
    ]);
    expect(history.clusters[1]).toEqual({ orientation: 1, outputSign: 1, from: 0.5, to: 1, members: [2] });
  });

  it('refuse a trajectory that begins too late, or nowhere', () => {
    const flow = gradientFlow(released.network, released.data, { time: 1, times: [0.5] });
    const message = 'followClusters: result.trajectory must begin before the first event, got';
    expectRefusal(
      () => followClusters({ ...flow, trajectory: undefined } as unknown as FollowedFlow, released.data),
      'TypeError',
      `followClusters: result must have a trajectory and events, got undefined and an array of length ${flow.events.length}`,
    );
    expectRefusal(
      () => followClusters(flow, released.data),
      'RangeError',
      `${message} 0.5; record the starting time`,
    );
    expectRefusal(
      () => followClusters({ ...flow, trajectory: [] }, released.data),
      'RangeError',
      `${message} null; record the starting time`,
    );
    expectRefusal(
      () => followClusters(drifting([[1]]), data, { tolerance: -0.5 }),
      'RangeError',
      'followClusters: tolerance must not be negative, got -0.5',
    );
  });
});
