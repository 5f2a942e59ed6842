import type { SeriesPanel } from 'relu-splines/plot';
import type { Cost } from './exponent.js';

/** One line of a panel of costs. */
export interface CostSeries {
  readonly name: string;
  readonly costs: readonly Cost[];
}

/** Time against size, both logarithmic, from the lower to the upper quartile of the runs. Series without costs are left out. */
export function costPanel(size: string, series: readonly CostSeries[], title?: string): SeriesPanel {
  return {
    ...(title !== undefined && { title }),
    x: { label: size, scale: 'log' },
    y: { label: 'time', unit: 'µs', scale: 'log' },
    series: series
      .filter(({ costs }) => costs.length > 0)
      .map(({ name, costs }) => ({
        name,
        mark: 'line-and-points',
        points: costs.map(({ size: x, time }) => ({ x, y: time.median, low: time.lower, high: time.upper })),
      })),
  };
}
