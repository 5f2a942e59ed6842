import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { iteratesOf, savedState } from './iterates.js';
import type { Iterate } from './iterates.js';
import { inUnit } from './loss-unit.js';
import type { Settings } from './options.js';
import type { Position, Problem } from './problem.js';
import type { DescentResult, DescentStatus } from './result.js';
import { euclideanNorm, run } from './run.js';

/**
 * Runs a method on a problem and says what came of it: what `descend` does for any kind of network, after its checks.
 *
 * @param beginning Flat parameters at which the run begins, unless it is resumed.
 * @param count Number of data.
 */
export function train<At extends Position, Network>(
  problem: Problem<At, Network>,
  settings: Settings,
  beginning: ReadonlyFloat64Array,
  count: number,
): DescentResult<Network> {
  const iterates = iteratesOf(beginning, problem.positionOver, settings);
  const { status: stopped, step, at, before, trajectory, stats } = run(problem, settings, iterates, count);

  const lossAt = ({ parameters }: Iterate<At>): number => {
    problem.gradientInto(iterates.slope, parameters);
    return problem.loss(parameters);
  };
  let last = at;
  let steps = step;
  let value = lossAt(at);
  const status = Number.isFinite(value) ? stopped : 'diverged';
  if (!Number.isFinite(value) && before !== null) {
    last = before;
    steps = step - 1;
    value = lossAt(before);
  }
  const { lossUnit } = settings;
  const loss = orInfinity(inUnit(value, lossUnit, count));
  return {
    status,
    message: messageOf(status, steps, loss),
    network: problem.network(last.parameters.values),
    loss,
    gradientNorm: orInfinity(inUnit(euclideanNorm(iterates.slope), lossUnit, count)),
    steps,
    trajectory,
    state: {
      step: steps,
      ...savedState(iterates, last, settings),
      batches: problem.batches?.state() ?? null,
    },
    stats: { ...stats, steps: stats.steps + steps - step },
  };
}

/** What has overflowed is infinite, also where ∞ − ∞ has come up on the way. */
function orInfinity(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}

function messageOf(status: DescentStatus, steps: number, loss: number): string {
  switch (status) {
    case 'steps':
      return `all ${steps} steps are taken; the loss is ${loss}`;
    case 'loss':
      return `the loss is down to ${loss} after ${steps} steps`;
    case 'gradient':
      return `the gradient is down to stopAtGradientNorm after ${steps} steps; the loss is ${loss}`;
    case 'diverged':
      return steps === 0 && loss === Infinity
        ? 'the loss at the start is not finite: weights or data are too large'
        : `step ${steps + 1} leads out of the finite numbers, this is the state before it; try a smaller learningRate`;
    case 'aborted':
      return `aborted after ${steps} steps; resume goes on from here`;
  }
}
