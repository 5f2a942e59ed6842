import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { experiment } from '../experiment.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import { linspace } from '../linspace.js';
import { TARGET_NAMES, targets } from '../targets.js';
import { piecesClaims } from './loss-by-pieces-claims.js';
import { piecesFigure } from './loss-by-pieces-figure.js';
import { ratesOf } from './loss-by-pieces-runs.js';
import type {
  LossByPiecesConfig,
  LossByPiecesMetrics,
  LossByPiecesPoint,
  LossByPiecesRun,
} from './loss-by-pieces-runs.js';
import { fitPieces, freeNumbers, isDescent, PIECE_METHODS } from './piece-fits.js';
import type { PieceMethod } from './piece-fits.js';
import { inDigits } from '../words.js';

const NAME = 'loss-by-pieces';

/**
 * What descent makes of the pieces that it is given, beside what can be made of them.
 *
 * Sahs et al. 2022, figure 9 (2020, figure 8). Print names the methods and the target, no rates, epochs or batches, and
 * its figure has no figures to compare with; our recipe has one step size for all, and a larger one for gradient
 * descent, which gains most by it. Added are the segmentations without their jumps and the free-knot fit.
 *
 * @throws As `experiment`; `RangeError` for widths that are not from 1 to one less than the number of data, counts that are
 * not positive integers and rates that are not positive.
 * @example
 * ```ts
 * import { lossByPieces } from 'relu-splines/experiments';
 *
 * const { rows } = lossByPieces({ widths: [4], methods: ['optimal segments', 'greedy merge'], seeds: 1 });
 * rows[0].ours.mean < rows[1].ours.mean; // true
 * ```
 */
export const lossByPieces = experiment<LossByPiecesConfig, LossByPiecesPoint, LossByPiecesMetrics>({
  name: NAME,
  title: 'Training loss by number of pieces',
  source: 'Sahs et al. 2022, figure 9; Sahs et al. 2020, figure 8',
  recipe:
    'A quadratic at 401 equally spaced x in [−2, 2] is fitted with k pieces: by networks of k − 1 units from PyTorch’s ' +
    'default initialization, trained by gradient descent, Adam, or SGD with batch normalisation; by the best ' +
    'segmentation into k lines; by greedy merging down to k; by the continuous function with the knots of either; and by ' +
    'the free-knot fit, the network of k − 1 units that descent should have found. The loss is the mean squared error, and ' +
    'rates are per unit of it; descent takes 10,000 epochs, SGD in batches of 100. Print gives no convention but the target. ' +
    'The rates were chosen after looking: 0.001 for Adam and gradient descent, 0.02 for gradient descent once more (at 0.1 ' +
    'it diverges for 300 units), and 0.01 with batch normalisation, where 0.001 is no better. ' +
    'Print goes on to 10⁴ pieces; nothing beyond 301 is run here, since 401 data have no use for more than 200 pieces. ' +
    'Segmentations may jump and choose 3k − 1 numbers, continuous functions 2k, networks 2k − 1: the right panel has ' +
    'the losses over these.',
  defaults: {
    seeds: 5,
    firstSeed: 0,
    widths: [1, 2, 5, 10, 20, 50, 100, 300],
    methods: PIECE_METHODS,
    target: 'quadratic',
    count: 401,
    halfWidth: 2,
    epochs: 10_000,
    gradientRates: [0.001, 0.02],
    adamRate: 0.001,
    batchRate: 0.01,
    batchSize: 100,
  },
  reduced: { seeds: 1, widths: [5, 50], epochs: 4000 },
  choices: { methods: PIECE_METHODS, target: TARGET_NAMES },
  check: (config) => {
    config.widths.forEach((width, i) => integerIn(NAME, `widths[${i}]`, width, 1, config.count - 1));
    integerIn(NAME, 'count', config.count, 2);
    integerIn(NAME, 'epochs', config.epochs, 1);
    integerIn(NAME, 'batchSize', config.batchSize, 2, config.count);
    positiveNumber(NAME, 'halfWidth', config.halfWidth);
    config.gradientRates.forEach((rate, i) => positiveNumber(NAME, `gradientRates[${i}]`, rate));
    positiveNumber(NAME, 'adamRate', config.adamRate);
    positiveNumber(NAME, 'batchRate', config.batchRate);
  },
  points: (config) =>
    config.methods.flatMap((method) =>
      ratesOf(config, method).flatMap((rate) =>
        config.widths.map((width) => ({ method, rate, pieces: width + 1 })),
      ),
    ),
  cost: (_, { method, pieces }) =>
    0.025 +
    pieces *
      (method === 'batch-normalised SGD'
        ? 0.025
        : method === 'Adam'
          ? 0.005
          : isDescent(method)
            ? 0.0025
            : 2.5e-4),
  run: (config, { method, rate, pieces }, seed) =>
    // Nothing is random about these: one run is all there is.
    isDescent(method) || seed === config.firstSeed
      ? fitPieces(dataOf(config), method, { pieces, rate, seed }, config)
      : { loss: NaN, piecesUsed: NaN },
  rows: rowsOf,
  claims: piecesClaims,
  figures: (config, runs) => ({ [NAME]: piecesFigure(config, runs) }),
  findings: findingsOf,
});

