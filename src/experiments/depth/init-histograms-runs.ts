import { heLaw, torchLaw } from '../../init/laws/named.js';
import type { InitLaw } from '../../init/laws/init-law.js';
import type { Run, Seeds } from '../definition.js';

/** Initializations of `initHistograms`. */
export type HistogramInit = 'He' | 'PyTorch';

/** How `initHistograms` is configured. */
export interface InitHistogramsConfig extends Seeds {
  /** `He` is Gaussian with variance 2/fan-in; `PyTorch` is uniform up to 1/√fan-in, which the papers call He's too. */
  readonly inits: readonly HistogramInit[];
  /** Numbers of hidden layers. */
  readonly depths: readonly number[];
  /** Units of each hidden layer. */
  readonly width: number;
  /** Standard deviation of He's hidden biases, on which print is silent. */
  readonly sigmaB: number;
}

/** A point of the grid of `initHistograms`. */
export interface InitHistogramsPoint {
  readonly init: HistogramInit;
  readonly depth: number;
}

/** What a run of `initHistograms` measures: one network, its breakpoints ordered by layer. */
export interface InitHistogramsMetrics {
  /** β of all layers, in units of x. */
  readonly breakpoints: readonly number[];
  /** Orientation × jump of g at each: with one hidden layer the delta-slope μ. */
  readonly deltaSlopes: readonly number[];
  /** How many of them each layer induces, one a hidden layer. */
  readonly perLayer: readonly number[];
}

/** A run of `initHistograms`. */
export type InitHistogramsRun = Run<InitHistogramsPoint, InitHistogramsMetrics>;

/** Breakpoints of one layer of one network. */
export interface LayerValues {
  readonly breakpoints: readonly number[];
  readonly deltaSlopes: readonly number[];
}

/** What hidden layer `layer`, from 0, of one network induces. */
export function layerValues(metrics: InitHistogramsMetrics, layer: number): LayerValues {
  const from = metrics.perLayer.slice(0, layer).reduce((sum, count) => sum + count, 0);
  const to = from + metrics.perLayer[layer];
  return {
    breakpoints: metrics.breakpoints.slice(from, to),
    deltaSlopes: metrics.deltaSlopes.slice(from, to),
  };
}

/** {@link layerValues} of many networks, one after another. */
export function pooledValues(runs: readonly InitHistogramsRun[], layer: number): LayerValues {
  const layers = runs.map(({ metrics }) => layerValues(metrics, layer));
  return {
    breakpoints: layers.flatMap(({ breakpoints }) => breakpoints),
    deltaSlopes: layers.flatMap(({ deltaSlopes }) => deltaSlopes),
  };
}

/** The law of a unit of a shallow network of that initialization. */
export function shallowLaw(init: HistogramInit, { width, sigmaB }: InitHistogramsConfig): InitLaw {
  return init === 'He' ? heLaw({ width, sigmaB }) : torchLaw({ width });
}

/**
 * E[μ²] of a unit of the first layer of a network of any depth: E[w²]E[v²]·(H E[v²]/2)^(L − 1).
 *
 * A unit adds nothing to what the next layer sees at its own breakpoint, so that whether a unit above is active there
 * does not depend on the weight between them; by the symmetry of signs it is with probability 1/2.
 */
export function firstLayerSquare(
  { init, depth }: InitHistogramsPoint,
  { width }: Pick<InitHistogramsConfig, 'width'>,
): number {
  const [inputs, weights] = init === 'He' ? [2, 2 / width] : [1 / 3, 1 / (3 * width)];
  return inputs * weights * ((width * weights) / 2) ** (depth - 1);
}
