import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { mergeTies } from '../../src/data/merged-data.js';
import { courseFrom, evaluate } from '../../src/flow/course.js';
import type { Course } from '../../src/flow/course.js';
import { EXPLICIT } from '../../src/flow/steps/methods.js';
import type { Method } from '../../src/flow/steps/methods.js';
import { modesOf } from '../../src/flow/steps/modes.js';
import type { Modes } from '../../src/flow/steps/modes.js';
import { parametersOf } from '../../src/forms/parameters.js';

/** Sticks at 0.0998 and is released at 0.2915 (sliding.json, third case); another unit sticks at 2.2244. */
export const released = {
  network: shallowNetwork({
    inputWeights: [0.776, 0.547],
    inputBiases: [-0.653392, 0.34461],
    outputWeights: [-0.287, 0.626],
    outputBias: 0.122,
  }),
  data: dataset([-1.4, -0.57, 0.46, 1.61], [-1.143, -0.616, 0.266, -0.497]),
};

/** A free unit, nowhere near a datum for a while. */
export const smooth = {
  network: shallowNetwork({
    inputWeights: [1, -0.8],
    inputBiases: [0.5, 0.3],
    outputWeights: [0.4, 0.7],
    outputBias: 0.1,
  }),
  data: dataset([-2, -1, 1, 2], [0.5, 0.2, 1, 1.5]),
};

/** The largest difference between two vectors. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let c = 0; c < a.length; c++) most = Math.max(most, Math.abs(a[c] - b[c]));
  return most;
}

/**
 * The papers' white noise (flow.md, section 2): 21 spaced x and two pins, targets uniform in [−2, 2], breakpoints on a
 * grid, w = ±α, v = 0. A congruential generator, so that a seed is one case for good.
 */
export function whiteNoise({
  alpha,
  seed,
  width,
  randomInputs = false,
}: {
  readonly alpha: number;
  readonly seed: number;
  readonly width: number;
  /** Uniform in [−3, 3] instead. */
  readonly randomInputs?: boolean;
}): { readonly network: ShallowNetwork; readonly data: Dataset } {
  let state = seed * 7919 + 13;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const x = randomInputs
    ? Array.from({ length: 23 }, () => 6 * uniform() - 3)
    : [-3, ...Array.from({ length: 21 }, (_, n) => -2 + n / 5), 3];
  const y = x.map(() => 4 * uniform() - 2);
  const inputWeights = Array.from({ length: width }, () => (uniform() < 0.5 ? -alpha : alpha));
  return {
    network: shallowNetwork({
      inputWeights,
      inputBiases: inputWeights.map((w, i) => -w * (-3 + (6 * i) / (width - 1))),
      outputWeights: new Float64Array(width),
    }),
    data: dataset(x, y),
  };
}

/** A flow on its way, at a network, with what is said of its modes: evaluated, and not a step taken. */
export function courseAt(
  network: ShallowNetwork,
  data: Dataset,
  {
    time = 0,
    method = EXPLICIT,
    stiff = null,
    arrange,
  }: {
    readonly time?: number;
    readonly method?: Method;
    readonly stiff?: number | null;
    readonly arrange?: ((modes: Modes) => void) | undefined;
  } = {},
): Course {
  const merged = mergeTies(data);
  const modes = modesOf(network, merged.data);
  arrange?.(modes);
  const tolerance = { relative: 1e-6, absolute: 1e-8 };
  const course = courseFrom(merged, parametersOf(network), modes, time, tolerance, method, stiff);
  evaluate(course);
  return course;
}
