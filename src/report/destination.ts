import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import type { FlowEventKind } from '../flow/events/events.js';
import type { FlowStatus } from '../flow/flow-status.js';
import { gradientFlow } from '../flow/gradient-flow.js';
import type { FlowResult } from '../flow/gradient-flow.js';
import { describeRest } from '../flow/stationary-point.js';
import type { Criticality } from '../loss/critical/criticality.js';

/** Where gradient flow would take a network from here, in the trained coordinates. */
export interface Destination {
  readonly status: FlowStatus;
  /**
   * Does it rest there? It does where the status is `stationary`; and where its steps ran out at a minimum or a generalised
   * critical point, to the tolerances of the flow, without the loss having fallen by a millionth: breakpoints that lie
   * within rounding of data may cost a flow more steps than it is given.
   */
  readonly atRest: boolean;
  /** When it stopped, and after how many steps. */
  readonly time: number;
  readonly steps: number;
  /** ½ Σ ε² there. */
  readonly loss: number;
  /** How often each kind of event happened on the way. */
  readonly events: Readonly<Record<FlowEventKind, number>>;
  /** Events at which the way on was a convention. */
  readonly notUnique: number;
  /** Units sliding on data at the end. */
  readonly sliding: number;
  /** The farthest that a breakpoint among the data moved, in the user's units of x. */
  readonly farthestMove: number;
  /** What kind of point it rests at, to the tolerances of the flow; null where it does not rest. */
  readonly point: Criticality | null;
}

/** The relative tolerance of the flow. */
const TOLERANCE = 1e-6;

/**
 * Follows gradient flow for a number of steps.
 *
 * @param before The loss ½ Σ ε² of the network.
 * @param xScale One unit of the trained x in the user's units.
 */
export function destinationOf(
  network: ShallowNetwork,
  data: Dataset,
  before: number,
  steps: number,
  xScale: number,
): Destination {
  const flow = gradientFlow(network, data, { steps, relativeTolerance: TOLERANCE });
  const point = restingPoint(flow, data, before);
  const events = { cross: 0, stick: 0, 'release-active': 0, 'release-inactive': 0, collapse: 0 };
  for (const { kind } of flow.events) events[kind]++;
  return {
    status: flow.status,
    atRest: point !== null || flow.status === 'stationary',
    time: flow.time,
    steps: flow.stats.accepted,
    loss: flow.loss,
    events,
    notUnique: flow.events.filter(({ unique }) => !unique).length,
    sliding: flow.memory.modes.slidingOn.filter((datum) => datum >= 0).length,
    farthestMove: xScale * farthestMove(network, flow.network, data),
    point,
  };
}

function restingPoint(
  { status, network, loss, stationaryPoint }: FlowResult,
  data: Dataset,
  before: number,
): Criticality | null {
  if (status !== 'step-limit') return stationaryPoint;
  if (!(before - loss <= TOLERANCE * before)) return null;
  const point = describeRest(network, data, { relative: TOLERANCE, absolute: 0 });
  return point === null || point.kind === 'not-critical' || point.kind === 'strict-saddle' ? null : point;
}

function farthestMove(before: ShallowNetwork, after: ShallowNetwork, { x }: Dataset): number {
  let most = 0;
  before.inputWeights.forEach((w, i) => {
    const from = -before.inputBiases[i] / w;
    const to = -after.inputBiases[i] / after.inputWeights[i];
    // Not so for w = 0, and for a unit that has come to the origin.
    if (from >= x[0] && from <= x[x.length - 1] && Number.isFinite(to)) {
      most = Math.max(most, Math.abs(to - from));
    }
  });
  return most;
}
