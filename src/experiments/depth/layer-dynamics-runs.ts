import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { InducedBreakpoints } from '../../deep/breakpoints.js';
import { breakpointChanges } from '../../deep/changes.js';
import type { Run, Seeds } from '../definition.js';
import { linspace } from '../linspace.js';
import { targets } from '../targets.js';

/** What is learned: lines with a gap between them (print's figure 2), or functions (its figure 3). */
export type DynamicsTarget = 'smooth' | 'sharp' | 'quadratic' | 'sine';

/** How `layerDynamics` is configured. */
export interface LayerDynamicsConfig extends Seeds {
  readonly targets: readonly DynamicsTarget[];
  /** Units of each hidden layer. */
  readonly width: number;
  /** Hidden layers for the lines with a gap. */
  readonly gapLayers: number;
  /** Hidden layers for the functions. */
  readonly functionLayers: number;
  readonly gapLearningRate: number;
  readonly functionLearningRate: number;
  readonly gapSteps: number;
  readonly functionSteps: number;
  /** Distance of neighbouring data of the lines with a gap. */
  readonly gapSpacing: number;
  /** The same for the functions. */
  readonly functionSpacing: number;
  readonly lossUnit: 'sum' | 'half-sum';
  /** Times at which curves have a point, the beginning besides. */
  readonly windows: number;
  /** States between two of them at which breakpoints are followed. */
  readonly statesPerWindow: number;
}

/** A point of the grid of `layerDynamics`. */
export interface LayerDynamicsPoint {
  readonly target: DynamicsTarget;
}

/** What a run of `layerDynamics` measures. Curves are layer by layer, from the first on. */
export interface LayerDynamicsMetrics {
  /** Births in each layer, shape (L). */
  readonly births: readonly number[];
  /** Deaths in each layer, shape (L). */
  readonly deaths: readonly number[];
  /** Mean speed of the breakpoints of each layer in the domain, in x per thousand steps, shape (L). */
  readonly speeds: readonly number[];
  /** Births and deaths so far, shape (L × (W + 1)). */
  readonly changesSoFar: readonly number[];
  /** Mean speed in each window, shape (L × W); NaN where there is no breakpoint. */
  readonly speedByWindow: readonly number[];
  /** Roughness of the basis functions, shape (L × (W + 1)). */
  readonly basis: readonly number[];
  /** Roughness of the network by the layer that its kinks come from, shape (L × (W + 1)). */
  readonly output: readonly number[];
  /** Mean squared error after training; NaN where it diverged. */
  readonly loss: number;
}

/** A run of `layerDynamics`. */
export type LayerDynamicsRun = Run<LayerDynamicsPoint, LayerDynamicsMetrics>;

/** Whether the target is one of the lines with a gap. */
export function hasGap(target: DynamicsTarget): target is 'smooth' | 'sharp' {
  return target === 'smooth' || target === 'sharp';
}

/** The predecessor's figure 8: lines left and right of a gap. */
const LINES = {
  smooth: (x: number) => x + 0.5 * Math.sign(x),
  sharp: (x: number) => x - 1.5 * Math.sign(x),
} as const;

/** Data of the lines lie this far from 0 or farther. */
const GAP = 0.5;

/** What a target asks of a run. */
export interface DynamicsTask {
  readonly data: Dataset;
  /** The domain is ± this. */
  readonly halfWidth: number;
  readonly layers: number;
  readonly learningRate: number;
  readonly steps: number;
}

/** The data of a target, and the settings that go with it. */
export function dynamicsTask(config: LayerDynamicsConfig, target: DynamicsTarget): DynamicsTask {
  const isGap = hasGap(target);
  const halfWidth = isGap ? 3 : 2;
  const spacing = isGap ? config.gapSpacing : config.functionSpacing;
  const grid = linspace(-halfWidth, halfWidth, Math.round((2 * halfWidth) / spacing) + 1);
  const x = isGap ? grid.filter((place) => Math.abs(place) > GAP - spacing / 2) : grid;
  const value = isGap ? LINES[target] : targets[target].value;
  return {
    data: dataset(x, x.map(value)),
    halfWidth,
    layers: isGap ? config.gapLayers : config.functionLayers,
    learningRate: isGap ? config.gapLearningRate : config.functionLearningRate,
    steps: isGap ? config.gapSteps : config.functionSteps,
  };
}

/** What has happened by layer over a stretch of training. */
export interface LayerMotion {
  /** Births in each layer, shape (L). */
  readonly births: Float64Array;
  /** Deaths in each layer, shape (L). */
  readonly deaths: Float64Array;
  /** Σ |Δβ| of the survivors that are in the domain at both ends of a step between states. */
  readonly paths: Float64Array;
  /** Number of those, over all steps between states. */
  readonly moves: Float64Array;
}

/** Follows breakpoints from state to state; births and deaths are counted on the whole line. */
export function motionThrough(states: readonly InducedBreakpoints[], halfWidth: number): LayerMotion {
  const depth = states[0].widths.length;
  const [births, deaths, paths, moves] = Array.from({ length: 4 }, () => new Float64Array(depth));
  const isInside = (place: number): boolean => Math.abs(place) <= halfWidth;
  for (let k = 1; k < states.length; k++) {
    const [from, to] = [states[k - 1], states[k]];
    const changes = breakpointChanges(from, to);
    for (let l = 0; l < depth; l++) {
      births[l] += changes.births[l];
      deaths[l] += changes.deaths[l];
    }
    changes.motions.forEach((motion, m) => {
      const before = changes.before[m];
      if (!isInside(from.breakpoints[before]) || !isInside(to.breakpoints[changes.after[m]])) return;
      paths[from.layers[before]] += Math.abs(motion);
      moves[from.layers[before]]++;
    });
  }
  return { births, deaths, paths, moves };
}
