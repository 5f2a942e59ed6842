import { evaluate } from '../../forms/evaluate.js';
import { breakpointDrive } from '../../flow/fields/drive.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { Series, SeriesPanel, SeriesPoint } from '../../plot/series-panels.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { curve } from '../curve.js';
import { linspace } from '../linspace.js';
import { dynamicsData, networkAt } from './breakpoint-dynamics-runs.js';
import type { BreakpointDynamicsConfig, BreakpointDynamicsRun } from './breakpoint-dynamics-runs.js';

/** A run: function and breakpoints on the left, ψ on the right, a row for each time. */
export function dynamicsFigure(
  config: BreakpointDynamicsConfig,
  { metrics }: BreakpointDynamicsRun,
): VegaLiteSpec {
  const { halfWidth, times } = config;
  const data = dynamicsData(config);
  const grid = linspace(-halfWidth, halfWidth, 161);
  const x = { label: 'x', window: { low: -halfWidth, high: halfWidth } };
  const drawn = (name: string, places: ArrayLike<number>, values: ArrayLike<number>): Series => ({
    name,
    points: curve(places, values),
  });
  const low = Math.min(...data.y);
  const high = Math.max(...data.y);
  const height = high - low;
  const panels = times.flatMap((time, k): SeriesPanel[] => {
    if (Number.isNaN(metrics.losses[k])) return [];
    const network = networkAt(config, metrics, k);
    const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
    const ticks = (sign: 1 | -1, y: number): SeriesPoint[] =>
      Array.from(w, (weight, i) => ({ x: -b[i] / weight, y, sign: Math.sign(v[i]) }))
        .filter((tick) => tick.sign === sign && Math.abs(tick.x) <= halfWidth)
        .map((tick) => ({ x: tick.x, y }));
    const { right, left } = breakpointDrive(network, data, grid);
    const title = `t = ${time.toLocaleString('en')}`;
    return [
      {
        title,
        x,
        y: { label: 'f', window: { low: low - 0.4 * height, high: high + 0.1 * height } },
        series: [
          drawn('data', data.x, data.y),
          drawn('network', grid, evaluate(network, grid)),
          { name: 'breakpoints, v > 0', mark: 'points', points: ticks(1, low - 0.15 * height) },
          { name: 'breakpoints, v < 0', mark: 'points', points: ticks(-1, low - 0.3 * height) },
        ],
      },
      {
        title,
        x,
        y: { label: 'ψ' },
        lines: [{ y: 0, isFaint: true }],
        series: [drawn('ψ on right-facing ones', grid, right), drawn('ψ on left-facing ones', grid, left)],
      },
    ];
  });
  return seriesFigure({
    title: 'Breakpoints and what drives them',
    notes: [
      'Data, network and breakpoints (left); what drives the breakpoints of either orientation (right).',
    ],
    columns: 2,
    height: 130,
    panels,
  });
}
