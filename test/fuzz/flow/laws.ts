import { loss } from 'relu-splines';
import { conservedQuantities } from 'relu-splines/flow';
import type { FlowEvent, FlowResult } from 'relu-splines/flow';
import { sizeOf, weightsOf } from './descent.js';
import type { Problem } from './problems.js';

const STATUSES = ['time', 'loss', 'stationary', 'step-limit', 'aborted', 'stalled'] as const;

/** What is wrong with how a flow ended, whatever the problem; null: nothing. */
export function endComplaint(flow: FlowResult, { data, options }: Problem): string | null {
  const { status, message, network, time, stats, events, trajectory } = flow;
  if (!STATUSES.includes(status)) return `the status is ${status}`;
  if (message.length < 20) return `the message is ${message}`;
  if (!(time >= 0 && time <= options.time)) return `it ends at ${time}, after ${options.time}`;
  if (status === 'time' && time !== options.time) return `it ends at ${time}, not at ${options.time}`;
  if (stats.accepted + stats.rejected > (options.steps ?? Infinity) + 1)
    return 'it takes more steps than allowed';
  if (!weightsOf(network).every(Number.isFinite)) return 'weights are not finite';
  if (Number.isNaN(flow.loss)) return 'the loss is NaN';
  return (
    eventsComplaint(events, network.inputWeights.length, data.groupStarts.length - 1, time) ??
    trajectoryComplaint(trajectory, flow, options.times ?? [])
  );
}

/** Events must be in the order of time, of units and data that there are, and make sense one after the other. */
function eventsComplaint(
  events: readonly FlowEvent[],
  width: number,
  count: number,
  end: number,
): string | null {
  const slidingOn = new Map<number, number>();
  const collapsed = new Set<number>();
  let last = 0;
  for (const [k, { time, unit, datum, kind, orientation }] of events.entries()) {
    if (!(time >= last && time <= end))
      return `event ${k} is at ${time}, the one before at ${last}, the end at ${end}`;
    last = time;
    if (!(Number.isInteger(unit) && unit >= 0 && unit < width)) return `event ${k} is of unit ${unit}`;
    if (!(Number.isInteger(datum) && datum >= 0 && datum < count)) return `event ${k} is at datum ${datum}`;
    if (Math.abs(orientation) !== 1) return `event ${k} faces ${orientation}`;
    if (collapsed.has(unit)) return `event ${k} is of a unit that collapsed`;
    const on = slidingOn.get(unit);
    if ((kind === 'stick' || kind === 'cross') && on !== undefined)
      return `event ${k}: ${kind} of a unit that slides`;
    if (kind === 'stick') slidingOn.set(unit, datum);
    if (kind === 'collapse') collapsed.add(unit);
    if (kind === 'collapse' || kind.startsWith('release')) {
      // At the start a unit may leave a datum without having stuck to it.
      if (on !== datum && !(on === undefined && time === 0))
        return `event ${k}: ${kind} of a unit that slides on ${on}`;
      slidingOn.delete(unit);
    }
  }
  return null;
}

function trajectoryComplaint(
  points: FlowResult['trajectory'],
  { time, network }: FlowResult,
  times: ArrayLike<number>,
): string | null {
  const reached = Array.from(times).filter((each) => each <= time);
  if (points.length !== reached.length) return `${points.length} points of ${reached.length} times`;
  for (const [k, point] of points.entries()) {
    if (point.time !== reached[k]) return `point ${k} is at ${point.time}, not at ${reached[k]}`;
    if (!weightsOf(point.network).every(Number.isFinite)) return `point ${k} has weights that are not finite`;
    if (point.slidingOn.length !== network.inputWeights.length) return `point ${k} has other units`;
  }
  return null;
}

/** What is wrong with a flow of a problem of the size of 1, and by how much it keeps what it should. */
export function lawsComplaint(
  flow: FlowResult,
  { network, data, options }: Problem,
): { readonly complaint: string | null; readonly figures: Readonly<Record<string, number>> } {
  const { relativeTolerance: tolerance } = options;
  const steps = flow.stats.accepted;
  const start = loss(network, data);
  const size = Math.max(sizeOf(weightsOf(network)), sizeOf(weightsOf(flow.network)));
  const drifts = conservedQuantities(network).map((delta, i) =>
    Math.abs(conservedQuantities(flow.network)[i] - delta),
  );
  const drift = Math.max(0, ...drifts) / (tolerance * size * size);
  const rise = flow.stats.largestRise / (tolerance * Math.max(1, start));
  // A unit sticks to a datum where the flow knows its weights to a tolerance; by their signs alone it may see the datum.
  const gap =
    Math.abs(loss(flow.network, data) - flow.loss) / (tolerance * size * size * Math.sqrt(1 + start));
  const figures = {
    'loss of the network beside that of the flow in tolerances': gap,
    'drift of δ in tolerances': drift,
    'rise of the loss in tolerances': rise,
    steps,
  };
  const complaint = (): string | null => {
    if (flow.status !== 'time' && flow.status !== 'stationary') {
      return `${flow.status} at ${flow.time} of ${options.time}, after ${steps} steps`;
    }
    // A step may be wrong by its tolerance in each of w, b and v, whose squares are summed: 2·3 tolerances a step.
    if (drift > 6 * (steps + 1)) return `δ drifts by ${drift} tolerances in ${steps} steps`;
    // The loss is a square: what a step is wrong by changes it by as many tolerances of itself, at most.
    if (rise > 1) return `the loss rises by ${rise} tolerances`;
    if (gap > 6 * data.x.length) return `the loss is ${loss(flow.network, data)}, not ${flow.loss}`;
    let before = start;
    for (const point of [...flow.trajectory, flow]) {
      if (point.loss > before + tolerance * Math.max(1, start) * (steps + 1))
        return `the loss rises to ${point.loss}`;
      before = Math.min(before, point.loss);
    }
    return null;
  };
  return { complaint: complaint(), figures };
}
