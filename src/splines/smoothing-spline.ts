import type { Dataset } from '../data/dataset.js';
import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { knownKeys, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { lambdaByCriterion, lambdaOfFreedom, scores, smoothAtInto } from './lambda-search.js';
import type { Criterion } from './lambda-search.js';
import { naturalSpline } from './natural-spline.js';
import type { NaturalSpline } from './natural-spline.js';
import { smoothingProblem } from './smoothing-problem.js';
import type { SmoothingProblem } from './smoothing-problem.js';
import { smoothed } from './two-filter.js';

/** How much {@link smoothingSpline} smooths, told in one way at most, and what each datum weighs. */
export interface SmoothingOptions {
  /** λ in Σ w (y − f)² + λ ∫ f″², weights and x as given: from 0 to Infinity, in units of x³ per weight. */
  readonly lambda?: number;
  /** λ as R counts it, see {@link SmoothingSpline}: from 0 to Infinity. */
  readonly rLambda?: number;
  /** The trace of the smoother matrix: above 2, at most the number of distinct x. */
  readonly degreesOfFreedom?: number;
  /**
   * The score to be made least: generalised cross-validation, or leaving one distinct x out at a time. Default `'gcv'`, where
   * nothing else says how much to smooth.
   */
  readonly criterion?: Criterion;
  /** The weight of each datum, in the order in which `dataset` was given the data; not negative. Default 1. */
  readonly weights?: NumericArray;
}

/** A smoothing spline: a natural spline with its knots at the distinct x, and what is known of the fit. */
export interface SmoothingSpline extends NaturalSpline {
  /** λ for weights and x as given; Infinity for the least-squares line, 0 for interpolation. */
  readonly lambda: number;
  /** R's `lambda`: x on [0, 1], weights scaled to sum up to the number of those above zero. */
  readonly rLambda: number;
  /** The trace of the smoother matrix, Σ `leverages`. */
  readonly degreesOfFreedom: number;
  /** h = ∂f(x)/∂ȳ at each distinct x, ȳ the mean of the y there; shape (P). 0 where the weight is. */
  readonly leverages: ReadonlyFloat64Array;
  /** Σ w (y − f)², weights as given. */
  readonly residualSum: number;
  /**
   * Generalised cross-validation, N Σ w (y − f)²/(N − degreesOfFreedom)², with N data and R's weights. NaN, 0/0, where
   * only two data count: every λ gives the line through them.
   */
  readonly gcv: number;
  /**
   * Σ w ((ȳ − f)/(1 − h))²/Σ w over the distinct x: what R minimises for `cv = TRUE`. An x of only two adds 0: the other
   * one leaves f there open.
   */
  readonly leaveOneOut: number;
  /** The same over the data, one of several at the same x left out at a time: what R reports for it. */
  readonly leaveOneDatumOut: number;
}

/**
 * The function with the least Σ w (y − f)² + λ ∫ f″²: a natural cubic spline with its knots at the distinct x. Data
 * with equal x count as their mean.
 *
 * λ = 0, or as many degrees of freedom as there are distinct x, gives the natural cubic spline through the (mean)
 * data; λ = Infinity, the limit of 2 degrees of freedom, the weighted least-squares line. Between them λ is given,
 * or found: for the degrees of freedom by a root in ln λ; for a criterion on a grid in ln λ from line to
 * interpolation, then closely around its deepest minima. Both ends are candidates, and a criterion that cannot tell
 * chooses the smoother function: the result may have `lambda` Infinity or 0.
 *
 * At λ = 0 the scores are their limits, which leaving a datum out has.
 *
 * Exact, O(N) for each λ, by two Kalman filters that meet at each datum (R. Kohn & C. F. Ansley 1987): values,
 * leverages and 1 − leverages come out to rounding for every λ, where Reinsch's banded system loses all digits at
 * N = 10⁴ and few degrees of freedom.
 *
 * R: `smooth.spline(x, y, w, lambda = rLambda, all.knots = TRUE)` minimises the same with `rLambda` = λ · (number of
 * weights above 0)/(Σ w · range³), and reports `df`, and as `cv.crit` `gcv` or, for `cv = TRUE`, `leaveOneDatumOut`.
 * Its penalty has .3330 for 1/3, which moves its fit by 1e-8 to 1e-4 of the range of y; this one does not round.
 * R's `spar` is another name for the same: `rLambda` = r·256^(3 spar − 1), r a ratio of traces of its B-spline
 * matrices. Where it rounds x to 1e-6 of their interquartile range before looking for ties, here only equal x tie.
 *
 * @throws `RangeError` for several of λ, degrees of freedom and criterion, one outside its range, or weights
 * that are negative or all zero; `ShapeError` for a wrong number of weights, or fewer distinct x with positive weight
 * than two (three, to find λ).
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { evaluatePiecewise, smoothingSpline } from 'relu-splines/splines';
 *
 * const data = dataset([0, 1, 2, 3, 4], [0, 1.5, 1.5, 3.5, 4]);
 * const fit = smoothingSpline(data, { degreesOfFreedom: 3 });
 * fit.degreesOfFreedom; // 3
 * fit.lambda; // 0.46…
 * evaluatePiecewise(fit, 2.5); // 2.5…
 * smoothingSpline(data, { lambda: Infinity }).slopes; // Float64Array [1, 1, 1, 1, 1]
 * ```
 */
export function smoothingSpline(data: Dataset, options: SmoothingOptions = {}): SmoothingSpline {
  const where = 'smoothingSpline';
  knownKeys(where, options, [...WAYS, 'weights']);
  const problem = smoothingProblem(where, data, options.weights);
  const { x, means, line, lineSlope, unit, range, weightScale } = problem;
  const rLambda = chosenLambda(where, problem, options);
  const spline = smoothed(x.length);
  smoothAtInto(spline, problem, rLambda);
  const score = scores(problem, spline);
  return {
    ...naturalSpline(
      x,
      // From the datum or from the line, whichever is near: λ = 0 gives back the data.
      spline.values.map((value, g) =>
        spline.freedoms[g] < 0.5 ? means[g] - unit * spline.residuals[g] : line[g] + unit * value,
      ),
      spline.slopes.map((slope) => lineSlope + (unit * slope) / range),
      spline.secondDerivatives.map((second) => (unit * second) / range / range),
    ),
    // One factor after the other: the cube of the range may leave the doubles where λ does not.
    lambda: options.lambda ?? ((rLambda * range) / weightScale) * range * range,
    rLambda,
    degreesOfFreedom: score.degreesOfFreedom,
    leverages: spline.leverages,
    residualSum: (score.residualSum / weightScale) * unit * unit,
    gcv: score.gcv * unit * unit,
    leaveOneOut: score.leaveOneOut * unit * unit,
    leaveOneDatumOut: score.leaveOneDatumOut * unit * unit,
  };
}

const WAYS = ['lambda', 'rLambda', 'degreesOfFreedom', 'criterion'] as const;

function chosenLambda(where: string, problem: SmoothingProblem, options: SmoothingOptions): number {
  const { lambda, rLambda, degreesOfFreedom } = options;
  const criterion: unknown = options.criterion ?? 'gcv';
  const given = WAYS.filter((way) => options[way] !== undefined);
  if (given.length > 1) {
    throw new RangeError(
      `${where}: options must have one of ${WAYS.join(', ')} at most, got ${given.join(' and ')}`,
    );
  }
  const { range, weightScale, distinctCount } = problem;
  if (lambda !== undefined) {
    return ((notNegative(where, 'lambda', lambda) / range) * weightScale) / range / range;
  }
  if (rLambda !== undefined) return notNegative(where, 'rLambda', rLambda);
  if (distinctCount < 3) {
    const rule = `three distinct x with positive weight to find lambda`;
    throw new ShapeError(`${where}: data must have at least ${rule}, got ${distinctCount}`);
  }
  if (degreesOfFreedom !== undefined) {
    if (
      typeof degreesOfFreedom !== 'number' ||
      !(degreesOfFreedom > 2 && degreesOfFreedom <= distinctCount)
    ) {
      const rule = `above 2 and at most the number of distinct x, ${distinctCount}`;
      throw new RangeError(`${where}: degreesOfFreedom must be ${rule}, got ${show(degreesOfFreedom)}`);
    }
    return lambdaOfFreedom(problem, degreesOfFreedom);
  }
  if (criterion !== 'gcv' && criterion !== 'loo') {
    throw new RangeError(`${where}: criterion must be 'gcv' or 'loo', got ${show(criterion)}`);
  }
  return lambdaByCriterion(problem, criterion);
}

function notNegative(where: string, name: string, value: number): number {
  if (typeof value !== 'number' || !(value >= 0)) {
    throw new RangeError(`${where}: ${name} must be at least 0, got ${show(value)}`);
  }
  return value;
}
