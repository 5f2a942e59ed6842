/** The times during which breakpoints lay on data, kept up as events come; `stickIntervals` of the library, in parts. */
import type { FlowEvent } from 'relu-splines/flow';
import type { Stick } from '../views/models.js';

/** Intervals that have ended, and those that go on. */
export interface StickLog {
  readonly ended: Stick[];
  readonly open: Map<number, { readonly datum: number; readonly from: number }>;
}

/** More bars than that nobody can see; those that come later are left out. */
export const MOST_STICKS = 5000;

/** A log of no events. */
export function stickLog(): StickLog {
  return { ended: [], open: new Map() };
}

/** Adds events in the order of time. */
export function addEvents({ ended, open }: StickLog, events: readonly FlowEvent[]): void {
  for (const { time, unit, datum, kind } of events) {
    if (kind === 'cross') continue;
    if (kind === 'stick') open.set(unit, { datum, from: time });
    else {
      const begun = open.get(unit);
      if (begun === undefined) continue;
      open.delete(unit);
      if (ended.length < MOST_STICKS) ended.push({ unit, ...begun, to: time });
    }
  }
}

/** All intervals up to now. */
export function sticksUntil({ ended, open }: StickLog, now: number): Stick[] {
  return [
    ...ended,
    ...Array.from(open, ([unit, begun]) => ({ unit, ...begun, to: Math.max(now, begun.from) })),
  ];
}
