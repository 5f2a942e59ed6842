/** The papers' experiments: one pure function a table or figure. */

export { experiment } from './experiment.js';
export type {
  AnyExperiment,
  Claim,
  Conclusion,
  Definition,
  Experiment,
  ExperimentResult,
  Run,
  Seeds,
  Setting,
  StoredRun,
} from './experiment.js';
export { experimentNamed, experiments } from './registry.js';
export { compareRows, standardScore, summarise } from './rows.js';
export type { Printed, Row, RowEntry, Summary, Verdict } from './rows.js';

export { loneliness } from './overparametrisation/loneliness.js';
export type {
  LonelinessConfig,
  LonelinessMetrics,
  LonelinessPoint,
} from './overparametrisation/loneliness.js';

export {
  checkRecord,
  checkSweep,
  chooseShard,
  mergeShards,
  missingAsArray,
  parseShard,
  readRecords,
  runTask,
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
