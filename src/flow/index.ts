/**
 * Gradient flow: how a network and its spline move, and what they conserve.
 *
 * @module relu-splines/flow
 */

export { conservedQuantities, flowRates } from './fields/conserved.js';
export type { FlowRates } from './fields/conserved.js';
export { bdsoField, networkField } from './fields/fields.js';
export { fromPolar, polarField, toPolar } from './fields/polar.js';
export type { PolarNetwork } from './fields/polar.js';
export { breakpointDrive, driveZeros } from './fields/drive.js';
export type { BreakpointDrive, DriveZero } from './fields/drive.js';
export { gradientFlow, resumeFlow } from './gradient-flow.js';
export type { FlowMemory, FlowResult } from './gradient-flow.js';
export type { FlowOptions, FlowProgress } from './flow-options.js';
export type { FlowStatus } from './flow-status.js';
export type { FlowEvent, FlowEventKind } from './events/events.js';
export type { FlowPoint } from './trajectory.js';
export type { FlowStats } from './course.js';
export type { Modes } from './steps/modes.js';
export { breakpointClusters } from './watching/breakpoint-clusters.js';
export type { BreakpointCluster, ClusterOptions } from './watching/breakpoint-clusters.js';
export { followClusters } from './watching/follow-clusters.js';
export type { ClusterHistory, FollowedFlow } from './watching/follow-clusters.js';
export type { ClusterEvent, ClusterEventKind, ClusterLife } from './watching/cluster-lives.js';
export { stickIntervals } from './watching/stick-intervals.js';
export type { StickInterval } from './watching/stick-intervals.js';
export { knotTypesOverTime } from './watching/knot-types-over-time.js';
export type { KnotTypeHistory, KnotTypeSeries } from './watching/knot-types-over-time.js';
export { watchTraining } from './watching/watch-training.js';
export type { TrainingWatch } from './watching/watch-training.js';
export { breakpointTrajectories } from './watching/training-points.js';
export type { BreakpointTrajectories, TrainingPoint } from './watching/training-points.js';
