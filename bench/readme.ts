import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { seriesFigure } from 'relu-splines/plot';
import { renderSvg } from '../examples/render.js';
import { benchDocument, plotFile } from './document.js';
import { readNotes } from './notes.js';
import { parseResults } from './results.js';

const here = (path: string): URL => new URL(path, import.meta.url);

/** Writes README.md and the plots of a run, and keeps its results beside them. */
async function main(words: readonly string[]): Promise<number> {
  if (words.length !== 1) {
    console.error('usage: npm run bench:readme -- RESULTS.json');
    return 2;
  }
  const [file] = words;
  const text = readFileSync(file, 'utf8');
  const results = parseResults(text, file);
  rmSync(here('plots'), { recursive: true, force: true });
  mkdirSync(here('plots'));
  for (const { name, plots } of results.suites) {
    for (const { id, ...figure } of plots) {
      writeFileSync(here(plotFile(name, id)), `${await renderSvg(seriesFigure(figure))}\n`);
    }
  }
  writeFileSync(here('results.json'), text);
  writeFileSync(here('README.md'), benchDocument(results, readNotes()));
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (caught) {
  console.error(`bench:readme: ${caught instanceof Error ? caught.message : String(caught)}`);
  process.exitCode = 2;
}
