/** Gradient flow: how a network and its spline move, and what they conserve. */

export { conservedQuantities } from './conserved.js';
export { bdsoField, networkField } from './fields.js';
export { fromPolar, polarField, toPolar } from './polar.js';
export type { PolarNetwork } from './polar.js';
export { breakpointDrive, driveZeros } from './drive.js';
export type { BreakpointDrive, DriveZero } from './drive.js';
export { gradientFlow, resumeFlow } from './gradient-flow.js';
export type { FlowMemory, FlowResult } from './gradient-flow.js';
export type { FlowOptions, FlowProgress } from './flow-options.js';
export type { FlowStatus } from './flow-status.js';
export type { FlowEvent, FlowEventKind } from './events.js';
export type { FlowPoint } from './trajectory.js';
export type { FlowStats } from './course.js';
export type { Modes } from './modes.js';
