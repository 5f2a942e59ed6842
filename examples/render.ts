import { writeFile } from 'node:fs/promises';
import { View, parse } from 'vega';
import type { LoggerInterface } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import type { VegaLiteSpec } from 'relu-splines/plot';

/**
 * A figure as the text of an SVG file.
 *
 * `warn` hears what Vega-Lite and Vega think of the specification; default: the console.
 */
export async function renderSvg(
  figure: VegaLiteSpec,
  warn: (message: string) => void = (message) => {
    console.warn(message);
  },
): Promise<string> {
  const logger = loggerTo(warn);
  // The library's own type of a figure knows nothing of Vega-Lite: here is where the two meet.
  const { spec } = compile(figure as unknown as TopLevelSpec, { logger });
  const view = new View(parse(spec), { renderer: 'none', logger });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Draws a figure into an SVG file. */
export async function writeSvg(figure: VegaLiteSpec, path: string): Promise<void> {
  await writeFile(path, `${await renderSvg(figure)}\n`);
}

function loggerTo(warn: (message: string) => void): LoggerInterface {
  const hear = (...messages: readonly unknown[]): LoggerInterface => {
    warn(messages.map(String).join(' '));
    return logger;
  };
  const ignore = (): LoggerInterface => logger;
  const logger = {
    level: () => logger,
    error: hear,
    warn: hear,
    info: ignore,
    debug: ignore,
  } as LoggerInterface;
  return logger;
}
