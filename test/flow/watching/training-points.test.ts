import { describe, expect, it } from 'vitest';
import { shallowNetwork } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import { breakpointTrajectories } from 'relu-splines/flow';
import { expectRefusal } from '../../laws/refusal.js';

const network = shallowNetwork({
  inputWeights: [2, 0, -1],
  inputBiases: [0, 3, 0],
  outputWeights: [-0, 1, 0],
});

describe('trajectories of breakpoints', () => {
  it('have no −0, and NaN for a unit without a breakpoint', () => {
    const { breakpoints, deltaSlopes, orientations } = breakpointTrajectories([{ time: 0, network }]);
    expect(breakpoints).toEqual([Float64Array.of(0, NaN, 0)]);
    expect(deltaSlopes).toEqual([Float64Array.of(0, 0, 0)]);
    expect(orientations).toEqual([Int8Array.of(1, 0, -1)]);
  });

  it('are over time, or over steps where no point has a time', () => {
    const labelOf = (points: readonly { time?: number; step?: number }[]): string =>
      breakpointTrajectories(points.map((point) => ({ ...point, network }))).timeLabel;
    expect(labelOf([{ step: 0 }, { step: 5 }])).toBe('step');
    expect(labelOf([{ time: 0 }, { time: 1 }])).toBe('time');
    expect(labelOf([{ step: 0 }, { step: 1, time: 3 }])).toBe('time');
    expect(labelOf([])).toBe('step');
  });

  it('want networks', () => {
    expectRefusal(
      () => breakpointTrajectories([{ time: 0 } as unknown as { time: number; network: ShallowNetwork }]),
      'TypeError',
      'breakpointTrajectories: trajectory[0] must be a point { network, time }, got an object without a network',
    );
  });
});
