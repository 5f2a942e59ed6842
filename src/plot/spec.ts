/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object that JSON can hold. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * A Vega-Lite specification: a plain object that goes through `JSON.stringify` unchanged, with its data in
 * it. Notebooks show it as it is; `vega` and `vega-lite` render it anywhere else.
 *
 * The type says no more than what every figure of this library has, so that it needs neither package; for
 * `vegaLite.compile` assert it to their `TopLevelSpec`.
 */
export interface VegaLiteSpec extends JsonObject {
  /** The version of Vega-Lite that the figure is written for. */
  readonly $schema: string;
  /** What the figure shows, in a sentence, for those who cannot see it. */
  readonly description: string;
}

/** The schema that every figure names. */
export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** A column of numbers, shown on an axis and in the tooltip. */
export function quantity(field: string, more: JsonObject = {}): JsonObject {
  return { field, type: 'quantitative', ...more };
}

/** A column of categories. */
export function category(field: string, more: JsonObject = {}): JsonObject {
  return { field, type: 'nominal', ...more };
}

/** Rows of data, in the figure itself. */
export function inline(rows: readonly JsonObject[]): { readonly values: readonly JsonObject[] } {
  return { values: rows };
}
