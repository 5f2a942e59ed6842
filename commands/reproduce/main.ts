import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { AnyExperiment, StoredRun } from 'relu-splines/experiments';
import { writableFile, writableFolder } from '../folders.js';
import { duration } from '../progress.js';
import { Refusal, fileProblem, isSystemError, refusing } from '../refusal.js';
import { readArguments } from './arguments.js';
import type { Request } from './arguments.js';
import { readRuns, writeRuns } from './files.js';
import { markdownReport } from './report.js';
import type { Concluded } from './report.js';
import { runAll } from './run.js';
import { textOf } from './table.js';

async function reproduce(request: Request): Promise<void> {
  const { experiments, configs, out, report, render } = request;
  // Before any work: minutes of it would be lost.
  refusing('--out', () => {
    writableFolder(out);
  });
  refusing('--report', () => {
    if (report !== undefined) writableFile(report);
  });
  // Only now: a mistake is answered without loading what draws.
  const { writeSvg } = await import('../../examples/render.js');
  const concluded: Concluded[] = [];
  const conclude = async (
    experiment: AnyExperiment,
    place: number,
    config: Readonly<Record<string, unknown>>,
    runs: readonly StoredRun[],
  ): Promise<void> => {
    const conclusion = experiment.conclude(config, runs);
    console.log(`${textOf(experiment.title, experiment.source, conclusion)}\n`);
    for (const [name, figure] of Object.entries(conclusion.figures)) {
      await writeSvg(figure, join(out, `${name}.svg`));
    }
    concluded[place] = { experiment, config: experiment.configure(config), conclusion };
  };
  const start = Date.now();
  if (render) {
    for (const [place, experiment] of experiments.entries()) {
      const { config, runs } = readRuns(out, experiment);
      await conclude(experiment, place, config, runs);
    }
  } else {
    await runAll(request, async (place, runs, ms) => {
      const experiment = experiments[place];
      console.error(`${experiment.name}: ${runs.length} runs, ${duration(ms)} of one core`);
      writeRuns(out, experiment, configs[place], runs);
      await conclude(experiment, place, configs[place], runs);
    });
    console.error(`finished in ${duration(Date.now() - start)}; JSON lines and SVG are in ${out}`);
  }
  if (report !== undefined) {
    writeFileSync(report, markdownReport(concluded, relative(dirname(report), out) || '.'));
  }
}

try {
  const request = readArguments(process.argv.slice(2));
  if (typeof request === 'string') console.log(request);
  else await reproduce(request);
} catch (error) {
  // What somebody typed, or a disk that is full, is answered in a line; anything else is a defect and shows where it
  // came from.
  if (error instanceof Refusal || isSystemError(error)) {
    const why = error instanceof Refusal ? error.message : fileProblem(error);
    console.error(`${why}\nnpm run reproduce -- --help says what there is`);
    process.exitCode = 2;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}
