/**
 * The papers' experiments: one pure function a table or figure.
 *
 * @module relu-splines/experiments
 */

export { experiment } from './experiment.js';
export type {
  AnyExperiment,
  Claim,
  Conclusion,
  ConfigurationOf,
  Definition,
  Experiment,
  ExperimentResult,
  MetricsOf,
  PointOf,
  Run,
  Seeds,
  Setting,
  StoredMetrics,
  StoredRun,
} from './definition.js';
export { experimentNamed, experiments } from './registry.js';
export { compareRows, standardScore, summarise } from './rows.js';
export { inDigits } from './words.js';
export type { Printed, Row, RowEntry, Summary, Verdict } from './rows.js';

export { alphaSweep } from './regimes/alpha-sweep.js';
export type {
  AlphaSweepConfig,
  AlphaSweepMetrics,
  AlphaSweepPoint,
  SweepMethod,
} from './regimes/alpha-sweep-runs.js';
export { alphaZoom } from './regimes/alpha-zoom.js';
export type { AlphaZoomConfig, AlphaZoomMetrics, AlphaZoomPoint } from './regimes/alpha-zoom.js';
export type { NoiseInit, WhiteNoiseConfig } from './regimes/white-noise.js';

export { uniformBreakpointsTable } from './starts/uniform-breakpoints.js';
export type {
  UniformBreakpointsConfig,
  UniformBreakpointsMetrics,
  UniformBreakpointsPoint,
} from './starts/uniform-breakpoints.js';
export { spikyShallow } from './starts/spiky-shallow.js';
export type { SpikyShallowConfig } from './starts/spiky-shallow.js';
export { spikyDeep } from './starts/spiky-deep.js';
export type { SpikyDeepConfig } from './starts/spiky-deep.js';
export type { SpikyStart } from './starts/spiky-starts.js';
export type { SpikyTableMetrics, SpikyTablePoint } from './starts/spiky-table.js';
export { spikyBeforeAfter } from './starts/spiky-before-after.js';
export type {
  SpikyBeforeAfterConfig,
  SpikyBeforeAfterMetrics,
  SpikyBeforeAfterPoint,
} from './starts/spiky-before-after.js';
export { gapRoughness } from './starts/gap-roughness.js';
export type {
  GapKind,
  GapRoughnessConfig,
  GapRoughnessMetrics,
  GapRoughnessPoint,
} from './starts/gap-roughness-runs.js';

export { loneliness } from './overparametrisation/loneliness.js';
export type {
  LonelinessConfig,
  LonelinessMetrics,
  LonelinessPoint,
} from './overparametrisation/loneliness.js';
export { lossByPieces } from './overparametrisation/loss-by-pieces.js';
export type {
  LossByPiecesConfig,
  LossByPiecesMetrics,
  LossByPiecesPoint,
} from './overparametrisation/loss-by-pieces-runs.js';
export { criticalPointGrowth } from './overparametrisation/critical-points.js';
export type {
  CriticalPointsConfig,
  CriticalPointsMetrics,
  CriticalPointsPoint,
} from './overparametrisation/critical-points.js';

export { breakpointDynamics } from './dynamics/breakpoint-dynamics.js';
export type {
  BreakpointDynamicsConfig,
  BreakpointDynamicsMetrics,
  BreakpointDynamicsPoint,
} from './dynamics/breakpoint-dynamics-runs.js';

export { initHistograms } from './depth/init-histograms.js';
export type {
  HistogramInit,
  InitHistogramsConfig,
  InitHistogramsMetrics,
  InitHistogramsPoint,
} from './depth/init-histograms-runs.js';
export { piecesByDepth } from './depth/pieces-by-depth.js';
export type {
  PiecesByDepthConfig,
  PiecesByDepthMetrics,
  PiecesByDepthPoint,
} from './depth/pieces-by-depth-runs.js';
export { densityCurvature } from './depth/density-curvature.js';
export type {
  DensityCurvatureConfig,
  DensityCurvatureMetrics,
  DensityCurvaturePoint,
} from './depth/density-curvature-runs.js';
export { layerDynamics } from './depth/layer-dynamics.js';
export type {
  DynamicsTarget,
  LayerDynamicsConfig,
  LayerDynamicsMetrics,
  LayerDynamicsPoint,
} from './depth/layer-dynamics-runs.js';

export { scalingManifold } from './explanations/scaling-manifold.js';
export type {
  ScalingManifoldConfig,
  ScalingManifoldMetrics,
  ScalingManifoldPoint,
} from './explanations/scaling-manifold.js';
export { knotTypePictures } from './explanations/knot-types.js';
export type { KnotTypesConfig, KnotTypesMetrics, KnotTypesPoint } from './explanations/knot-types.js';
export { lossPreservingChanges } from './explanations/loss-preserving-changes.js';
export type {
  LossPreservingChangesConfig,
  LossPreservingChangesMetrics,
  LossPreservingChangesPoint,
} from './explanations/loss-preserving-changes.js';
export { rangeAndNullSpace } from './explanations/range-and-null-space.js';
export type {
  RangeAndNullSpaceConfig,
  RangeAndNullSpaceMetrics,
  RangeAndNullSpacePoint,
} from './explanations/range-and-null-space-runs.js';

export {
  checkRecord,
  checkSweep,
  chooseShard,
  mergeShards,
  missingAsArray,
  parseShard,
  readRecords,
  runTask,
  runTaskOf,
  summariseSweep,
  taskAt,
  taskCost,
  taskCount,
  tasksOfShard,
  writeRecord,
} from './sweep/index.js';
export type {
  GridPoint,
  MergedSweep,
  PointSummary,
  Shard,
  ShardFile,
  ShardRecords,
  ShardSource,
  Sweep,
  SweepRecord,
  SweepSpec,
  SweepTask,
  TaskResult,
  TaskStatus,
} from './sweep/index.js';
