/**
 * Random initialization seen in function space: laws of breakpoints and delta-slopes, samplers, roughness.
 *
 * The α of the papers, (αw, αb, v/α), is `rescale` of the core. Everything here is of shallow networks; deep ones are
 * initialized by `relu-splines/deep`, from the same random streams.
 *
 * @module relu-splines/init
 */

export { randomStream, resumeStream } from '../numeric/streams.js';
export type { RandomStream } from '../numeric/streams.js';
export { besselK0, logBesselK0 } from '../numeric/bessel-k0.js';
export { besselK1, logBesselK1 } from '../numeric/bessel-k1.js';
export { bickleyKi1, logBickleyKi1 } from '../numeric/bickley.js';
export { lambertWm1 } from '../numeric/lambert-w.js';

export type { UnivariateLaw } from './laws/law.js';
export type { InitLaw, JointLaw, UnitSample } from './laws/init-law.js';
export { gaussianLaw } from './laws/gaussian.js';
export type { GaussianScales } from './laws/gaussian.js';
export { uniformLaw } from './laws/uniform.js';
export type { UniformBounds } from './laws/uniform.js';
export { glorotLaw, heLaw, torchLaw } from './laws/named.js';
export type { NamedGaussianOptions, WidthOptions } from './laws/named.js';
export { generalLaw } from './laws/general.js';
export type { EstimatedJointLaw, GeneralLaw, WeightDensities } from './laws/general.js';
export type { EstimatedLaw } from './laws/numeric-law.js';
export type { WeightQuadrature } from './laws/weight-integrals.js';
export type { QuadratureResult } from '../numeric/quadrature.js';
export type { Density } from './laws/density.js';

export { gaussianInit, uniformInit } from './samplers/independent.js';
export type { GaussianInitOptions, UniformInitOptions } from './samplers/independent.js';
export { glorotNormal, heNormal, torchDefault } from './samplers/named.js';
export { uniformBreakpoints } from './samplers/uniform-breakpoints.js';
export type { UniformBreakpointsOptions } from './samplers/uniform-breakpoints.js';
export { spiky } from './samplers/spiky.js';
export type { SpikyOptions } from './samplers/spiky.js';
export { fromCurvature } from './samplers/from-curvature.js';
export type { FromCurvatureOptions } from './samplers/from-curvature.js';
export type { Interval, RandomOrientations } from './samplers/placing.js';

export { expectedRoughness, roughnessTailBound, roughnessVariance } from './roughness.js';
export type { RoughnessSource, WeightMoments } from './roughness.js';
