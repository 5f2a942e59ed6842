import { seriesFigure } from '../../plot/series-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { groupByPoint, runsAt, summaryOf } from '../runs.js';
import { depthTargets } from './depth-targets.js';
import { MOST_PER_UNIT, printedPieces } from './pieces-by-depth-conclusion.js';
import type { PiecesByDepthConfig, PiecesByDepthMetrics, PiecesByDepthRun } from './pieces-by-depth-runs.js';

/** Pieces before and after training, beside print: a panel a function. */
export function piecesFigure(
  { targets, units }: PiecesByDepthConfig,
  runs: readonly PiecesByDepthRun[],
): VegaLiteSpec {
  return seriesFigure({
    title: `Pieces of ${units} units by the number of hidden layers`,
    notes: ['Bars: one standard deviation.'],
    columns: 3,
    height: 150,
    panels: targets.map((target) => {
      const groups = groupByPoint(runsAt(runs, { target }));
      const bar = (x: number, { mean, spread }: { readonly mean: number; readonly spread?: number }) =>
        Number.isFinite(spread)
          ? { x, y: mean, low: mean - (spread ?? 0), high: mean + (spread ?? 0) }
          : { x, y: mean };
      const ours = (shift: number, measure: (metrics: PiecesByDepthMetrics) => number) =>
        groups
          .map(({ point, runs: group }) => bar(point.depth + shift, summaryOf(group, measure)))
          .filter(({ y }) => Number.isFinite(y));
      return {
        title: depthTargets[target].formula,
        x: {
          label: 'hidden layers',
          window: { low: 0.5, high: Math.max(...groups.map(({ point }) => point.depth)) + 0.5 },
        },
        y: { label: 'pieces', window: { low: 0, high: MOST_PER_UNIT * units } },
        series: [
          { name: 'after training', mark: 'points' as const, points: ours(0, ({ after }) => after) },
          { name: 'before training', mark: 'points' as const, points: ours(-0.15, ({ before }) => before) },
          {
            name: 'print',
            mark: 'points' as const,
            points: groups.flatMap(({ point: { depth } }) => {
              const printed = printedPieces(target, depth, units);
              return printed === undefined ? [] : [bar(depth + 0.15, printed)];
            }),
          },
        ],
        lines: [{ y: units, isFaint: true }],
      };
    }),
  });
}
