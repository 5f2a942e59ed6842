import { list, show } from '../numeric/checks.js';
import type { AnyExperiment } from './definition.js';
import { densityCurvature } from './depth/density-curvature.js';
import { initHistograms } from './depth/init-histograms.js';
import { layerDynamics } from './depth/layer-dynamics.js';
import { piecesByDepth } from './depth/pieces-by-depth.js';
import { breakpointDynamics } from './dynamics/breakpoint-dynamics.js';
import { knotTypePictures } from './explanations/knot-types.js';
import { lossPreservingChanges } from './explanations/loss-preserving-changes.js';
import { rangeAndNullSpace } from './explanations/range-and-null-space.js';
import { scalingManifold } from './explanations/scaling-manifold.js';
import { criticalPointGrowth } from './overparametrisation/critical-points.js';
import { loneliness } from './overparametrisation/loneliness.js';
import { lossByPieces } from './overparametrisation/loss-by-pieces.js';
import { alphaSweep } from './regimes/alpha-sweep.js';
import { alphaZoom } from './regimes/alpha-zoom.js';
import { gapRoughness } from './starts/gap-roughness.js';
import { spikyBeforeAfter } from './starts/spiky-before-after.js';
import { spikyDeep } from './starts/spiky-deep.js';
import { spikyShallow } from './starts/spiky-shallow.js';
import { uniformBreakpointsTable } from './starts/uniform-breakpoints.js';

/**
 * All experiments, in the order of the report: tables, figures of measurements, figures that explain.
 *
 * @example
 * ```ts
 * import { experiments } from 'relu-splines/experiments';
 *
 * const [first] = experiments;
 * first.name; // 'uniform-breakpoints'
 * first.source; // 'Sahs et al. 2022, Table 1'
 * ```
 */
export const experiments: readonly AnyExperiment[] = [
  uniformBreakpointsTable,
  alphaSweep,
  alphaZoom,
  spikyShallow,
  spikyDeep,
  spikyBeforeAfter,
  gapRoughness,
  lossByPieces,
  loneliness,
  criticalPointGrowth,
  breakpointDynamics,
  initHistograms,
  piecesByDepth,
  densityCurvature,
  layerDynamics,
  scalingManifold,
  knotTypePictures,
  lossPreservingChanges,
  rangeAndNullSpace,
];

/**
 * The experiment of that name.
 *
 * @param known Where to look; default: {@link experiments}.
 * @param where On whose behalf, for the message.
 * @throws `RangeError` for an unknown name; the message lists the known ones.
 * @example
 * ```ts
 * import { experimentNamed } from 'relu-splines/experiments';
 *
 * experimentNamed('loneliness').count({ counts: [10], ratios: [2, 20], inits: ['uniform'], seeds: 5 }); // 10
 * ```
 */
export function experimentNamed(
  name: unknown,
  known: readonly AnyExperiment[] = experiments,
  where = 'experimentNamed',
): AnyExperiment {
  list(where, 'known', known);
  const found = known.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = known.map((each) => each.name).join(', ');
  throw new RangeError(`${where}: there is no experiment ${show(name)}; there are ${names}`);
}
