/**
 * Segmented straight-line regression: what a spline of as many pieces could do at best.
 *
 * @module relu-splines/segments
 */

export { SEGMENT_MOMENTS, segmentMomentsInto, segmentSlope, segmentSums } from './segment-sums.js';
export type { SegmentSums, Weights } from './segment-sums.js';
export { optimalSegments } from './optimal-segments.js';
export type { OptimalSegmentation, OptimalSegmentsOptions } from './optimal-segments.js';
export { greedyMerge } from './greedy-merge.js';
export type { GreedyMergeOptions } from './greedy-merge.js';
export { evaluateSegments } from './segmentation.js';
export type { Segmentation } from './segmentation.js';
export type { TieRule } from './places.js';
export { continuousRefit } from './continuous-refit.js';
export type { ContinuousRefit, ContinuousRefitOptions } from './continuous-refit.js';
