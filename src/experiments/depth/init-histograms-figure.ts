import { histogramFigure } from '../../plot/histogram-figure.js';
import type { HistogramPanel } from '../../plot/histogram-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import type { UnivariateLaw } from '../../init/laws/law.js';
import { linspace } from '../linspace.js';
import { runsAt } from '../runs.js';
import { pooledValues, shallowLaw } from './init-histograms-runs.js';
import type { HistogramInit, InitHistogramsConfig, InitHistogramsRun } from './init-histograms-runs.js';

/** The window of breakpoints ends where the law has this much on either side. */
const TAIL = 0.06;
/** The same for delta-slopes, whose tails are light. */
const SLOPE_TAIL = 0.004;
/** An even number: no place is 0, where the law of delta-slopes is infinite. */
const PLACES = 400;

/** A figure an initialization: the layers of the deepest networks, and the law of a shallow one where they follow it. */
export function initHistogramsFigures(
  config: InitHistogramsConfig,
  runs: readonly InitHistogramsRun[],
): Record<string, VegaLiteSpec> {
  return Object.fromEntries(
    config.inits.map((init) => [`init-histograms-${init.toLowerCase()}`, figureOf(config, runs, init)]),
  );
}

function figureOf(
  config: InitHistogramsConfig,
  runs: readonly InitHistogramsRun[],
  init: HistogramInit,
): VegaLiteSpec {
  const depth = Math.max(...config.depths);
  const deepest = runsAt(runs, { init, depth });
  const { breakpoint, deltaSlope } = shallowLaw(init, config);
  const panels = Array.from({ length: depth }, (_, layer): HistogramPanel[] => {
    const { breakpoints, deltaSlopes } = pooledValues(deepest, layer);
    return [
      panelOf({
        title: `breakpoints of layer ${layer + 1}`,
        values: breakpoints,
        law: breakpoint,
        follows: layer === 0,
        tail: TAIL,
        xLabel: 'β',
      }),
      panelOf({
        title: `delta-slopes of layer ${layer + 1}`,
        values: deltaSlopes,
        law: deltaSlope,
        follows: depth === 1,
        tail: SLOPE_TAIL,
        xLabel: 'μ',
      }),
    ];
  }).flat();
  const name = init === 'He' ? 'He’s initialization' : 'PyTorch’s default initialization';
  return histogramFigure({
    title: `${name}: ${depth} hidden layers of ${config.width} units`,
    lawLabel:
      depth === 1
        ? 'the exact law'
        : 'the exact law of one hidden layer, which breakpoints of layer 1 follow',
    panels,
  });
}

/** Values with the law of a shallow network, which gives the window and, where they follow it, the curve. */
interface PanelInput {
  readonly title: string;
  readonly values: readonly number[];
  readonly law: UnivariateLaw;
  readonly follows: boolean;
  readonly tail: number;
  readonly xLabel: string;
}

function panelOf({ title, values, law, follows, tail, xLabel }: PanelInput): HistogramPanel {
  const high = law.quantile(1 - tail);
  const panel = { title, values, window: { low: -high, high }, xLabel };
  if (!follows) return panel;
  const x = linspace(-high, high, PLACES);
  return { ...panel, law: { x, density: x.map(law.pdf) } };
}
