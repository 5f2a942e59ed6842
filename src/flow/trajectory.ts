import type { ShallowNetwork } from '../forms/network.js';
import { networkOf } from '../forms/parameters.js';
import type { ReadonlyFloat64Array, ReadonlyInt32Array } from '../numeric/arrays.js';
import type { Course } from './course.js';
import { activityOf, forcesAt, modeField, residualTables } from './steps/mode-field.js';
import { NONE, facing } from './steps/modes.js';
import { denseStateInto } from './steps/stepper.js';

/** A flow at one time. */
export interface FlowPoint {
  readonly time: number;
  readonly network: ShallowNetwork;
  readonly loss: number;
  /** The datum that each unit slides on (an index of the distinct x), or −1; shape (H). */
  readonly slidingOn: ReadonlyInt32Array;
  /** a*: the part of the time that a sliding unit is active at its datum; NaN for others; shape (H). */
  readonly activities: ReadonlyFloat64Array;
}

/** Takes points of a course at the times asked for, by the dense output of the steps that pass them. */
export interface Recorder {
  readonly points: FlowPoint[];
  /** Takes the points of the step of length h about to be taken. */
  readonly within: (h: number) => void;
  /** Takes the point of the present state, if its time is asked for. */
  readonly here: () => void;
}

/** A recorder of `course` at `times`, in order; those before its present time are passed over. */
export function recorder(course: Course, times: ReadonlyFloat64Array): Recorder {
  // Its own residual sums: those of the course are still needed.
  const field = modeField(course.field.merged);
  const theta = new Float64Array(course.stepper.state.length);
  const points: FlowPoint[] = [];
  let next = 0;
  while (next < times.length && times[next] < course.time) next++;
  const point = (time: number, state: Float64Array): FlowPoint => {
    const loss = residualTables(field, state, course.modes);
    const { slidingOn, bins } = course.modes;
    const count = field.merged.data.x.length;
    return {
      time,
      network: networkOf(state),
      loss,
      slidingOn: slidingOn.slice(),
      activities: Float64Array.from(slidingOn, (datum, unit) =>
        datum === NONE ? NaN : activityOf(forcesAt(field, datum, facing(bins[unit], count))),
      ),
    };
  };
  return {
    points,
    within: (h) => {
      for (; next < times.length && times[next] < course.time + h; next++) {
        const sigma = (times[next] - course.time) / h;
        denseStateInto(theta, course.stepper, sigma);
        points.push(point(times[next], theta));
      }
    },
    here: () => {
      for (; next < times.length && times[next] <= course.time; next++) {
        points.push(point(times[next], course.stepper.state));
      }
    },
  };
}
