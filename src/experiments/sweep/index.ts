/** Sweeps: an experiment's runs as numbered tasks, spread over processes and machines, and gathered again. */

export { checkRecord, mergeShards } from './merge.js';
export type { MergedSweep, ShardFile } from './merge.js';
export { readRecords, writeRecord } from './records.js';
export type { ShardRecords, SweepRecord } from './records.js';
export { chooseShard, missingAsArray, parseShard, tasksOfShard } from './shard.js';
export type { Shard, ShardSource } from './shard.js';
export { checkSweep } from './spec.js';
export type { GridPoint, Sweep, SweepSpec } from './spec.js';
export { summariseSweep } from './summary.js';
export type { PointSummary } from './summary.js';
export { runTask, runTaskOf, taskAt, taskCost, taskCount } from './tasks.js';
export type { SweepTask, TaskResult, TaskStatus } from './tasks.js';
