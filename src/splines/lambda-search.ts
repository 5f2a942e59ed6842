import { compensatedSum } from '../numeric/sums.js';
import { minimumBetween, rootBetween } from './scalar-search.js';
import type { SmoothingProblem } from './smoothing-problem.js';
import { smoothed, smoothInto } from './two-filter.js';
import type { Smoothed } from './two-filter.js';

/** How good a smoothing spline is by each of the measures that can choose λ, in the units of the scaled y, squared. */
export interface Scores {
  /** The trace of the smoother matrix, Σ h. */
  readonly degreesOfFreedom: number;
  /** What it leaves of the distinct x, Σ (1 − h), to its own rounding. */
  readonly freedomsLeft: number;
  /** Σ w (y − f)² over all data. */
  readonly residualSum: number;
  /** Generalised cross-validation. */
  readonly gcv: number;
  /** Leaving one distinct x out at a time. */
  readonly leaveOneOut: number;
  /** Leaving one datum out at a time. */
  readonly leaveOneDatumOut: number;
}

/** By which score to choose λ. */
export type Criterion = 'gcv' | 'loo';

/** λ as R counts it stays within these bounds; what is smaller is as good as 0, what is larger as Infinity. */
const LEAST = 2 ** -400;
const MOST = 2 ** 400;

/** Two values of λ to a decade: the degrees of freedom change by a third from one to the next. */
const GRID_STEP = Math.LN10 / 2;
/** The grid ends where this part of a degree of freedom is left: what is beyond is better by twice that part at most. */
const GRID_MARGIN = 1e-6;
/** How many of the grid's minima are looked at closely. */
const CLOSE_LOOKS = 3;
/** In ln λ: the square root of EPSILON, as near as a minimum can be told. */
const MINIMUM_TOLERANCE = 1.5e-8;
/** λ gets smaller only if the criterion does by more than this part, which is beyond its own rounding. */
const WORTH_IT = 1e-10;

/** The spline at its knots for one λ as R counts it, in [0, Infinity], into `out`. */
export function smoothAtInto(out: Smoothed, problem: SmoothingProblem, rLambda: number): void {
  smoothInto(out, problem, rLambda > MOST ? Infinity : Math.max(rLambda, LEAST));
}

/** The scores of a spline. */
export function scores(problem: SmoothingProblem, spline: Smoothed): Scores {
  const { weights, eachWeight, eachScatter, groupOf, dataCount, distinctCount } = problem;
  const { leverages: h, freedoms: free, residuals, leftOut } = spline;
  let degreesOfFreedom = 0;
  let freedomsLeft = 0;
  let leaveOneOut = 0;
  for (let g = 0; g < weights.length; g++) {
    if (weights[g] === 0) continue;
    degreesOfFreedom += h[g];
    freedomsLeft += free[g];
    leaveOneOut += weights[g] * leftOut[g] * leftOut[g];
  }
  let residualSum = 0;
  let leaveOneDatumOut = 0;
  for (let n = 0; n < groupOf.length; n++) {
    if (eachWeight[n] === 0) continue;
    const g = groupOf[n];
    const alone = eachWeight[n] === weights[g];
    const residual = alone ? residuals[g] : residuals[g] + eachScatter[n];
    const others = (weights[g] - eachWeight[n]) / weights[g];
    const missed = alone ? leftOut[g] : residual / (free[g] + h[g] * others);
    residualSum += eachWeight[n] * residual * residual;
    leaveOneDatumOut += eachWeight[n] * missed * missed;
  }
  // The scaled weights add up to the number of data.
  const left = dataCount - distinctCount + freedomsLeft;
  return {
    degreesOfFreedom,
    freedomsLeft,
    residualSum,
    gcv: (dataCount * residualSum) / (left * left),
    leaveOneOut: leaveOneOut / dataCount,
    leaveOneDatumOut: leaveOneDatumOut / dataCount,
  };
}

/** λ as R counts it for so many degrees of freedom, in (2, number of distinct x]; 0 for as many as there are x. */
export function lambdaOfFreedom(problem: SmoothingProblem, target: number): number {
  const { distinctCount: most } = problem;
  if (target >= most) return 0;
  const spline = smoothed(problem.y.length);
  const excess = (logLambda: number): number => {
    smoothAtInto(spline, problem, Math.exp(logLambda));
    // Whichever of the two is the smaller sum.
    return target > most / 2
      ? most - target - sumOfWeighing(problem, spline.freedoms)
      : sumOfWeighing(problem, spline.leverages) - target;
  };
  // For data evenly spread, about (N/λ)^¼/(2√2) of them are free to bend.
  let at = Math.log(most) - 4 * Math.log(2 * Math.SQRT2 * Math.max(target - 2, 0.1));
  let step = 1;
  const up = excess(at) > 0;
  for (;;) {
    const next = at + (up ? step : -step);
    if (next > Math.log(MOST)) return Infinity;
    if (next < Math.log(LEAST)) return 0;
    if (excess(next) > 0 !== up) return Math.exp(rootBetween(excess, at, next));
    at = next;
    step *= 2;
  }
}

/** λ as R counts it that minimises a criterion; 0 and Infinity are among the candidates. */
export function lambdaByCriterion(problem: SmoothingProblem, criterion: Criterion): number {
  if (problem.straight) return Infinity;
  const spline = smoothed(problem.y.length);
  const scoresAt = (logLambda: number): Scores => {
    smoothAtInto(spline, problem, Math.exp(logLambda));
    return scores(problem, spline);
  };
  const value = (of: Scores): number => (criterion === 'gcv' ? of.gcv : of.leaveOneOut);

  let at = Math.log(problem.distinctCount);
  while (at < Math.log(MOST) && scoresAt(at).degreesOfFreedom > 2 + GRID_MARGIN) at += GRID_STEP;
  const grid: number[] = [];
  for (let left = Infinity; left > GRID_MARGIN && at > Math.log(LEAST); at -= GRID_STEP) {
    const here = scoresAt(at);
    grid.push(value(here));
    left = here.freedomsLeft;
  }
  const bottom = at + GRID_STEP;
  const place = (k: number): number => bottom + (grid.length - 1 - k) * GRID_STEP;

  const closer = Array.from(grid.keys())
    .filter((k) => k > 0 && k < grid.length - 1 && grid[k] < grid[k - 1] && grid[k] <= grid[k + 1])
    .sort((i, j) => grid[i] - grid[j])
    .slice(0, CLOSE_LOOKS)
    .map((k) => minimumBetween((t) => value(scoresAt(t)), place(k + 1), place(k - 1), MINIMUM_TOLERANCE))
    .sort((a, b) => b.x - a.x);
  let best = { x: Infinity, value: value(scoresAt(Infinity)) };
  for (const candidate of [...closer, { x: -Infinity, value: value(scoresAt(-Infinity)) }]) {
    if (candidate.value < best.value * (1 - WORTH_IT)) best = candidate;
  }
  return Math.exp(best.x);
}

function sumOfWeighing({ weights }: SmoothingProblem, values: Float64Array): number {
  return compensatedSum(values.filter((_, g) => weights[g] > 0));
}
