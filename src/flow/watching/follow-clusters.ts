import { checkDataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { knownKeys, object, show } from '../../numeric/checks.js';
import { signOf } from '../../numeric/signs.js';
import { breakpointClusters, checkTolerance } from './breakpoint-clusters.js';
import { beginLife, dismiss, enter, following, isOpen, nameSign, note } from './cluster-lives.js';
import type { ClusterEvent, ClusterLife, Following } from './cluster-lives.js';
import type { FlowEvent } from '../events/events.js';
import { matchFreeClusters } from './free-clusters.js';
import { NONE } from '../steps/modes.js';
import type { Modes } from '../steps/modes.js';
import type { FlowPoint } from '../trajectory.js';

/** The clusters of a flow and what became of them. */
export interface ClusterHistory {
  /** One life a cluster, in the order of their beginnings. */
  readonly clusters: readonly ClusterLife[];
  /** All events, in the order of time; `cluster` is the index of the life. */
  readonly events: readonly ClusterEvent[];
}

/** What {@link followClusters} asks of a flow; a `FlowResult` has it. */
export interface FollowedFlow {
  /** Its recorded points, as far as clusters go. */
  readonly trajectory: readonly Pick<FlowPoint, 'time' | 'network' | 'slidingOn'>[];
  readonly events: readonly FlowEvent[];
  readonly time: number;
  readonly network: ShallowNetwork;
  readonly memory: { readonly modes: Pick<Modes, 'slidingOn'> };
}

type State = FollowedFlow['trajectory'][number];

/**
 * Follows the clusters of breakpoints through a gradient flow: who sticks together, is released, parts and gathers.
 *
 * **Sliding clusters are exact**: their events are those of the flow, with its times. Units that slide on one datum and
 * face the same way are one cluster from the first that sticks to the last that leaves; they have output weights of one
 * sign (theory 10.1). Units that act at the same time share an event.
 *
 * **Free clusters are as fine as the trajectory**: at each recorded point, and at the end, they are those of
 * {@link breakpointClusters}, matched with the ones before by their members. What comes together and parts between
 * two points goes unseen, and times are those of the points.
 *
 * A cluster that is released whole, with two members at least, lives on as a free one: `split` where its members
 * part, for their speeds |v/w| differ, and `smear` where no two are left together. At every recorded point a unit is a
 * member of one cluster at most.
 *
 * @param result A flow with a trajectory that begins before its first event; record its starting time. Of a flow in
 * parts, each part is followed by itself.
 * @param options.tolerance See {@link breakpointClusters}; default 1e-3 of the range of x.
 * @throws `RangeError` for a trajectory that is empty or begins too late, or a negative tolerance.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { followClusters, gradientFlow } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({
 *   inputWeights: [0.776, 0.547],
 *   inputBiases: [-0.653392, 0.34461],
 *   outputWeights: [-0.287, 0.626],
 *   outputBias: 0.122,
 * });
 * const data = dataset([-1.4, -0.57, 0.46, 1.61], [-1.143, -0.616, 0.266, -0.497]);
 * const result = gradientFlow(network, data, { time: 5, times: [0, 1, 2, 3, 4, 5] });
 * const { clusters, events } = followClusters(result, data);
 * clusters.length; // 2
 * events.map(({ kind }) => kind); // ['stick', 'release-active', 'stick']
 * clusters[1].members; // [0]
 * ```
 */
export function followClusters(
  result: FollowedFlow,
  data: Dataset,
  options: { readonly tolerance?: number } = {},
): ClusterHistory {
  const where = 'followClusters';
  object(where, 'result', result);
  checkDataset(where, data);
  knownKeys(where, options, ['tolerance']);
  const tolerance = checkTolerance(where, options.tolerance);
  const { trajectory, events } = result;
  const parts: readonly unknown[] = [trajectory, events];
  if (!parts.every(Array.isArray)) {
    throw new TypeError(
      `${where}: result must have a trajectory and events, got ${parts.map(show).join(' and ')}`,
    );
  }
  const begin = trajectory.length === 0 ? null : trajectory[0].time;
  if (begin === null || (events.length > 0 && events[0].time < begin)) {
    throw new RangeError(
      `${where}: result.trajectory must begin before the first event, got ${show(begin)}; record the starting time`,
    );
  }
  const follow = following(trajectory[0].network.inputWeights.length);
  slideFromTheStart(follow, trajectory[0], events);
  let next = 0;
  for (const state of [...trajectory, ...endOf(result)]) {
    while (next < events.length && events[next].time <= state.time) {
      const end = alikeUntil(events, next);
      apply(follow, events.slice(next, end));
      next = end;
    }
    nameSigns(follow, state);
    const found = breakpointClusters(state.network, data, { tolerance, slidingOn: state.slidingOn });
    matchFreeClusters(
      follow,
      found.filter(({ datum }) => datum === null),
      state.time,
    );
  }
  return {
    clusters: follow.lives.map((life) => ({
      orientation: life.orientation,
      outputSign: life.outputSign,
      from: life.from,
      to: isOpen(life) ? result.time : life.to,
      members: [...life.members].sort((a, b) => a - b),
    })),
    events: follow.events,
  };
}

/** The end of the flow, if no point of the trajectory is there. */
function endOf({ trajectory, network, time, memory }: FollowedFlow): State[] {
  const isRecorded = trajectory[trajectory.length - 1].time >= time;
  return isRecorded ? [] : [{ time, network, slidingOn: memory.modes.slidingOn }];
}

/** The end of the run of events, from `first` on, that are one event of one cluster. */
function alikeUntil(events: readonly FlowEvent[], first: number): number {
  const { time, datum, kind, orientation } = events[first];
  let end = first + 1;
  while (
    end < events.length &&
    events[end].time === time &&
    events[end].datum === datum &&
    events[end].kind === kind &&
    events[end].orientation === orientation
  ) {
    end++;
  }
  return end;
}

/** Units that slid before the first event: those of a flow that was resumed. */
function slideFromTheStart(
  follow: Following,
  { time, network, slidingOn }: State,
  events: readonly FlowEvent[],
): void {
  const justStuck = new Set(events.filter((event) => event.time === time).map(({ unit }) => unit));
  slidingOn.forEach((datum, unit) => {
    if (datum === NONE || justStuck.has(unit)) return;
    const orientation = network.inputWeights[unit] > 0 ? 1 : -1;
    stick(follow, { time, datum, units: [unit] }, orientation);
  });
}

function apply(follow: Following, alike: readonly FlowEvent[]): void {
  const [{ time, datum, kind, orientation }] = alike;
  if (kind === 'cross') return;
  const units = alike.map(({ unit }) => unit);
  if (kind === 'stick') {
    stick(follow, { time, datum, units }, orientation);
    return;
  }
  const id = slidingLife(follow, datum, orientation);
  // Nothing slid: a start on a repeller.
  if (id === NONE) return;
  const life = follow.lives[id];
  if (units.length === life.members.size && kind !== 'collapse') life.datum = NONE;
  else dismiss(follow, units);
  note(follow, { time, cluster: id, kind, datum, units });
}

function stick(
  follow: Following,
  {
    time,
    datum,
    units,
  }: { readonly time: number; readonly datum: number; readonly units: readonly number[] },
  orientation: 1 | -1,
): void {
  const known = slidingLife(follow, datum, orientation);
  const id = known === NONE ? beginLife(follow, { orientation, outputSign: null, datum }, time) : known;
  const before = units.map((unit) => follow.lifeOf[unit]);
  const others = enter(follow, id, units);
  for (const other of others) {
    const left = units.filter((_, k) => before[k] === other);
    note(follow, { time, cluster: other, kind: 'leave', datum: null, units: left, others: [id] });
  }
  note(follow, { time, cluster: id, kind: 'stick', datum, units, others });
}

/** The life that slides on a datum, facing one way, or −1. */
function slidingLife({ lives }: Following, datum: number, orientation: 1 | -1): number {
  return lives.findIndex((life) => isOpen(life) && life.datum === datum && life.orientation === orientation);
}

/** Takes the sign of sliding clusters from a recorded point. */
function nameSigns({ lives }: Following, { network }: State): void {
  for (const life of lives) {
    if (!isOpen(life) || life.datum === NONE) continue;
    const [unit] = life.members;
    nameSign(life, signOf(network.outputWeights[unit]));
  }
}
