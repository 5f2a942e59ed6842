import { AGREES_WITHIN } from '../rows.js';
import {
  alphasOf,
  hasLinearRegime,
  INIT_WORDS,
  meanAt,
  NEAR_ZERO,
  rowsOf,
  shortly,
} from './alpha-sweep-rows.js';
import type { AlphaSweepConfig, AlphaSweepRun } from './alpha-sweep-runs.js';
import type { NoiseInit } from './white-noise.js';
import { capitalised, inDigits } from '../words.js';

/** What holds, what does not and why. */
export function findingsOf(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): string {
  return [
    agreement(config, runs),
    ...config.inits.flatMap((init) => [adamsLoss(config, runs, init), flowsLoss(config, runs, init)]),
    linearRegime(config, runs),
    linearRegimeOfHe(config, runs),
    ...config.inits.map((init) => largestScale(config, runs, init)),
    config.inits.includes('he')
      ? 'Print says that with He’s initialization the error is uniformly higher. Its own table has it lower at α = 0.1, ' +
        'in all four columns; what holds there is that the fit stays farther from the cubic spline where the uniform one ' +
        'comes close.'
      : '',
  ]
    .filter((sentences) => sentences !== '')
    .join(' ');
}

function agreement(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): string {
  const compared = rowsOf(config, runs).filter(({ z }) => Number.isFinite(z));
  if (compared.length === 0) return '';
  const agreeing = compared.filter(({ z }) => Math.abs(z) <= AGREES_WITHIN).length;
  const farthest = compared.reduce((far, row) => (Math.abs(row.z) > Math.abs(far.z) ? row : far));
  return (
    `Of ${compared.length} printed distances ${agreeing} are within ${AGREES_WITHIN} standard errors of ours; the ` +
    `farthest, at ${Math.abs(farthest.z).toFixed(1)}, is the ${farthest.quantity} (${farthest.condition}).`
  );
}

function adamsLoss(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[], init: NoiseInit): string {
  const alphas = alphasOf(config, init);
  const left = alphas.map((alpha) => meanAt(runs, { init, alpha, method: 'adam' }, 'squaredError'));
  if (left.some(Number.isNaN)) return '';
  const above = alphas.filter((_, i) => left[i] >= NEAR_ZERO);
  const verdict =
    above.length === 0 ? 'is near 0 everywhere, as print says' : `is not near 0 at α = ${above.join(', ')}`;
  return `${capitalised(INIT_WORDS[init])}: the loss that Adam leaves ${verdict} (Σ ε² = ${shortly(left)} at α = ${alphas.join(', ')}).`;
}

function flowsLoss(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[], init: NoiseInit): string {
  const alphas = alphasOf(config, init);
  const parts = alphas.map((alpha) => meanAt(runs, { init, alpha, method: 'flow' }, 'fits'));
  if (parts.some(Number.isNaN)) return '';
  const fitted = alphas.filter((_, i) => parts[i] === 1);
  const sentences =
    fitted.length === 0
      ? []
      : [`The gradient flow from the same starts fits all data at α = ${fitted.join(', ')}.`];
  alphas.forEach((alpha, i) => {
    if (parts[i] === 1) return;
    const point = { init, alpha, method: 'flow' } as const;
    const share = parts[i] > 0 ? `${inDigits(100 * (1 - parts[i]))} % of the runs` : 'every run';
    sentences.push(
      `At α = ${alpha} it comes to rest before that in ${share} (the mean of Σ ε² over all runs is ${inDigits(meanAt(runs, point, 'squaredError'))}), with ` +
        `${inDigits(meanAt(runs, point, 'stuckUnits'))} of ${config.width} units stuck on data, where more training does not help.`,
    );
  });
  return sentences.join(' ');
}

/** Where each way of training is nearest to the linear spline. */
function linearRegime(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): string {
  const nearest = (
    method: 'adam' | 'flow',
  ): { readonly alpha: number; readonly distance: number } | undefined =>
    alphasOf(config, 'uniform')
      .map((alpha) => ({ alpha, distance: meanAt(runs, { init: 'uniform', alpha, method }, 'linearMean') }))
      .filter(({ distance }) => Number.isFinite(distance))
      .sort((a, b) => a.distance - b.distance)[0];
  const adam = nearest('adam');
  const flow = nearest('flow');
  if (adam === undefined || flow === undefined) return '';
  return (
    `Of the uniform networks Adam’s is nearest the linear spline at α = ${adam.alpha} (MAE ${inDigits(adam.distance)}), ` +
    `the flow’s at α = ${flow.alpha} (${inDigits(flow.distance)})` +
    (flow.alpha < adam.alpha
      ? ': the interpolating linear regime begins at a smaller α than print has it, where Adam still underfits.'
      : '.')
  );
}

/** Print’s “regime (ii) disappears”. */
function linearRegimeOfHe(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): string {
  if (!config.inits.includes('he') || !config.methods.includes('flow')) return '';
  const found = (method: 'adam' | 'flow'): number[] =>
    alphasOf(config, 'he').filter((alpha) => hasLinearRegime(runs, { init: 'he', alpha, method }));
  const [adam, flow] = [found('adam'), found('flow')];
  if (adam.length > 0 || flow.length === 0) return '';
  return (
    'Print says that with He’s initialization there is no interpolating linear regime. So it is by Adam; but the flow ' +
    `has one at α = ${flow.join(', ')}: what is missing is convergence, not the regime.`
  );
}

function largestScale(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[], init: NoiseInit): string {
  const alpha = Math.max(...alphasOf(config, init));
  const adam = meanAt(runs, { init, alpha, method: 'adam' }, 'cubicMean');
  const flow = meanAt(runs, { init, alpha, method: 'flow' }, 'cubicMean');
  const kernel = meanAt(runs, { init, method: 'kernel' }, 'cubicMean');
  const limit = meanAt(runs, { init, method: 'limit' }, 'cubicMean');
  if ([adam, flow, kernel, limit].some(Number.isNaN)) return '';
  const left = meanAt(runs, { init, alpha, method: 'adam' }, 'squaredError');
  const cause =
    flow >= adam / 2
      ? ': Adam comes as near as the start allows'
      : left < NEAR_ZERO
        ? `: Adam fits the data as well (Σ ε² = ${inDigits(left)}), by another function, and the distance is Adam’s and not that of α`
        : ': Adam has not fitted the data yet';
  return (
    `${capitalised(INIT_WORDS[init])}, α = ${alpha}: Adam ends at an MAE of ${inDigits(adam)} from the cubic spline, the flow at ` +
    `${inDigits(flow)}; for α → ∞ it is ${inDigits(kernel)}, and ${inDigits(limit)} for infinite width${cause}.`
  );
}
