import type { Claim } from '../definition.js';
import { alphasOf, hasLinearRegime, INIT_WORDS, meanAt, NEAR_ZERO, shortly } from './alpha-sweep-rows.js';
import type { AlphaSweepConfig, AlphaSweepMetrics, AlphaSweepRun } from './alpha-sweep-runs.js';
import { METHOD_WORDS } from './white-noise.js';
import { capitalised, inDigits } from '../words.js';

/** A claim, and the figures that it is about: without one of them there is no claim. */
interface Candidate extends Claim {
  readonly needs: readonly number[];
}

/** What holds of the table; what the configuration has no runs for is left out. */
export function claimsOf(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): Claim[] {
  return [...uniformByAdam(config, runs), ...besideAdam(config, runs), ...whatPrintSays(config, runs)]
    .filter(({ needs }) => !needs.some(Number.isNaN))
    .map(({ statement, holds, evidence, asserted }) => ({ statement, holds, evidence, asserted }));
}

function uniformByAdam(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): Candidate[] {
  const mean = (alpha: number, measure: keyof AlphaSweepMetrics): number =>
    meanAt(runs, { init: 'uniform', alpha, method: 'adam' }, measure);
  const nearer = (alpha: number, near: 'linear' | 'cubic', far: 'linear' | 'cubic'): Candidate => {
    const distance = mean(alpha, `${near}Mean`);
    const other = mean(alpha, `${far}Mean`);
    return {
      statement: `Uniform, α = ${alpha}: the distance to the ${near} spline is less than half of that to the ${far} one.`,
      holds: distance < other / 2,
      evidence: `MAE ${inDigits(distance)} against ${inDigits(other)}`,
      asserted: true,
      needs: [distance, other],
    };
  };
  const alphas = alphasOf(config, 'uniform');
  const toCubic = alphas.map((alpha) => mean(alpha, 'cubicMean'));
  const left = mean(0.1, 'squaredError');
  const he = meanAt(runs, { init: 'he', alpha: 100, method: 'adam' }, 'cubicMean');
  const uniform = mean(100, 'cubicMean');
  return [
    nearer(3, 'linear', 'cubic'),
    nearer(10, 'cubic', 'linear'),
    nearer(100, 'cubic', 'linear'),
    {
      statement: 'Uniform: the larger α, the nearer is the cubic spline.',
      holds: toCubic.every((distance, i) => i === 0 || distance < toCubic[i - 1]),
      evidence: `MAE ${shortly(toCubic)} at α = ${alphas.join(', ')}`,
      asserted: true,
      needs: toCubic,
    },
    {
      statement: 'Uniform, α = 0.1: Adam leaves Σ ε² above 1.',
      holds: left > 1,
      evidence: `Σ ε² = ${inDigits(left)}`,
      asserted: true,
      needs: [left],
    },
    {
      statement: 'At α = 100 the uniform network is nearer the cubic spline than He’s (PyTorch’s default).',
      holds: uniform < he,
      evidence: `MAE ${inDigits(uniform)} against ${inDigits(he)}`,
      asserted: true,
      needs: [uniform, he],
    },
  ];
}

function besideAdam(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): Candidate[] {
  const mean = (method: 'adam' | 'flow', alpha: number, measure: keyof AlphaSweepMetrics): number =>
    meanAt(runs, { init: 'uniform', alpha, method }, measure);
  const [adam, flow] = [mean('adam', 100, 'cubicMean'), mean('flow', 100, 'cubicMean')];
  const large = alphasOf(config, 'uniform').filter((alpha) => alpha >= 3);
  const fits = large.map((alpha) => mean('flow', alpha, 'fits'));
  const kernel = meanAt(runs, { init: 'uniform', method: 'kernel' }, 'cubicMean');
  const limit = meanAt(runs, { init: 'uniform', method: 'limit' }, 'cubicMean');
  const splines = meanAt(runs, { init: 'uniform', method: 'limit' }, 'splinesMean');
  return [
    {
      statement: 'Uniform, α ≥ 3: the gradient flow fits all data.',
      holds: fits.every((part) => part === 1),
      evidence: `part of the runs: ${shortly(fits)} at α = ${large.join(', ')}`,
      asserted: true,
      needs: [...fits, fits.length === 0 ? NaN : 0],
    },
    {
      statement:
        'Uniform, α = 100: the gradient flow ends at a fifth of Adam’s distance to the cubic spline, or less.',
      holds: flow < adam / 5,
      evidence: `MAE ${inDigits(flow)} against ${inDigits(adam)}`,
      asserted: true,
      needs: [adam, flow],
    },
    {
      statement: 'Uniform: at α = 100 the flow is as far from the cubic spline as for α → ∞, to a tenth.',
      holds: Math.abs(flow - kernel) < 0.1 * kernel,
      evidence: `MAE ${inDigits(flow)} against ${inDigits(kernel)}`,
      asserted: true,
      needs: [flow, kernel],
    },
    {
      statement:
        'Uniform: the width limit is the cubic spline, to a hundredth of what lies between the two splines.',
      holds: limit < 0.01 * splines,
      evidence: `MAE ${inDigits(limit)} against ${inDigits(splines)}`,
      asserted: true,
      needs: [limit, splines],
    },
  ];
}

function whatPrintSays(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): Candidate[] {
  const losses = config.inits.map((init): Candidate => {
    const alphas = alphasOf(config, init);
    const left = alphas.map((alpha) => meanAt(runs, { init, alpha, method: 'adam' }, 'squaredError'));
    return {
      statement: `${capitalised(INIT_WORDS[init])}: Adam trains to “near 0 training loss” at every α (Σ ε² below ${NEAR_ZERO}).`,
      holds: left.every((value) => value < NEAR_ZERO),
      evidence: `Σ ε² = ${shortly(left)} at α = ${alphas.join(', ')}`,
      asserted: false,
      needs: left,
    };
  });
  const shared = alphasOf(config, 'uniform').filter((alpha) => config.heAlphas.includes(alpha));
  const pairs = shared.map((alpha) =>
    (['he', 'uniform'] as const).map((init) => meanAt(runs, { init, alpha, method: 'adam' }, 'cubicMean')),
  );
  const linear = config.methods.flatMap((method): Candidate[] => {
    if (method !== 'adam' && method !== 'flow') return [];
    const alphas = alphasOf(config, 'he');
    const at = (measure: keyof AlphaSweepMetrics): number[] =>
      alphas.map((alpha) => meanAt(runs, { init: 'he', alpha, method }, measure));
    const found = alphas.filter((alpha) => hasLinearRegime(runs, { init: 'he', alpha, method }));
    return [
      {
        statement: `${INIT_WORDS.he}: by ${METHOD_WORDS[method]}, no α makes an interpolating linear spline.`,
        holds: found.length === 0,
        evidence:
          (found.length === 0 ? '' : `one is made at α = ${found.join(', ')}; `) +
          `MAE to the linear spline ${shortly(at('linearMean'))} at α = ${alphas.join(', ')}`,
        asserted: false,
        needs: [...at('linearMean'), ...at('squaredError')],
      },
    ];
  });
  return [
    ...losses,
    ...linear,
    {
      statement: 'With He’s initialization (PyTorch’s default) the error is “uniformly higher for all α”.',
      holds: pairs.every(([he, uniform]) => he > uniform),
      evidence:
        `MAE to the cubic spline, He’s against the uniform one: ` +
        `${pairs.map(([he, uniform]) => `${inDigits(he)} and ${inDigits(uniform)}`).join('; ')} at α = ${shared.join(', ')}`,
      asserted: false,
      needs: pairs.flat(),
    },
  ];
}
