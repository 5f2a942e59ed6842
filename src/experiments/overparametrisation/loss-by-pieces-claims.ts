import type { Claim } from '../definition.js';
import { summarise } from '../rows.js';
import { runsAt, valuesOf } from '../runs.js';
import { ratesOf } from './loss-by-pieces-runs.js';
import type { LossByPiecesConfig, LossByPiecesRun } from './loss-by-pieces-runs.js';
import { isDescent } from './piece-fits.js';
import type { PieceMethod } from './piece-fits.js';
import { inDigits } from '../words.js';

/** What "much less" means: by this factor. */
const MUCH = 10;

/** What the sums of squares of two methods may differ by where they are equal in exact arithmetic. */
const ROUNDING = 1e-9;

/** What is said of the losses, and whether they bear it out: of those methods that were run. */
export function piecesClaims(config: LossByPiecesConfig, runs: readonly LossByPiecesRun[]): Claim[] {
  const { methods, widths, count } = config;
  const counts = widths.map((width) => width + 1);
  const has = (...wanted: readonly PieceMethod[]): boolean => wanted.every((each) => methods.includes(each));
  const losses = (method: PieceMethod, pieces: number): number[] =>
    valuesOf(runsAt(runs, { method, pieces }), ({ loss }) => loss).filter((loss) => !Number.isNaN(loss));
  const least = (method: PieceMethod, pieces: number): number => Math.min(...losses(method, pieces));
  const most = (method: PieceMethod, pieces: number): number => Math.max(...losses(method, pieces));
  // With two data a piece, lines that may jump miss nothing.
  const informative = counts.filter((pieces) => 2 * pieces < count);
  const many = Math.max(...informative);
  const largest = Math.max(...valuesOf(runs, ({ loss }) => (Number.isFinite(loss) ? loss : 0)));
  const worstRatio = (
    better: PieceMethod,
    worse: readonly PieceMethod[],
    places: readonly number[],
  ): number =>
    Math.max(
      ...places.map((pieces) => {
        const best = Math.min(...worse.map((method) => least(method, pieces)));
        return most(better, pieces) / (best + ROUNDING * ROUNDING);
      }),
    );
  const claims: Claim[] = [];

  const noWorse = (statement: string, better: PieceMethod, ...worse: readonly PieceMethod[]): void => {
    if (!has(better) || !has(...worse) || worse.length === 0 || informative.length === 0) return;
    const ratio = worstRatio(better, worse, informative);
    claims.push({
      statement,
      holds: ratio <= 1 + ROUNDING,
      evidence: `over ${informative.length} numbers of pieces the largest ratio of the losses is ${inDigits(ratio, 3)}`,
      asserted: true,
    });
  };
  noWorse('The best segmentation is no worse than greedy merging.', 'optimal segments', 'greedy merge');
  noWorse('Joining the best lines cannot lower their loss.', 'optimal segments', 'optimal segments, joined');
  noWorse('Joining the merged lines cannot lower their loss.', 'greedy merge', 'greedy merge, joined');
  noWorse(
    'No network has less loss than the best segmentation.',
    'optimal segments',
    ...methods.filter((method) => method === 'free-knot fit' || isDescent(method)),
  );
  noWorse('No run of Adam has less loss than the free-knot fit of its width.', 'free-knot fit', 'Adam');

  const farBelow = (better: PieceMethod, worse: PieceMethod): void => {
    // With few pieces there is little to lose.
    if (!has(better, worse) || many < 50) return;
    const ratio = worstRatio(better, [worse], [many]);
    claims.push({
      statement: `With ${many} pieces ${better} ends far below ${worse}.`,
      holds: ratio < 1 / MUCH,
      evidence: `its worst loss is ${inDigits(ratio, 2)} times the best one of ${worse}, at any rate`,
      asserted: true,
    });
  };
  farBelow('greedy merge', 'Adam');
  farBelow('Adam', 'gradient descent');

  const medians = (method: PieceMethod, rate: number): number[] =>
    counts.map(
      (pieces) => summarise(valuesOf(runsAt(runs, { method, rate, pieces }), ({ loss }) => loss)).median,
    );
  const ordered = (statement: string, better: readonly number[], worse: readonly number[]): void => {
    const wins = better.filter((loss, i) => loss < worse[i]).length;
    claims.push({
      statement,
      holds: wins === counts.length,
      evidence: `its median is the smaller one for ${wins} of ${counts.length} numbers of pieces`,
      asserted: false,
    });
  };
  const normalised = medians('batch-normalised SGD', config.batchRate);
  if (has('Adam', 'batch-normalised SGD')) {
    const statement = 'Adam ends below SGD with batch normalisation.';
    ordered(statement, medians('Adam', config.adamRate), normalised);
  }
  if (has('batch-normalised SGD', 'gradient descent')) {
    for (const rate of config.gradientRates) {
      const statement = `SGD with batch normalisation ends below gradient descent at rate ${rate}.`;
      ordered(statement, normalised, medians('gradient descent', rate));
    }
  }
  if (has('optimal segments', 'greedy merge') && many > 50) {
    const left = [most('optimal segments', many), most('greedy merge', many)];
    claims.push({
      statement: 'About a hundred pieces are enough for both segmentations to be near zero.',
      holds: left.every((loss) => loss < 1e-6 * largest),
      evidence: `with ${many} pieces the losses are ${left.map((loss) => inDigits(loss, 2)).join(' and ')}, the largest of all ${inDigits(largest, 2)}`,
      asserted: false,
    });
  }
  const descents = methods.filter(isDescent);
  if (descents.length > 0 && counts.length > 1) {
    const rising = descents.filter((method) => {
      return ratesOf(config, method).some((rate) => {
        const series = medians(method, rate);
        return series.some((loss, i) => i > 0 && loss > series[i - 1]);
      });
    });
    claims.push({
      statement: 'Descent may end higher with more pieces: the loss need not fall with their number.',
      holds: rising.length > 0,
      evidence: rising.length === 0 ? 'no median rises' : `a median rises for ${rising.join(', ')}`,
      asserted: false,
    });
  }
  return claims;
}
