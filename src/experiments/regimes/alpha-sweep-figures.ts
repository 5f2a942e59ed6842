import { seriesFigure } from '../../plot/series-figure.js';
import type { Series, SeriesPanel, SeriesPoint } from '../../plot/series-panels.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { runsAt, summaryOf } from '../runs.js';
import { alphasOf, INIT_WORDS } from './alpha-sweep-rows.js';
import { TABLE_2 } from './alpha-sweep-print.js';
import type {
  AlphaSweepConfig,
  AlphaSweepMetrics,
  AlphaSweepPoint,
  AlphaSweepRun,
} from './alpha-sweep-runs.js';
import type { NoiseInit } from './white-noise.js';

/** The table as a figure: print, Adam, the flow and the limit. */
export function figuresOf(
  config: AlphaSweepConfig,
  runs: readonly AlphaSweepRun[],
): Readonly<Record<string, VegaLiteSpec>> {
  return {
    'alpha-sweep': seriesFigure({
      title: 'From the linear to the cubic spline',
      notes: ['Bars and bands: one standard deviation, downwards to the least run.'],
      columns: Math.max(1, config.inits.length),
      height: 180,
      panels: (['linearMean', 'cubicMean', 'squaredError'] as const).flatMap((measure) =>
        config.inits.map((init) => panelOf(config, runs, init, measure)),
      ),
    }),
  };
}

const LABELS = {
  linearMean: 'MAE to the linear spline',
  cubicMean: 'MAE to the cubic spline',
  squaredError: 'Σ ε²',
} as const;

function panelOf(
  config: AlphaSweepConfig,
  runs: readonly AlphaSweepRun[],
  init: NoiseInit,
  measure: keyof typeof LABELS,
): SeriesPanel {
  const alphas = alphasOf(config, init);
  const ends = [alphas[0], alphas[alphas.length - 1]];
  const trained = (method: AlphaSweepPoint['method']): SeriesPoint[] =>
    alphas.flatMap((alpha) => pointAt(alpha, runsAt(runs, { init, alpha, method }), measure));
  const series: Series[] = [
    { name: 'Adam', mark: 'line-and-points', points: trained('adam') },
    { name: 'gradient flow', mark: 'line-and-points', points: trained('flow') },
  ];
  if (measure !== 'squaredError') {
    const limit = summaryOf(runsAt(runs, { init, method: 'limit' }), (metrics) => metrics[measure]).mean;
    series.unshift({
      name: 'print',
      mark: 'points',
      points: alphas.flatMap((alpha) => {
        const printed = TABLE_2[init].get(alpha)?.[measure];
        if (printed === undefined) return [];
        const { mean, spread = 0 } = printed;
        return [{ x: alpha, y: mean, low: mean - spread, high: mean + spread }];
      }),
    });
    series.push({
      name: 'infinite width and α',
      points: Number.isFinite(limit) ? ends.map((x) => ({ x, y: limit })) : [],
    });
  }
  return {
    title: INIT_WORDS[init],
    x: { label: 'α', scale: 'log' },
    y: { label: LABELS[measure], scale: 'log' },
    series,
  };
}

// A bar that reached below the least value would leave a logarithmic axis.
function pointAt(x: number, runs: readonly AlphaSweepRun[], measure: keyof AlphaSweepMetrics): SeriesPoint[] {
  const { mean, spread, least } = summaryOf(runs, (metrics) => metrics[measure] ?? NaN);
  if (!(mean > 0)) return [];
  if (!(spread > 0)) return [{ x, y: mean }];
  return [{ x, y: mean, low: Math.max(mean - spread, least), high: mean + spread }];
}
