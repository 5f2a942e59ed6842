/**
 * Trains a network of four hidden layers on a sine, and shows what becomes of the breakpoints that its units induce, layer
 * by layer: how many there are, how many the function bends at, births and deaths, how fast they move, and how rough the
 * layers are. Units of the first layer have one breakpoint each; deeper ones may have any number, and get them and lose
 * them in pairs.
 *
 *     npx tsx examples/05-deep.ts [--figures FOLDER]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataset } from 'relu-splines';
import {
  breakpointChanges,
  breakpointTracks,
  deepTorchDefault,
  descendDeep,
  inducedBreakpoints,
  layerRoughness,
  toPiecewiseLinear,
} from 'relu-splines/deep';
import { randomStream } from 'relu-splines/init';
import { deepSplineFigure, layerTrajectoryFigure } from 'relu-splines/plot';
import { writeSvg } from './render.js';

const SEED = 2021;
const WIDTHS = [8, 8, 8, 8];
const STEPS = 4000;
/** States close enough to tell which breakpoint has become which: every step at first, then every fifth. */
const STATES = [
  ...Array.from({ length: 100 }, (_, k) => k),
  ...Array.from({ length: 781 }, (_, k) => 100 + 5 * k),
];
/** Rows of the table: what has happened since the row before. */
const SHOWN = [0, 50, 200, 1000, STEPS];

/** Wider than the data: a breakpoint that stays near the first or the last datum is no birth and no death. */
const window = { low: -2.5, high: 2.5 };
const x = Array.from({ length: 201 }, (_, n) => n / 50 - 2);
const data = dataset(
  x,
  x.map((t) => Math.sin(Math.PI * t)),
);
const start = deepTorchDefault({ widths: WIDTHS }, randomStream(SEED));
const { trajectory, network, loss } = descendDeep(start, data, {
  method: 'adam',
  learningRate: 3e-3,
  steps: STEPS,
  lossUnit: 'mean',
  record: STATES,
});
const steps = trajectory.map(({ step }) => step);
const states = trajectory.map((point) => inducedBreakpoints(point.network, { window }));
const changes = states
  .slice(1)
  .map((state, k) => breakpointChanges(states[k], state, { time: steps[k + 1] - steps[k] }));

/** Speeds |Δβ| per step of all breakpoints of a layer that live through one of the changes. */
function speeds(layer: number, from: number, to: number): number[] {
  return changes.slice(from, to).flatMap(({ before, motions }, k) => {
    const { layers } = states[from + k];
    const time = steps[from + k + 1] - steps[from + k];
    return Array.from(motions, (motion) => Math.abs(motion) / time).filter(
      (_, m) => layers[before[m]] === layer,
    );
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

console.log(`${WIDTHS.join(' × ')} units on sin πx, ${STEPS} steps of Adam; breakpoints in [−2.5, 2.5]\n`);
const columns = [
  'step',
  'loss',
  'layer',
  'breakpoints',
  'active',
  'births',
  'deaths',
  '|velocity|',
  'ρ_basis',
  'ρ_out',
];
const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, k) => String(cell).padStart([5, 9, 7, 13, 8, 8, 8, 12][k] ?? 9)).join('');
console.log(row(columns));
SHOWN.forEach((step, r) => {
  const at = steps.indexOf(step);
  const from = r === 0 ? at : steps.indexOf(SHOWN[r - 1]);
  const since = changes.slice(from, at);
  const { basis, output } = layerRoughness(trajectory[at].network, { window });
  WIDTHS.forEach((_, layer) => {
    const count = (which: 'births' | 'deaths'): number =>
      since.reduce((sum, change) => sum + change[which][layer], 0);
    const moved = speeds(layer, from, at);
    console.log(
      row([
        layer === 0 ? step : '',
        layer === 0 ? trajectory[at].loss.toExponential(1) : '',
        layer,
        states[at].perLayer[layer],
        states[at].activePerLayer[layer],
        ...(r === 0 ? ['', ''] : [count('births'), count('deaths')]),
        moved.length === 0 ? '' : median(moved).toExponential(1),
        basis[layer].toPrecision(2),
        output[layer].toPrecision(2),
      ]),
    );
  });
});
const last = states[states.length - 1];
console.log(`
births, deaths, median |velocity| (x a step): since the row before, from states 1 to 5 steps apart
ρ_basis: squared kinks of what the layer hands on; ρ_out: those of the function that the layer makes

Start: ${toPiecewiseLinear(start, { window }).slopes.length} pieces in [−2.5, 2.5]; \
end: ${toPiecewiseLinear(network, { window }).slopes.length} pieces, mean squared error ${loss.toExponential(1)}, \
of ${last.breakpoints.length} breakpoints ${last.active.filter(Boolean).length} active`);

const { values } = parseArgs({ options: { figures: { type: 'string', default: 'figures' } } });
await mkdir(values.figures, { recursive: true });
const figures = {
  'deep-trajectories': layerTrajectoryFigure({
    tracks: breakpointTracks(steps, states),
    depth: WIDTHS.length,
    window,
    timeScale: 'log',
    timeLabel: 'step of Adam',
    title: 'Breakpoints of four layers as they learn sin πx',
  }),
  ...Object.fromEntries(
    [
      { name: 'deep-before', shown: start, when: 'at initialization' },
      { name: 'deep-after', shown: network, when: `after ${STEPS.toLocaleString('en')} steps` },
    ].map(({ name, shown, when }) => [
      name,
      deepSplineFigure({
        ...inducedBreakpoints(shown),
        pieces: toPiecewiseLinear(shown),
        data,
        depth: WIDTHS.length,
        title: `A network of ${WIDTHS.join(' × ')} units, ${when}`,
      }),
    ]),
  ),
};
const written: string[] = [];
for (const [name, figure] of Object.entries(figures)) {
  const path = join(values.figures, `${name}.svg`);
  await writeSvg(figure, path);
  written.push(path);
}
console.log(`\nFigures: ${written.join(', ')}`);
