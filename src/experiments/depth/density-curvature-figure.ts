import { seriesFigure } from '../../plot/series-figure.js';
import type { SeriesPanel } from '../../plot/series-panels.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { groupByPoint } from '../runs.js';
import { curve } from '../curve.js';
import { linspace } from '../linspace.js';
import { layersInWords } from '../words.js';
import type { DensityCurvatureConfig, DensityCurvatureRun } from './density-curvature-runs.js';
import { curvedTargets } from './depth-targets.js';

/** Densities before and after, means over the runs, and |f″| scaled to the area of a density: a panel a function and depth. */
export function densityFigure(
  { gridPoints, depths }: DensityCurvatureConfig,
  runs: readonly DensityCurvatureRun[],
): VegaLiteSpec {
  return seriesFigure({
    title: 'Where the breakpoints are, before training and after',
    notes: ['Means over the runs. The curvature |f″| is scaled to the area of a density.'],
    columns: depths.length,
    height: 130,
    panels: groupByPoint(runs).map(({ point: { target, depth }, runs: group }): SeriesPanel => {
      const { formula, halfWidth, secondDerivative } = curvedTargets[target];
      const x = linspace(-halfWidth, halfWidth, gridPoints);
      const curvature = Array.from(x, (place) => Math.abs(secondDerivative(place)));
      const mean = (of: (run: DensityCurvatureRun) => readonly number[]): number[] =>
        Array.from(x, (_, i) => group.reduce((sum, run) => sum + of(run)[i], 0) / group.length);
      const area = (curvature.reduce((sum, value) => sum + value, 0) * 2 * halfWidth) / (gridPoints - 1);
      return {
        title: `${formula}, ${layersInWords(depth)}`,
        x: { label: 'x' },
        y: { label: 'density' },
        series: [
          {
            name: 'curvature',
            points: curve(
              x,
              curvature.map((value) => value / area),
            ),
          },
          {
            name: 'before',
            points: curve(
              x,
              mean(({ metrics }) => metrics.densityBefore),
            ),
          },
          {
            name: 'after',
            points: curve(
              x,
              mean(({ metrics }) => metrics.densityAfter),
            ),
          },
        ],
      };
    }),
  });
}
