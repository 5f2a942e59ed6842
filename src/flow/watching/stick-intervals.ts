import { finiteNumber, object, show } from '../../numeric/checks.js';
import type { FlowEvent, FlowEventKind } from '../events/events.js';

/** A time during which a breakpoint slides with a datum. */
export interface StickInterval {
  /** Network index of the unit. */
  readonly unit: number;
  /** Index of the distinct x, as in the events. */
  readonly datum: number;
  readonly from: number;
  /** When it was let go, or the end of the flow. */
  readonly to: number;
  /** What ended it, or null where the flow ends first. */
  readonly end: Exclude<FlowEventKind, 'stick' | 'cross'> | null;
}

/**
 * When each unit was stuck, and on which datum: the events of a flow as intervals, in the order of their beginnings.
 * As exact as the events.
 *
 * A release of a unit that was not stuck ends no interval: it started on a repeller and left it at once. For a flow
 * in parts hand over the events of all parts, one after the other.
 *
 * @param endTime The end of the flow: intervals without an end last until then.
 * @throws `RangeError` for events out of order or after `endTime`, or that stick a unit twice without a release;
 * `TypeError` for what is not an array.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { gradientFlow, stickIntervals } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [1.549], inputBiases: [1.110633], outputWeights: [-0.102] });
 * const data = dataset([-1.97, -0.58, 0.16, 0.7], [0.781, -1.261, 1.444, 1.945]);
 * const { events, time } = gradientFlow(network, data, { time: 5 });
 * const [{ unit, datum, to, end }] = stickIntervals(events, time);
 * [unit, datum]; // [0, 1]
 * to === time; // true
 * end; // null: it is stuck at the end
 * ```
 */
export function stickIntervals(events: readonly FlowEvent[], endTime: number): StickInterval[] {
  const where = 'stickIntervals';
  const given: unknown = events;
  if (!Array.isArray(given)) {
    throw new TypeError(`${where}: events must be an array of events, got ${show(given)}`);
  }
  finiteNumber(where, 'endTime', endTime);
  const stuck = new Map<number, { readonly from: number; readonly datum: number }>();
  const intervals: StickInterval[] = [];
  let now = -Infinity;
  events.forEach((event, k) => {
    object(where, `events[${k}]`, event);
    const { time, unit, datum, kind } = event;
    if (!(time >= now)) {
      throw new RangeError(`${where}: events[${k}].time must not be before ${now}, got ${time}`);
    }
    now = time;
    if (kind === 'cross') return;
    const begun = stuck.get(unit);
    if (kind === 'stick') {
      if (begun !== undefined) {
        throw new RangeError(
          `${where}: events[${k}] must not stick a unit that is stuck already, got unit ${unit}`,
        );
      }
      stuck.set(unit, { from: time, datum });
    } else if (begun !== undefined) {
      intervals.push({ unit, ...begun, to: time, end: kind });
      stuck.delete(unit);
    }
  });
  if (!(endTime >= now)) {
    throw new RangeError(`${where}: endTime must not be before the last event, ${now}, got ${endTime}`);
  }
  for (const [unit, begun] of stuck) intervals.push({ unit, ...begun, to: endTime, end: null });
  return intervals.sort((a, b) => a.from - b.from || a.unit - b.unit);
}
