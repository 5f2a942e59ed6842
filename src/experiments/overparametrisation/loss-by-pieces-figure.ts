import { seriesFigure } from '../../plot/series-figure.js';
import type { Series } from '../../plot/series-panels.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { summarise } from '../rows.js';
import { runsAt, valuesOf } from '../runs.js';
import type { LossByPiecesConfig, LossByPiecesPoint, LossByPiecesRun } from './loss-by-pieces-runs.js';
import { freeNumbers } from './piece-fits.js';

/** Below this, as a part of the largest loss shown, a loss is rounding and is not drawn. */
const ROUNDING = 1e-13;

/** The losses over the number of pieces, and over the numbers that each fit chooses. */
export function piecesFigure(
  { widths, target }: LossByPiecesConfig,
  runs: readonly LossByPiecesRun[],
): VegaLiteSpec {
  const kinds = Array.from(
    new Map(runs.map(({ point: { method, rate } }) => [`${method} ${rate}`, { method, rate }])).values(),
  );
  const rates = (method: string): number => kinds.filter((kind) => kind.method === method).length;
  const most = Math.max(...valuesOf(runs, ({ loss }) => (Number.isFinite(loss) ? loss : 0)));
  const seriesOver = (place: (point: LossByPiecesPoint) => number): Series[] =>
    kinds.map(({ method, rate }) => ({
      name: rates(method) > 1 ? `${method} at ${rate}` : method,
      mark: 'line-and-points' as const,
      points: widths.flatMap((width) => {
        const point = { method, rate, pieces: width + 1 };
        const {
          median,
          least,
          most: worst,
          count,
        } = summarise(valuesOf(runsAt(runs, point), ({ loss }) => loss));
        if (count === 0 || least <= ROUNDING * most) return [];
        return [{ x: place(point), y: median, low: least, high: worst }];
      }),
    }));
  const y = { label: 'mean squared error', scale: 'log' } as const;
  return seriesFigure({
    title: `Loss on a ${target} by number of pieces`,
    notes: ['Medians, with bands from the least to the largest. A loss of rounding size is not shown.'],
    height: 320,
    panels: [
      { x: { label: 'pieces', scale: 'log' }, y, series: seriesOver(({ pieces }) => pieces) },
      {
        x: { label: 'numbers to choose', scale: 'log' },
        y,
        series: seriesOver(({ method, pieces }) => freeNumbers(method, pieces)),
      },
    ],
  });
}
