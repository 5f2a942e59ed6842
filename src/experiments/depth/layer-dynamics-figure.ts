import { seriesFigure } from '../../plot/series-figure.js';
import type { Series, SeriesPanel } from '../../plot/series-panels.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { summarise } from '../rows.js';
import { runsAt } from '../runs.js';
import { dynamicsTask, hasGap } from './layer-dynamics-runs.js';
import type { DynamicsTarget, LayerDynamicsConfig, LayerDynamicsRun } from './layer-dynamics-runs.js';

type Figures = Record<string, VegaLiteSpec>;

/** Births and deaths so far, and speeds, of the lines with a gap: print's figure 2. */
export function mobilityFigure(config: LayerDynamicsConfig, runs: readonly LayerDynamicsRun[]): Figures {
  const gaps = config.targets.filter(hasGap);
  if (gaps.length === 0) return {};
  const { windows } = config;
  const panels = gaps.flatMap((target): SeriesPanel[] => [
    {
      title: `${target} data: births and deaths so far`,
      x: { label: 'epochs' },
      y: { label: 'births and deaths' },
      series: curves(config, runs, target, windows + 1, ({ changesSoFar }) => changesSoFar),
    },
    {
      title: `${target} data: speed of breakpoints`,
      x: { label: 'epochs' },
      y: { label: 'x per thousand epochs', scale: 'log' },
      series: curves(config, runs, target, windows, ({ speedByWindow }) => speedByWindow),
    },
  ]);
  return {
    'layer-mobility': seriesFigure({
      title: 'Breakpoints over training, by layer',
      notes: ['Means over the runs.'],
      columns: 2,
      height: 170,
      panels,
    }),
  };
}

/** Roughness of the basis functions of each layer, of the functions: print's figure 3. */
export function roughnessFigure(config: LayerDynamicsConfig, runs: readonly LayerDynamicsRun[]): Figures {
  const functions = config.targets.filter((target) => !hasGap(target));
  if (functions.length === 0) return {};
  const { windows } = config;
  const readings = [
    { words: 'basis functions', of: ({ basis }: Metrics) => basis },
    { words: 'kinks of the network', of: ({ output }: Metrics) => output },
  ];
  const panels = functions.flatMap((target) =>
    readings.map(({ words, of }): SeriesPanel => ({
      title: `${target}: ${words}`,
      x: { label: 'epochs' },
      y: { label: 'roughness', scale: 'log' },
      series: curves(config, runs, target, windows + 1, of),
    })),
  );
  return {
    'layer-roughness': seriesFigure({
      title: 'Roughness over training, by layer',
      notes: ['Means over the runs. Left as in print, summed over the units of a layer.'],
      columns: 2,
      height: 170,
      panels,
    }),
  };
}

type Metrics = LayerDynamicsRun['metrics'];

/** Means over the runs, one curve a layer; the places are ends of windows. Zero and nothing are left out of log axes. */
function curves(
  config: LayerDynamicsConfig,
  runs: readonly LayerDynamicsRun[],
  target: DynamicsTarget,
  length: number,
  of: (metrics: Metrics) => readonly number[],
): Series[] {
  const { layers, steps } = dynamicsTask(config, target);
  const group = runsAt(runs, { target });
  const { windows } = config;
  const isCount = of(group[0].metrics) === group[0].metrics.changesSoFar;
  return Array.from({ length: layers }, (_, l) => ({
    name: `layer ${l + 1}`,
    points: Array.from({ length }, (_, k) => ({
      x: ((k + windows + 1 - length) * steps) / windows,
      y: summarise(group.map(({ metrics }) => of(metrics)[l * length + k])).mean,
    })).filter(({ y }) => y > 0 || (isCount && y === 0)),
  }));
}
