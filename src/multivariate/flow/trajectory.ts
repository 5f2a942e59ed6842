import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import type { MultivariateDataset } from '../dataset.js';
import type { MultivariateNetwork } from '../network.js';
import type { PlaneCourse } from './course.js';
import { forcesOn, shareOf } from './holdings.js';
import { networkView, planeField, velocityInto } from './plane-field.js';
import { denseWeights } from './plane-stepper.js';

/** A datum that a breakplane is held on. */
export interface HeldDatum {
  /** Network index of the unit. */
  readonly unit: number;
  /** Index of the datum; of several equal points, the first. */
  readonly datum: number;
  /** α: the part of the time that the unit sees the datum, from 0 to 1. */
  readonly share: number;
}

/** A flow over many inputs at one time. */
export interface MultivariateFlowPoint {
  readonly time: number;
  readonly network: MultivariateNetwork;
  /** ½ Σ ε². */
  readonly loss: number;
  /** What breakplanes are held on, by unit; each is held on at most D data at a time. */
  readonly held: readonly HeldDatum[];
}

/** Takes points of a course at the times asked for, by the dense output of the steps that pass them. */
export interface Recorder {
  readonly points: MultivariateFlowPoint[];
  /** Takes the points of the step about to be taken, to the time given; that end left out. */
  readonly within: (end: number) => void;
  /** Takes the points of the present state, if its time is asked for. */
  readonly here: () => void;
}

/** A recorder of `course` at `times`, in order. */
export function recorder(
  course: PlaneCourse,
  data: MultivariateDataset,
  times: ReadonlyFloat64Array,
): Recorder {
  const points: MultivariateFlowPoint[] = [];
  // Its own residuals: those of the course are still needed.
  const takePoint = pointTaker(course, data);
  return {
    points,
    within: (end) => {
      const { time, stepper } = course;
      for (let k = points.length; k < times.length && times[k] < end; k++) {
        points.push(takePoint(times[k], denseWeights(stepper, (times[k] - time) / (end - time))));
      }
    },
    here: () => {
      for (let k = points.length; k < times.length && times[k] <= course.time; k++) {
        points.push(takePoint(times[k], course.stepper.state.slice()));
      }
    },
  };
}

/** Takes points of a course, from any weights in its present modes. */
export function pointTaker(
  { modes, field: { inputs, width } }: PlaneCourse,
  data: MultivariateDataset,
): (time: number, theta: Float64Array) => MultivariateFlowPoint {
  const field = planeField(data, width);
  const velocity = new Float64Array(field.sums.length);
  return (time, theta) => {
    const loss = velocityInto(velocity, field, modes, theta);
    const held = modes.held.flatMap((span, unit) =>
      span.points.map((point, slot) => ({
        unit,
        datum: field.points.members[point][0],
        // With no residual at the point nothing holds; a release that waits for its tolerance is beyond by rounding.
        share: Math.min(1, Math.max(0, shareOf(forcesOn(field, span, slot, unit)) || 0)),
      })),
    );
    return { time, network: networkView(theta, inputs), loss, held };
  };
}
