/** A training run, advanced by bounded slices of work: event-exact flow, gradient descent or Adam. */
import { extremeEigenvalues, loss } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import type { DescentResult } from 'relu-splines/descent';
import { gradientFlow, resumeFlow } from 'relu-splines/flow';
import type { FlowEvent, FlowOptions, FlowResult } from 'relu-splines/flow';
import { dataOf, startOf } from './configuration.js';
import type { Configuration } from './configuration.js';
import { parametersOf } from './recording.js';
import type { Frame } from './recording.js';

/** What one slice of work gave. */
export interface Slice {
  readonly frames: readonly Frame[];
  readonly events: readonly FlowEvent[];
}

/** Why a run is over, in the library's words. */
export interface Ending {
  /** A status of `gradientFlow` or of `descend`. */
  readonly status: string;
  readonly message: string;
}

/** A run on its way. The first slice begins with the frame of the start. */
export interface Session {
  /** Works for some milliseconds. Frames are none where the next one is still ahead. */
  readonly advance: () => Slice;
  /** Sets the pace of the frames to come. They are other points of the same run: nothing in it changes. */
  readonly setSpeed: (speed: number) => void;
  /** Null while the run goes on. */
  readonly ending: () => Ending | null;
}

/** A flow that has not come to rest after so many steps will not do so while anybody looks on. */
export const MOST_FLOW_STEPS = 2_000_000;

/** The same for descent. */
export const MOST_DESCENT_STEPS = 50_000_000;

/** Steps times (units + data) in one slice: some ten milliseconds. */
const FLOW_WORK = 16_000;
const DESCENT_WORK = 400_000;

/** The most frames that one slice of the flow gives; where they are reached it ends. Another pace begins after them. */
const AHEAD = 128;

/** Parts of the fastest time constant, and steps, from which on frames are spaced by ratios. */
const FIRST_TIME = 1;
const FIRST_STEPS = 20;

/** Starts the run of a configuration. Throws what the library throws of it. */
export function startSession(configuration: Configuration): Session {
  const data = dataOf(configuration);
  const start = startOf(configuration);
  return configuration.method === 'flow'
    ? flowSession(start, data, configuration.speed)
    : descentSession(start, data, configuration, configuration.method);
}

/** Growth of time from one frame to the next: a hundred frames a decade at speed 1. */
function growthOf(speed: number): number {
  return Math.expm1((speed * Math.LN10) / 100);
}

/**
 * Slices end between two steps, after which the library goes on bit for bit, and frames are read off the
 * steps on the way. So a run is that of one call of `gradientFlow`, whatever the pace.
 */
function flowSession(start: ShallowNetwork, data: Dataset, speed: number): Session {
  const steps = Math.max(1, Math.floor(FLOW_WORK / (start.inputWeights.length + data.x.length)));
  const first = FIRST_TIME * fastest(start, data);
  let growth = growthOf(speed);
  let before: FlowResult | null = null;
  let last = -1;
  let taken = 0;
  let ending: Ending | null = null;
  const timesAhead = (): Float64Array => {
    const times = new Float64Array(AHEAD);
    // The start is the first frame; times that a long step has passed are left out.
    let time = before === null ? 0 : next(Math.max(last, before.time));
    for (let k = 0; k < AHEAD; k++) {
      times[k] = time;
      time = next(time);
    }
    return times;
  };
  const next = (time: number): number => time + growth * (time + first);
  return {
    ending: () => ending,
    setSpeed: (value) => {
      growth = growthOf(value);
    },
    advance: () => {
      if (ending !== null) return { frames: [], events: [] };
      const times = timesAhead();
      const full = new AbortController();
      const options: FlowOptions = {
        steps,
        times,
        signal: full.signal,
        onProgress: ({ time }) => {
          if (time >= times[AHEAD - 1]) full.abort();
        },
      };
      const result: FlowResult =
        before === null ? gradientFlow(start, data, options) : resumeFlow(before, data, options);
      before = result;
      taken += result.stats.accepted + result.stats.rejected;
      const frames: Frame[] = result.trajectory.map((point) => ({
        time: point.time,
        step: taken,
        loss: point.loss,
        parameters: parametersOf(point.network),
        slidingOn: Int32Array.from(point.slidingOn),
      }));
      last = frames.at(-1)?.time ?? last;
      if ((result.status !== 'step-limit' && result.status !== 'aborted') || taken >= MOST_FLOW_STEPS) {
        ending = { status: result.status, message: result.message };
        if (result.time > last) frames.push(endOf(result, taken));
      }
      return { frames, events: result.events };
    },
  };
}

function endOf({ time, loss: value, network, memory }: FlowResult, step: number): Frame {
  return {
    time,
    step,
    loss: value,
    parameters: parametersOf(network),
    slidingOn: Int32Array.from(memory.modes.slidingOn),
  };
}

/**
 * A step size to begin with: of gradient descent the inverse of the largest curvature at the start, where it is stable
 * with room to spare, to one digit; of Adam what one usually takes.
 */
export function suggestedRate(configuration: Configuration): number {
  if (configuration.method === 'adam') return 0.01;
  return Number(fastest(startOf(configuration), dataOf(configuration)).toPrecision(1));
}

/** The fastest time constant at the start, 1/λ of the Gram part; 1 where nothing moves. */
function fastest(start: ShallowNetwork, data: Dataset): number {
  const { largest } = extremeEigenvalues(start, data, { part: 'gram', tolerance: 0.1, maxSteps: 20 });
  const constant = 1 / largest[0];
  return constant > 0 && Number.isFinite(constant) ? constant : 1;
}

function descentSession(
  start: ShallowNetwork,
  data: Dataset,
  { rate, speed }: Configuration,
  method: 'gd' | 'adam',
): Session {
  const most = Math.max(1, Math.floor(DESCENT_WORK / (start.inputWeights.length + data.x.length)));
  let growth = growthOf(speed);
  let before: DescentResult | null = null;
  let ending: Ending | null = null;
  const frame = (network: ShallowNetwork, step: number, value: number): Frame => ({
    time: step * rate,
    step,
    loss: value,
    parameters: parametersOf(network),
    slidingOn: null,
  });
  let begun = false;
  return {
    ending: () => ending,
    setSpeed: (value) => {
      growth = growthOf(value);
    },
    advance: () => {
      if (ending !== null) return { frames: [], events: [] };
      if (!begun) {
        begun = true;
        return { frames: [frame(start, 0, loss(start, data))], events: [] };
      }
      const step = before?.steps ?? 0;
      const further = Math.min(most, Math.max(1, Math.round(growth * (step + FIRST_STEPS))));
      const steps = Math.min(MOST_DESCENT_STEPS, step + further);
      const resume = before === null ? {} : { resume: before.state };
      const result = descend(start, data, { method, learningRate: rate, steps, ...resume });
      before = result;
      if (result.status !== 'steps') ending = { status: result.status, message: result.message };
      else if (result.steps >= MOST_DESCENT_STEPS) {
        ending = {
          status: 'steps',
          message: `Stopped after ${MOST_DESCENT_STEPS} steps, the most there are.`,
        };
      }
      const frames = result.steps > step ? [frame(result.network, result.steps, result.loss)] : [];
      return { frames, events: [] };
    },
  };
}
