import { stepOf } from './iterates.js';
import type { Iterate, Iterates } from './iterates.js';
import { inUnit } from './loss-unit.js';
import type { Settings } from './options.js';
import type { Position, Problem } from './problem.js';
import { watch } from './progress.js';
import type { DescentPoint, DescentStats, DescentStatus } from './result.js';

/** Where a run has stopped. */
export interface Run<At extends Position, Network> {
  readonly status: DescentStatus;
  /** Steps taken to `at`. */
  readonly step: number;
  /** The last state reached. Its numbers are finite, its loss need not be if the status is `'diverged'`. */
  readonly at: Iterate<At>;
  /** The state one step earlier, unless there is none. */
  readonly before: Iterate<At> | null;
  readonly trajectory: readonly DescentPoint<Network>[];
  readonly stats: DescentStats;
}

/**
 * Steps until something says stop. The loop allocates nothing but the points of the trajectory.
 *
 * @param count Number of data.
 */
export function run<At extends Position, Network>(
  problem: Problem<At, Network>,
  settings: Settings,
  iterates: Iterates<At>,
  count: number,
): Run<At, Network> {
  const { batches, kernel } = problem;
  const { steps, lossUnit, stopAtLoss, stopAtGradientNorm } = settings;
  const first = settings.resume?.step ?? 0;
  const takeStep = stepOf(iterates, settings);
  const isRecorded = recorder(settings);
  const { start, spare, slope } = iterates;
  const isAborted = watch(settings, problem.cost);
  const hasStops = stopAtLoss !== undefined || stopAtGradientNorm !== undefined;
  const trajectory: DescentPoint<Network>[] = [];

  let at = start;
  let other = spare;
  let step = first;
  let gradients = 0;
  let batchGradients = 0;
  let shownLoss = 0;
  const ended = (status: DescentStatus): Run<At, Network> => ({
    status,
    step,
    at,
    before: step > first ? other : null,
    trajectory,
    stats: { steps: step - first, gradients, batchGradients, kernel },
  });

  for (;;) {
    const recorded = isRecorded(step);
    const mayStop = hasStops && (batches === null || batches.atEpoch());
    if (batches === null || recorded || mayStop || step === first) {
      const loss = problem.gradientInto(slope, at.parameters);
      gradients++;
      if (!Number.isFinite(loss)) return ended('diverged');
      shownLoss = inUnit(loss, lossUnit, count);
      if (recorded) trajectory.push(pointAt(step, at, problem, settings, count));
      if (mayStop) {
        const stop = stopAt(loss, slope, at, problem, settings, count);
        if (stop !== null) return ended(stop);
      }
    }
    if (step >= steps) return ended('steps');
    if (isAborted(step, shownLoss)) return ended('aborted');
    let stepCount = count;
    if (batches !== null) {
      const loss = batches.gradientInto(slope, at.parameters);
      batchGradients++;
      if (!Number.isFinite(loss)) return ended('diverged');
      stepCount = batches.count();
      shownLoss = inUnit(loss, lossUnit, stepCount);
    }
    // The state before `at`, if there was one, is overwritten here, whether or not the step is any good.
    const flaws = takeStep(other, at, stepCount, step + 1);
    if (flaws !== 0) return { ...ended('diverged'), before: null };
    const before = at;
    at = other;
    other = before;
    step++;
  }
}

function stopAt<At extends Position>(
  loss: number,
  gradient: Float64Array,
  { parameters }: Iterate<At>,
  problem: Problem<At, unknown>,
  { lossUnit, stopAtLoss, stopAtGradientNorm }: Settings,
  count: number,
): DescentStatus | null {
  // Where the cheap loss cannot tell, the data are summed.
  if (stopAtLoss !== undefined && inUnit(loss - problem.slack, lossUnit, count) <= stopAtLoss) {
    const sure = problem.slack === 0 ? loss : problem.loss(parameters);
    if (inUnit(sure, lossUnit, count) <= stopAtLoss) return 'loss';
  }
  if (stopAtGradientNorm !== undefined) {
    if (inUnit(euclideanNorm(gradient), lossUnit, count) <= stopAtGradientNorm) return 'gradient';
  }
  return null;
}

/** √Σ g². */
export function euclideanNorm(values: Float64Array): number {
  let squares0 = 0;
  let squares1 = 0;
  let i = 0;
  for (const end = (values.length - 1) | 0; i < end; i = (i + 2) | 0) {
    squares0 += values[i] * values[i];
    squares1 += values[(i + 1) | 0] * values[(i + 1) | 0];
  }
  for (; i < values.length; i++) squares0 += values[i] * values[i];
  return Math.sqrt(squares0 + squares1);
}

function pointAt<At extends Position, Network>(
  step: number,
  { parameters }: Iterate<At>,
  problem: Problem<At, Network>,
  { lossUnit }: Settings,
  count: number,
): DescentPoint<Network> {
  return {
    step,
    loss: inUnit(problem.loss(parameters), lossUnit, count),
    network: problem.network(parameters.values),
  };
}

/**
 * Whether the trajectory keeps a step; to be asked for every step in turn. The step that a run is resumed at is in the
 * trajectory of the earlier part.
 */
function recorder({ record, resume }: Settings): (step: number) => boolean {
  const from = resume === undefined ? 0 : resume.step + 1;
  if (typeof record === 'number') return (step) => step >= from && step % record === 0;
  let next = record.findIndex((step) => step >= from);
  return (step) => {
    if (record[next] !== step) return false;
    next++;
    return true;
  };
}
