import { expect } from 'vitest';
import { renderSvg } from '../../examples/render.js';
import type { JsonObject, VegaLiteSpec } from 'relu-splines/plot';

/** A row of a figure's data. */
export type Row = Readonly<Record<string, unknown>>;

/** What the tests look for in a layer of a figure. */
export interface Layer {
  readonly mark: Row & { readonly type: string };
  readonly data: { readonly values: readonly Row[] };
  readonly encoding: Readonly<
    Record<
      string,
      { readonly scale: { readonly domain: readonly unknown[]; readonly range: readonly string[] } }
    >
  >;
}

/** Draws a figure and returns its SVG: it must be plain JSON, and neither Vega-Lite nor Vega may complain. */
export async function drawn(figure: VegaLiteSpec): Promise<string> {
  expectJson(figure, 'figure');
  const warnings: string[] = [];
  const svg = await renderSvg(figure, (message) => warnings.push(message));
  expect(warnings).toEqual([]);
  expect(svg).toMatch(/^<svg /);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  return svg;
}

/** Plain objects, arrays, strings, booleans, null and finite numbers: what JSON carries unchanged. */
function expectJson(value: unknown, path: string): void {
  if (typeof value === 'number') expect(Number.isFinite(value), path).toBe(true);
  else if (typeof value === 'object' && value !== null) {
    expect([Object.prototype, Array.prototype], path).toContain(Object.getPrototypeOf(value));
    for (const [key, entry] of Object.entries(value)) expectJson(entry, `${path}.${key}`);
  } else if (value !== null) expect(['string', 'boolean'], path).toContain(typeof value);
}

/** The layers of a panel of a figure with one or two panels. */
export function layersOf(figure: VegaLiteSpec, panel = 0): readonly Layer[] {
  const panels = (figure.vconcat ?? [figure]) as readonly JsonObject[];
  return panels[panel].layer as unknown as readonly Layer[];
}

/** All rows that a panel shows with one kind of mark. */
export function rowsOf(figure: VegaLiteSpec, mark: string, panel = 0): readonly Row[] {
  return layersOf(figure, panel)
    .filter((layer) => layer.mark.type === mark)
    .flatMap((layer) => layer.data.values);
}

/** How many panels a figure has. */
export function panelCount(figure: VegaLiteSpec): number {
  return (figure.vconcat as readonly unknown[]).length;
}

/** The lines of the subtitle. */
export function subtitleOf(figure: VegaLiteSpec): readonly string[] {
  return (figure.title as unknown as { readonly subtitle: readonly string[] }).subtitle;
}
