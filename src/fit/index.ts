/**
 * Free-knot least squares: the network of a given width that descent should have found.
 *
 * @module relu-splines/fit
 */

export { freeKnotFit } from './free-knot-fit.js';
export type { FamilyLoss, FreeKnotFit, FreeKnotOptions, SearchStage } from './free-knot-fit.js';
export type { KnotFamily } from './families.js';
export type { Effort, SearchMethod } from './search.js';
export { freeKnotPath } from './path.js';
export type { FreeKnotPath, FreeKnotPathOptions } from './path.js';
