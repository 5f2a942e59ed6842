/**
 * The core of relu-splines: forms of a network, data, and the loss surface.
 *
 * @module relu-splines
 */

export type {
  NumericArray,
  ReadonlyFloat64Array,
  ReadonlyInt32Array,
  ReadonlyInt8Array,
} from './numeric/arrays.js';
export { ShapeError } from './numeric/errors.js';

export { shallowNetwork } from './forms/network.js';
export type { ShallowNetwork, ShallowNetworkInit } from './forms/network.js';
export { bdso } from './forms/bdso.js';
export type { Bdso, BdsoInit } from './forms/bdso.js';
export { piecewiseLinear } from './forms/piecewise-linear.js';
export type { PiecewiseLinear, PiecewiseLinearInit } from './forms/piecewise-linear.js';
export type { Form } from './forms/form.js';
export { toBdso, toNetwork, toPiecewiseLinear } from './forms/convert.js';
export type { NetworkBdso, NetworkScale } from './forms/convert.js';
export { fromPiecewiseLinear } from './forms/from-piecewise-linear.js';
export type { OrientationChoice } from './forms/from-piecewise-linear.js';
export { evaluate, slopeAt } from './forms/evaluate.js';
export type { SlopeOptions } from './forms/evaluate.js';
export { permute, rescale } from './forms/symmetry.js';
export { curvature, functionRoughness, roughness } from './forms/roughness.js';
export type { Curvature, Window } from './forms/roughness.js';

export { networkFromLayers } from './forms/layers.js';
export type { DenseLayer } from './numeric/dense-layer.js';
export { foldStandardisation } from './forms/units.js';
export type { Standardisation } from './forms/units.js';

export { dataset } from './data/dataset.js';
export type { Dataset } from './data/dataset.js';
export { standardise } from './data/standardise.js';
export { isLonely, partition } from './data/partition.js';
export type { Partition } from './data/partition.js';
export { lonelinessBounds, lonelinessProbability } from './data/loneliness.js';
export type { LonelinessModel } from './data/loneliness.js';
export { countPartitions, lonelyGrowthRate } from './data/counting.js';
export type { PartitionCount } from './data/counting.js';

export {
  gradient,
  loss,
  lossAndGradient,
  lossAndGradientInto,
  residuals,
  residualsInto,
} from './loss/gradient.js';
export type { LossAndGradient } from './loss/gradient.js';
export { dataMoments } from './loss/data-moments.js';
export type { DataMoments } from './loss/data-moments.js';
export { gradientByMoments, lossAndGradientByMomentsInto, momentWorkspace } from './loss/moments.js';
export type { MomentWorkspace } from './loss/moment-walks.js';
export { sweepWorkspace } from './loss/workspace.js';
export type { SweepWorkspace } from './loss/workspace.js';
export { lonelyMinimum } from './loss/critical/lonely-minimum.js';
export type { LonelyMinimumOptions } from './loss/critical/lonely-minimum.js';
export { stuckUnits } from './loss/critical/stuck-units.js';
export type { StuckUnit } from './loss/critical/stuck-units.js';
export { criticality } from './loss/critical/critical-points.js';
export type { CriticalityOptions } from './loss/critical/critical-points.js';
export type { CriticalHypotheses, Criticality, CriticalKind } from './loss/critical/criticality.js';
export type { PiecewiseLeastSquares } from './loss/critical/least-squares-pieces.js';
export { bdsoGradient } from './loss/bdso-gradient.js';
export { evaluateSlice, lossSlice } from './loss/slices/slice.js';
export type { LossSlice, SliceMinimum, SlicePiece } from './loss/slices/slice.js';
export { knotTypeCounts, knotTypes, knotTypeTable } from './loss/slices/knot-types.js';
export type {
  KnotTypeCounts,
  KnotTypeOptions,
  KnotTypes,
  KnotTypeTable,
  ResidualMode,
} from './loss/slices/knot-types.js';
export type { Degeneracy, KnotClass, KnotTally, KnotType } from './loss/slices/knot-class.js';
export type { Dynamics, KnotForces } from './loss/slices/knot-forces.js';
export { hessian, hessianInto, hessianWorkspace } from './loss/curvature/hessian.js';
export type { HessianMatrix, HessianPart, HessianWorkspace } from './loss/curvature/hessian.js';
export {
  hessianVectorProduct,
  hessianVectorProductInto,
  hessianVectorWorkspace,
  moveHessianVectorWorkspace,
} from './loss/curvature/hessian-vector.js';
export type { HessianVectorWorkspace } from './loss/curvature/hessian-vector.js';
export {
  deltaSlopeFeatures,
  deltaSlopeHessian,
  splitDeltaSlopes,
} from './loss/curvature/delta-slope-hessian.js';
export type { DeltaSlopeSplit } from './loss/curvature/delta-slope-hessian.js';
export { hessianSpectrum } from './loss/curvature/spectrum.js';
export type { HessianSpectrum } from './loss/curvature/spectrum.js';
export { extremeEigenvalues } from './loss/curvature/extreme-eigenvalues.js';
export type { ExtremeEigenvalues, ExtremeEigenvaluesOptions } from './loss/curvature/extreme-eigenvalues.js';
export { hessianInertia } from './loss/curvature/inertia.js';
export type { Inertia } from './loss/curvature/inertia.js';
export { gramRank } from './loss/curvature/gram-rank.js';
export { nullDirections } from './loss/null/null-directions.js';
export type {
  NullCause,
  NullCauseName,
  NullDirection,
  NullDirectionOptions,
  NullDirections,
} from './loss/null/null-directions.js';
export { denseDirection } from './loss/null/sparse-direction.js';
export type { SparseDirection } from './loss/null/sparse-direction.js';
export type { Tie } from './loss/bins.js';
