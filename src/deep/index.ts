/**
 * Deep networks of one input: exact pieces, breakpoints layer by layer, training, and what training does to them.
 *
 * @module relu-splines/deep
 */

export { deepNetwork } from './network.js';
export type { DeepLayer, DeepLayerInit, DeepNetwork } from './network.js';
export { foldDeepStandardisation, toDeepNetwork, toShallowNetwork } from './shallow.js';
export { flattenDeep } from './parameters.js';

export { deepGradient, deepLoss, deepLossAndGradient, deepResiduals, evaluateDeep } from './loss.js';
export { deepLossAndGradientInto } from './backpropagation.js';
export { deepWorkspace } from './workspace.js';
export type { DeepWorkspace } from './workspace.js';
export { descendDeep } from './descend.js';
export type { DeepDescentOptions, DeepDescentResult } from './descend.js';

export { toPiecewiseLinear } from './piecewise-linear.js';
export type { WindowOptions } from './unfold.js';
export { inducedBreakpoints } from './breakpoints.js';
export type { InducedBreakpoints } from './breakpoints.js';
export { layerRoughness } from './roughness.js';
export type { LayerRoughness } from './roughness.js';
export { breakpointChanges } from './changes.js';
export type { BreakpointChanges } from './changes.js';
export { breakpointTracks } from './tracks.js';
export type { BreakpointTrack } from './tracks.js';
export { breakpointDensity, curvatureCorrelation } from './density.js';
export type { BreakpointDensity, DensityOptions } from './density.js';

export { deepGlorotNormal, deepHeNormal, deepTorchDefault } from './init.js';
export type { DeepGaussianOptions, WidthsOptions } from './init.js';
export { collectBreakpoints } from './collection.js';
export type { CollectionOptions, LayerCollection } from './collection.js';
