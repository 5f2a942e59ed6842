import { describe, expect, it } from 'vitest';
import { ShapeError } from 'relu-splines';
import { breakpointChanges, breakpointTracks, inducedBreakpoints } from 'relu-splines/deep';
import { randomNetwork } from './deep.help.js';

/** States on the straight way from one random network to another: breakpoints come, go and move. */
const times = Array.from({ length: 60 }, (_, k) => k / 4);
const [from, to] = [randomNetwork([5, 5, 5], 3), randomNetwork([5, 5, 5], 4)];
const states = times.map((time) => {
  const part = time / times[times.length - 1];
  const between = (a: ArrayLike<number>, b: ArrayLike<number>): Float64Array =>
    Float64Array.from(a, (value, k) => (1 - part) * value + part * b[k]);
  return inducedBreakpoints({
    layers: from.layers.map((layer, l) => ({
      ...layer,
      weights: between(layer.weights, to.layers[l].weights),
      biases: between(layer.biases, to.layers[l].biases),
    })),
  });
});
const tracks = breakpointTracks(times, states);

describe('breakpointTracks', () => {
  it('has every breakpoint of every state on one track of its layer, unit and orientation', () => {
    const key = (layer: number, unit: number, orientation: number, time: number, x: number): string =>
      [layer, unit, orientation, time, x].join(' ');
    const tracked = tracks.flatMap(({ layer, unit, orientation, times: own, breakpoints }) =>
      Array.from(own, (time, k) => key(layer, unit, orientation, time, breakpoints[k])),
    );
    const there = states.flatMap(({ breakpoints, layers, units, orientations }, n) =>
      Array.from(breakpoints, (x, k) => key(layers[k], units[k], orientations[k], times[n], x)),
    );
    expect(tracked.sort()).toEqual(there.sort());
  });

  it('begins a track at each birth and ends one at each death', () => {
    const changes = states.slice(1).map((state, k) => breakpointChanges(states[k], state));
    const count = (which: 'births' | 'deaths'): number =>
      changes.reduce((sum, change) => sum + change[which].reduce((total, number) => total + number, 0), 0);
    const last = times[times.length - 1];
    expect(tracks.filter(({ times: own }) => own[0] > 0)).toHaveLength(count('births'));
    expect(tracks.filter(({ times: own }) => own[own.length - 1] < last)).toHaveLength(count('deaths'));
    expect(count('births')).toBeGreaterThan(5);
    expect(count('deaths')).toBeGreaterThan(5);
  });

  it('has no holes in a track', () => {
    for (const { times: own } of tracks) {
      for (let k = 1; k < own.length; k++) expect(own[k]).toBe(own[k - 1] + 0.25);
    }
  });

  it('is as many tracks as breakpoints for one state', () => {
    expect(breakpointTracks([7], [states[0]])).toHaveLength(states[0].breakpoints.length);
  });

  it('refuses states without times, times that do not increase, and other networks', () => {
    const [a, b] = states;
    expect(() => breakpointTracks([], [])).toThrow(
      new ShapeError('breakpointTracks: states must have at least one state, got none'),
    );
    expect(() => breakpointTracks([0], [a, b])).toThrow(ShapeError);
    expect(() => breakpointTracks([1, 1], [a, b])).toThrow(
      new RangeError('breakpointTracks: times must increase, got 1 and 1 at 0 and 1'),
    );
    const other = inducedBreakpoints(randomNetwork([3], 1));
    expect(() => breakpointTracks([0, 1], [a, other])).toThrow(
      /must have the widths of before, 5,5,5, got 3/,
    );
  });
});