function dataOf({ count, halfWidth, target }: LossByPiecesConfig): Dataset {
  const x = linspace(-halfWidth, halfWidth, count);
  return dataset(x, x.map(targets[target].value));
}

function rowsOf(config: LossByPiecesConfig, runs: readonly LossByPiecesRun[]): Row[] {
  return compareRows(
    groupByPoint(runs).flatMap(({ point, runs: alike }) => {
      const { method, rate, pieces } = point;
      const done = isDescent(method) ? alike : alike.filter(({ seed }) => seed === config.firstSeed);
      const condition = `${method}${rate === 0 ? '' : ` at rate ${rate}`}, ${pieces} pieces, ${freeNumbers(method, pieces)} numbers`;
      const error = { condition, quantity: 'mean squared error', values: valuesOf(done, ({ loss }) => loss) };
      if (!isDescent(method)) return [error];
      const used = valuesOf(done, ({ piecesUsed }) => piecesUsed);
      return [error, { condition, quantity: 'pieces that hold data', values: used }];
    }),
  );
}

function findingsOf(config: LossByPiecesConfig, runs: readonly LossByPiecesRun[]): string {
  const { widths, target, epochs, methods } = config;
  const pieces = Math.max(...widths.filter((width) => width <= 100 || width === Math.min(...widths))) + 1;
  const losses = methods.flatMap((method) =>
    ratesOf(config, method).map((rate) => ({
      method,
      rate,
      loss: summaryOf(runsAt(runs, { method, rate, pieces }), (metrics) => metrics.loss).median,
    })),
  );
  const all = losses.map(({ method, rate, loss }) => {
    const name = ratesOf(config, method).length === 1 ? method : `${method} at rate ${rate}`;
    return `${name} ${inDigits(loss, 2)}`;
  });
  const least = (wanted: PieceMethod): number => losses.find(({ method }) => method === wanted)?.loss ?? NaN;
  return [
    `With ${pieces} pieces and ${epochs.toLocaleString('en')} epochs on the ${target}, the median mean squared errors ` +
      `are: ${all.join(', ')}.`,
    ...joiningInWords(least),
    ...(methods.includes('batch-normalised SGD') ? [crowdingInWords(runs, pieces)] : []),
  ].join(' ');
}

/** What the segmentations owe to their jumps, and that descent is farther away than that. */
function joiningInWords(loss: (method: PieceMethod) => number): string[] {
  const ratios = (['optimal segments', 'greedy merge'] as const)
    .map((method) => loss(`${method}, joined`) / loss(method))
    .filter(Number.isFinite);
  if (ratios.length === 0) return [];
  const worst = Math.max(...ratios);
  const descent = loss('Adam') / loss('optimal segments');
  const explained = `Where a line may jump at its ends it has a number more to choose; joined, the same knots have ${inDigits(worst, 2)} times the loss at most`;
  if (!(descent > 10 * worst)) return [`${explained}.`];
  return [
    `${explained}. Adam has ${inDigits(descent, 2)} times that of the best segmentation: the distance between descent and the ` +
      'segmentations is not one of parameters but of where breakpoints come to lie.',
  ];
}

function crowdingInWords(runs: readonly LossByPiecesRun[], pieces: number): string {
  const group = runsAt(runs, { method: 'batch-normalised SGD', pieces });
  const used = summaryOf(group, ({ piecesUsed }) => piecesUsed).median;
  return (
    'With one input, batch normalisation starts every breakpoint at the mean of x: at the end the median run has ' +
    `${used.toFixed(0)} pieces with data in them.`
  );
}
