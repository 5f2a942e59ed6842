/**
 * Trains the same network three times by gradient flow, from starts that differ in scale alone: (αw, αb, 0) with
 * α = 0.3, 3 and 100. Shows where the breakpoints went. With a small α they wander, gather and stick to data (the
 * adaptive regime); with a large one they stay where they are, and the delta-slopes do the work (the kernel regime).
 *
 *     npx tsx examples/03-train.ts [--figures FOLDER]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataset, rescale, standardise } from 'relu-splines';
import {
  breakpointClusters,
  breakpointTrajectories,
  followClusters,
  gradientFlow,
  stickIntervals,
  watchTraining,
} from 'relu-splines/flow';
import { randomStream, uniformBreakpoints } from 'relu-splines/init';
import { column } from 'relu-splines/io';
import { readCsvFile } from 'relu-splines/io/node';
import { trajectoryFigure } from 'relu-splines/plot';
import { writeSvg } from './render.js';

const SEED = 2022;
const WIDTH = 40;
const ALPHAS = [0.3, 3, 100];
const END = 1000;
/** What to record: the start, and twenty times a decade. */
const TIMES = [0, ...Array.from({ length: 121 }, (_, k) => END * 10 ** ((k - 120) / 20))];

// The acceleration of a head in g against the time since the impact in ms; standardised, as one trains.
const scale = { xMean: 25.179, xScale: 13.083, yMean: -25.546, yScale: 48.14 };
const table = await readCsvFile(fileURLToPath(new URL('./data/mcycle.csv', import.meta.url)));
const measured = dataset(column(table, 'times'), column(table, 'accel'));
const data = standardise(measured, scale);

// Equally spaced breakpoints and v = 0: the function starts at zero, whatever α is.
const interval = { low: data.x[0], high: data.x[data.x.length - 1] };
const start = uniformBreakpoints({ width: WIDTH, interval }, randomStream(SEED));

const { values } = parseArgs({ options: { figures: { type: 'string', default: 'figures' } } });
await mkdir(values.figures, { recursive: true });
console.log(`${WIDTH} units, ${data.x.length} data, gradient flow to time ${END}\n`);
const columns = ['α', 'status', 'loss', 'events', 'stuck', 'clusters', 'moved', 'roughness', 'drift of δ'];
const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, k) => String(cell).padStart([6, 12, 9, 9, 8, 10][k] ?? 12)).join('');
console.log(row(columns));

const written: string[] = [];
const stories: string[] = [];
for (const alpha of ALPHAS) {
  const flow = gradientFlow(rescale(start, alpha), data, { time: END, times: TIMES });
  const { status, loss, time, events, trajectory, network, memory } = flow;

  const { roughness, conservedDrift, stuckCounts } = watchTraining(trajectory, data);
  const clusters = breakpointClusters(network, data, { slidingOn: memory.modes.slidingOn });
  const paths = breakpointTrajectories(trajectory);
  const breakpoints = paths.breakpoints.map((beta) => beta.map((x) => scale.xMean + scale.xScale * x));
  const moved = breakpoints[breakpoints.length - 1].map((x, unit) => Math.abs(x - breakpoints[0][unit]));
  const middle = moved.sort()[WIDTH / 2];
  const last = trajectory.length - 1;
  console.log(
    row([
      alpha,
      status,
      loss.toFixed(3),
      events.length,
      stuckCounts[last],
      clusters.filter(({ units }) => units.length > 1).length,
      `${middle.toFixed(2)} ms`,
      roughness[last].toPrecision(3),
      conservedDrift[last].toExponential(1),
    ]),
  );

  const history = followClusters(flow, data);
  const largest = history.events.reduce((most, event) =>
    event.members.length > most.members.length ? event : most,
  );
  stories.push(
    `α = ${alpha}: ${history.clusters.length} clusters in all, ` +
      `at most ${largest.members.length} in one, at time ${largest.time.toPrecision(3)}`,
  );

  const figure = trajectoryFigure({
    ...paths,
    breakpoints,
    title: `Breakpoints over training from (αw, αb, 0), α = ${alpha}`,
    data: measured.x,
    sticks: stickIntervals(events, time),
    timeScale: 'log',
    timeLabel: 'training time',
    xUnit: 'ms',
  });
  const path = join(values.figures, `train-alpha-${alpha}.svg`);
  await writeSvg(figure, path);
  written.push(path);
}
console.log(`
stuck: breakpoints that slide on data at the end; clusters: of two breakpoints or more
moved: the median distance of a breakpoint from where it started

${stories.join('\n')}

Figures: ${written.join(', ')}`);
