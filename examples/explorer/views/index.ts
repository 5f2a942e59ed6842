/** The views of the explorer: pictures in host elements, drawn from plain records. */

export type * from './models.js';
export { createFunctionView } from './function-view.js';
export { createBreakpointView } from './breakpoint-view.js';
export { createLossView } from './loss-view.js';
export { createSliceView } from './slice-view.js';
export { createSpectrumView } from './spectrum-view.js';
export { createLawView } from './law-view.js';
export { breakpointRange, functionBox, timeHorizon } from './windows.js';
export { schemes } from './colours.js';
export type { Colours } from './colours.js';
