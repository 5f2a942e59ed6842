import { toNetwork } from '../forms/convert.js';
import { checkFormOfUnits, isNetwork } from '../forms/form.js';
import { finiteNetwork } from '../forms/network.js';
import type { Bdso } from '../forms/bdso.js';
import type { ShallowNetwork } from '../forms/network.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { knownKeys, positiveNumber, show } from '../numeric/checks.js';

/** What is trained while breakpoints and orientations are held, and so whose sum of squares is least in the end. */
export type Trained = 'output-weights' | 'delta-slopes';

/** What {@link kernelRegression} and {@link kernelFlow} may be told. */
export interface KernelOptions {
  /**
   * What is trained. `output-weights`, the default for a network, is what training does to it where the kernel regime
   * holds: the change of Σ v² = Σ μ²/w² is least. `delta-slopes`, the default and the only choice for a spline, is the
   * papers' theorem: the change of Σ μ² is least. The two agree iff all |w| are equal (erratum 33).
   */
  readonly trained?: Trained;
  /**
   * Where training starts: at the form as it is `given`, the default, or at `zero`, with all that is trained
   * set to zero, as in the papers.
   */
  readonly start?: 'given' | 'zero';
  /**
   * Singular values of the features at most this fraction of the largest count as zero. Default 8·n·EPSILON for
   * features of n rows or columns, whichever are more, after data on one piece and units with the same data are taken
   * together: what rounding leaves of a zero. Given one, `kernelRegression` goes by singular values.
   */
  readonly threshold?: number;
}

/** A form whose breakpoints are held, as a network, and which numbers z of it are trained: z = v, or z = |w|v = sμ. */
export interface TrainedNumbers {
  readonly trained: Trained;
  /** Where training starts. */
  readonly network: ShallowNetwork;
  /** ∂v/∂z of each unit: 1, or 1/|w|, or 0 where nothing is trained; shape (H). */
  readonly scales: Float64Array;
  /** The form after this change of the trained numbers, shape (H), in the kind that was handed over. */
  readonly formAfter: (change: ReadonlyFloat64Array) => ShallowNetwork | Bdso;
  /** As asked for, if it was. */
  readonly threshold: number | undefined;
}

/**
 * Checks the arguments of a kernel regression and says what is trained. A unit with w = 0 has no delta-slope: it is
 * held where delta-slopes are trained.
 */
export function trainedNumbers(
  where: string,
  form: ShallowNetwork | Bdso,
  options: KernelOptions,
): TrainedNumbers {
  checkFormOfUnits(where, form);
  knownKeys(where, options, ['trained', 'start', 'threshold']);
  const given = isNetwork(form);
  const { trained = given ? 'output-weights' : 'delta-slopes', start = 'given', threshold } = options;
  oneOf(where, 'trained', trained, ['output-weights', 'delta-slopes']);
  oneOf(where, 'start', start, ['given', 'zero']);
  if (threshold !== undefined && positiveNumber(where, 'threshold', threshold) >= 1) {
    throw new RangeError(`${where}: threshold must be below 1, got ${threshold}`);
  }
  if (!given && trained === 'output-weights') {
    throw new RangeError(
      `${where}: trained must be 'delta-slopes' for a spline, which has no output weights; toNetwork gives it some`,
    );
  }
  const { inputWeights: w, inputBiases: b, outputWeights, outputBias } = given ? form : toNetwork(form);
  const scales = Float64Array.from(w, (weight) =>
    trained === 'output-weights' ? 1 : weight === 0 ? 0 : 1 / Math.abs(weight),
  );
  const v = Float64Array.from(outputWeights, (weight, i) =>
    start === 'zero' && scales[i] !== 0 ? 0 : weight,
  );
  return {
    trained,
    network: { inputWeights: w, inputBiases: b, outputWeights: v, outputBias },
    scales,
    threshold,
    formAfter: (change) => {
      const after = finiteNetwork(where, {
        inputWeights: Float64Array.from(w),
        inputBiases: Float64Array.from(b),
        outputWeights: v.map((start, i) => start + scales[i] * change[i]),
        outputBias,
      });
      if (given) return after;
      // At scale 1, w is the orientation: μ = sv, and back without rounding.
      return {
        ...form,
        breakpoints: Float64Array.from(form.breakpoints),
        orientations: Int8Array.from(form.orientations),
        deltaSlopes: after.outputWeights.map((weight, i) => form.orientations[i] * weight + 0),
      };
    },
  };
}

function oneOf(where: string, name: string, value: unknown, choices: readonly [string, string]): void {
  if (value !== choices[0] && value !== choices[1]) {
    throw new RangeError(`${where}: ${name} must be '${choices[0]}' or '${choices[1]}', got ${show(value)}`);
  }
}
