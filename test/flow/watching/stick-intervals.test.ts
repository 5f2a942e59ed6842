import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { gradientFlow, stickIntervals } from 'relu-splines/flow';
import type { FlowEvent } from 'relu-splines/flow';
import { slidingCases } from '../../reference/flow-cases.js';
import { networkOf } from '../../reference/load.js';
import { expectRefusal } from '../../laws/refusal.js';

const event = (time: number, unit: number, datum: number, kind: FlowEvent['kind']): FlowEvent => ({
  time,
  unit,
  datum,
  kind,
  orientation: 1,
  unique: true,
});

describe('stick intervals', () => {
  it('last from stick to release, or to the end', () => {
    const events = [
      event(0, 3, 0, 'release-inactive'),
      event(1, 0, 2, 'stick'),
      event(1, 1, 2, 'stick'),
      event(2, 2, 0, 'cross'),
      event(3, 1, 2, 'release-active'),
      event(4, 1, 3, 'stick'),
      event(5, 0, 2, 'collapse'),
    ];
    expect(stickIntervals(events, 7)).toEqual([
      { unit: 0, datum: 2, from: 1, to: 5, end: 'collapse' },
      { unit: 1, datum: 2, from: 1, to: 3, end: 'release-active' },
      { unit: 1, datum: 3, from: 4, to: 7, end: null },
    ]);
    expect(stickIntervals([], 1)).toEqual([]);
  });

  it.each(slidingCases())('are when the reference slides: $name', ({ input, expected }) => {
    const data = dataset(input.x, input.y);
    const end = input.t[input.t.length - 1];
    const { events, trajectory } = gradientFlow(networkOf(input.net), data, {
      relativeTolerance: 1e-9,
      stationarity: false,
      time: end,
    });
    expect(trajectory).toEqual([]);
    const intervals = stickIntervals(events, end);
    input.t.forEach((time, k) => {
      expected.sliding_on_at_t[k].forEach((datum, unit) => {
        // A release at t itself is over; an interval that lasts to the end has no end.
        const own = intervals.find(
          (one) => one.unit === unit && one.from <= time && (time < one.to || one.end === null),
        );
        expect(own?.datum ?? null).toBe(datum);
      });
    });
    // Every interval matches its events, and no event is left over.
    const sticks = events.filter(({ kind }) => kind === 'stick');
    expect(sticks.map(({ time, unit, datum }) => [time, unit, datum])).toEqual(
      intervals.map(({ from, unit, datum }) => [from, unit, datum]),
    );
    for (const { unit, datum, to, end: kind } of intervals) {
      const match = events.filter((one) => one.unit === unit && one.time === to && one.kind === kind);
      expect(match.map((one) => one.datum)).toEqual(kind === null ? [] : [datum]);
    }
  });

  it('refuse events that cannot be of one flow', () => {
    expectRefusal(
      () => stickIntervals(null as unknown as [], 3),
      'TypeError',
      'stickIntervals: events must be an array of events, got null',
    );
    expectRefusal(
      () => stickIntervals([event(1, 0, 2, 'stick'), event(2, 0, 3, 'stick')], 3),
      'RangeError',
      'stickIntervals: events[1] must not stick a unit that is stuck already, got unit 0',
    );
    expectRefusal(
      () => stickIntervals([event(2, 0, 2, 'stick'), event(1, 0, 2, 'release-active')], 3),
      'RangeError',
      'stickIntervals: events[1].time must not be before 2, got 1',
    );
    expectRefusal(
      () => stickIntervals([event(2, 0, 2, 'stick')], 1),
      'RangeError',
      'stickIntervals: endTime must not be before the last event, 2, got 1',
    );
    expectRefusal(
      () => stickIntervals([], Infinity),
      'RangeError',
      'stickIntervals: endTime must be finite, got Infinity',
    );
  });
});
