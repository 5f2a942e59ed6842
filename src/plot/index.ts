/**
 * Figures as Vega-Lite specifications: plain objects, drawn by whoever shows them.
 *
 * @module relu-splines/plot
 */

export { splineFigure } from './spline-figure.js';
export type { SplineFigureInput } from './spline-figure.js';
export type { FunctionRecords } from './function-panel.js';
export { deepSplineFigure } from './deep-spline-figure.js';
export type { DeepSplineFigureInput } from './deep-spline-figure.js';
export type { BreakpointRecords } from './breakpoint-panel.js';
export { sliceFigure } from './slice-figure.js';
export type { SliceFigureInput } from './slice-figure.js';
export type { SliceKnotType } from './slice-panels.js';
export { slicePoints } from './slice-points.js';
export type { SlicePlaces } from './slice-points.js';
export { spectrumFigure } from './spectrum-figure.js';
export type { SpectrumFigureInput } from './spectrum-figure.js';
export { histogramFigure } from './histogram-figure.js';
export type { HistogramFigureInput, HistogramPanel } from './histogram-figure.js';
export { trajectoryFigure } from './trajectory-figure.js';
export type { TrajectoryFigureInput } from './trajectory-figure.js';
export type { StickRecord, TrajectoryMark, TrajectoryRecords } from './trajectory-records.js';
export { layerTrajectoryFigure } from './layer-trajectory-figure.js';
export type { LayerTrajectoryFigureInput, TrackRecord } from './layer-trajectory-figure.js';
export { breaklineFigure } from './breakline-figure.js';
export type { BreaklineFigureInput, BreaklineRecord } from './breakline-figure.js';
export { comparisonFigure } from './comparison-figure.js';
export type { ComparisonFigureInput } from './comparison-figure.js';
export type { ComparisonCurve, CurvePoint } from './comparison-curves.js';
export { planeFigure } from './plane-figure.js';
export type {
  PlaneAxis,
  PlaneFigureInput,
  PlanePanel,
  PlanePoint,
  Strand,
  StrandFamily,
} from './plane-figure.js';
export { seriesFigure } from './series-figure.js';
export type { SeriesFigureInput } from './series-figure.js';
export type { Series, SeriesAxis, SeriesPanel, SeriesPoint } from './series-panels.js';
export type { FigureSize } from './figure-size.js';
export type { Interval } from './axes.js';
export type { Json, JsonObject, VegaLiteSpec } from './spec.js';
export { palette, themeConfig } from './theme.js';
