import { shallowNetwork } from 'relu-splines';
import { gradientFlow, resumeFlow } from 'relu-splines/flow';
import type { FlowResult } from 'relu-splines/flow';
import type { Chance } from '../chance.js';
import { distance, euler, fastest, rungeKutta, sizeOf, weightsOf } from './descent.js';
import type { Problem } from './problems.js';

/** What came of comparing a flow with another way to the same end. */
export type Verdict =
  /** They agree. */
  | 'agrees'
  /** They do not, and neither do flows that start as near as a tolerance: nothing can be said. */
  | 'sensitive'
  /** There is more than one way to go on. */
  | 'not unique'
  /** Too stiff for steps of one length. */
  | 'too stiff';

/** A verdict, or a complaint. */
export type Comparison = { readonly verdict: Verdict } | { readonly complaint: string };

/** So many tolerances a step add up and grow: a flow is not further than that from another, unless it is sensitive. */
const GROWTH = 100;

/** Flowing in two parts is flowing in one; bit for bit where the first was cut between two steps. */
export function resumed(flow: FlowResult, problem: Problem, chance: Chance): Comparison {
  const { network, data, options } = problem;
  const tries = flow.stats.accepted + flow.stats.rejected;
  if (tries < 2) return { verdict: 'agrees' };
  const part = gradientFlow(network, data, { ...options, steps: chance.within(1, tries - 1) });
  const rest = resumeFlow(part, data, options);
  const isSame =
    distance(weightsOf(rest.network), weightsOf(flow.network)) === 0 &&
    rest.time === flow.time &&
    rest.status === flow.status &&
    JSON.stringify([...part.events, ...rest.events]) === JSON.stringify(flow.events);
  if (!isSame)
    return {
      complaint: `cut after ${part.stats.accepted} steps and resumed, it is not the same bit for bit`,
    };
  const half = gradientFlow(network, data, { ...options, times: [], time: options.time * chance.uniform() });
  const both = resumeFlow(half, data, options);
  if ([...half.events, ...both.events].some(({ unique }) => !unique)) return { verdict: 'not unique' };
  return compared('resumed', weightsOf(both.network), 0, flow, problem, chance);
}

/** The other method goes to the same end. */
export function otherMethod(flow: FlowResult, problem: Problem, chance: Chance): Comparison {
  const method = problem.options.method === 'implicit' ? 'explicit' : 'implicit';
  const other = gradientFlow(problem.network, problem.data, { ...problem.options, method });
  if ([...flow.events, ...other.events].some(({ unique }) => !unique)) return { verdict: 'not unique' };
  return compared(method, weightsOf(other.network), 0, flow, problem, chance);
}

/** Most steps of one length. */
const MOST = 20_000;

/** A method of fixed tiny steps, on the definition of the gradient, goes to the same end. */
export function tinySteps(flow: FlowResult, problem: Problem, chance: Chance): Comparison {
  const { network, data } = problem;
  if (flow.events.some(({ unique }) => !unique)) return { verdict: 'not unique' };
  const start = weightsOf(network);
  const rate = Math.max(fastest(start, data), fastest(weightsOf(flow.network), data));
  const isSmooth = flow.events.length === 0;
  const steps = Math.ceil(Math.max(500, (isSmooth ? 10 : 20) * rate * flow.time));
  if (steps > MOST) return { verdict: 'too stiff' };
  const method = isSmooth ? rungeKutta : euler;
  const coarse = method(start, data, flow.time, steps);
  const fine = method(start, data, flow.time, 2 * steps);
  // Halving the step takes half of the error, or more, away.
  const error = distance(coarse, fine);
  let comparison = compared(isSmooth ? 'Runge–Kutta' : 'Euler', fine, 4 * error, flow, problem, chance);
  // A long step jumps over an attractor that a short one is caught by: more and more of them decide.
  let before = fine;
  for (const factor of isSmooth ? [] : FINER) {
    if ('verdict' in comparison) break;
    const finer = euler(start, data, flow.time, factor * steps);
    comparison = compared('Euler', finer, distance(before, finer), flow, problem, chance);
    before = finer;
  }
  return comparison;
}

/** So many times more steps of Euler's method, where it does not agree. */
const FINER = [16, 256] as const;

/** Is the end of the flow where something else says that it is, within `error`, its tolerance, and what grows of it? */
function compared(
  what: string,
  right: ArrayLike<number>,
  error: number,
  flow: FlowResult,
  problem: Problem,
  chance: Chance,
): Comparison {
  const found = weightsOf(flow.network);
  const { relativeTolerance } = problem.options;
  const tolerance = GROWTH * relativeTolerance * sizeOf(found);
  const away = distance(found, right);
  if (away <= error + tolerance) return { verdict: 'agrees' };
  if (away <= error + 10 * sensitivity(problem, chance)) return { verdict: 'sensitive' };
  return {
    complaint: `${what}: ${away.toExponential(2)} away, with an error of ${error.toExponential(2)} and a tolerance of ${tolerance.toExponential(2)}`,
  };
}

/** How far apart flows of a fine tolerance end that start some tolerances from the problem. */
function sensitivity({ network, data, options }: Problem, chance: Chance): number {
  const { relativeTolerance: tolerance, time } = options;
  const end = (start: readonly number[]): number[] => {
    const width = (start.length - 1) / 3;
    const near = shallowNetwork({
      inputWeights: start.slice(0, width),
      inputBiases: start.slice(width, 2 * width),
      outputWeights: start.slice(2 * width, 3 * width),
      outputBias: start[3 * width],
    });
    return weightsOf(
      gradientFlow(near, data, {
        time,
        relativeTolerance: Math.max(1e-11, tolerance / 1e3),
        stationarity: false,
      }).network,
    );
  };
  const start = weightsOf(network);
  const ends = [
    end(start),
    ...Array.from({ length: 12 }, () =>
      end(start.map((value) => value + 10 * tolerance * (1 + Math.abs(value)) * chance.normal())),
    ),
  ];
  return Math.max(...ends.map((each) => distance(each, ends[0])));
}
