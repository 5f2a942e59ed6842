/**
 * Draws the breakpoints and delta-slopes of shallow networks at initialization against their laws, and says
 * what the laws mean: half of the units crowd the origin, and hardly any network is rough.
 *
 *     npx tsx examples/02-initial-laws.ts [--figures FOLDER]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toBdso } from 'relu-splines';
import {
  expectedRoughness,
  heLaw,
  heNormal,
  randomStream,
  roughnessTailBound,
  torchDefault,
  torchLaw,
} from 'relu-splines/init';
import type { UnivariateLaw } from 'relu-splines/init';
import { histogramFigure } from 'relu-splines/plot';
import type { HistogramPanel } from 'relu-splines/plot';
import { writeSvg } from './render.js';

const SEED = 2022;
const WIDTH = 100;
const NETWORKS = 1000;

const initializations = [
  {
    name: 'He, biases N(0, 1)',
    law: heLaw({ width: WIDTH, sigmaB: 1 }),
    draw: (trial: number) => heNormal({ width: WIDTH, sigmaB: 1 }, randomStream(SEED, trial)),
  },
  {
    name: 'PyTorch default',
    law: torchLaw({ width: WIDTH }),
    draw: (trial: number) => torchDefault({ width: WIDTH }, randomStream(SEED, NETWORKS + trial)),
  },
];

/** The law on a grid that comes close to 0 from either side, where a delta-slope's density is infinite. */
function curve({ pdf }: UnivariateLaw, reach: number): { readonly x: number[]; readonly density: number[] } {
  const half = Array.from({ length: 400 }, (_, n) => reach * ((n + 0.1) / 399.1) ** 2);
  const x = [...half.map((place) => -place).reverse(), ...half];
  return { x, density: x.map(pdf) };
}

const panels: HistogramPanel[] = initializations.flatMap(({ name, law, draw }) => {
  const networks = Array.from({ length: NETWORKS }, (_, trial) => toBdso(draw(trial)));
  const breakpoints = networks.flatMap((network) => Array.from(network.breakpoints));
  const deltaSlopes = networks.flatMap((network) => Array.from(network.deltaSlopes));
  const steep = law.deltaSlope.quantile(0.99);
  return [
    {
      title: `${name}: breakpoints`,
      values: breakpoints,
      window: { low: -5, high: 5 },
      xLabel: 'breakpoint β',
      law: curve(law.breakpoint, 5),
    },
    {
      title: `${name}: delta-slopes`,
      values: deltaSlopes,
      window: { low: -steep, high: steep },
      xLabel: 'delta-slope μ',
      law: curve(law.deltaSlope, steep),
    },
  ];
});

for (const { name, law } of initializations) {
  const middle = law.breakpoint.quantile(0.75);
  const rough = expectedRoughness(law, WIDTH);
  const bound = roughnessTailBound(law, WIDTH, rough);
  console.log(`${name}, width ${WIDTH}`);
  console.log(`  half of the breakpoints lie within ±${middle.toFixed(3)}, whatever the data`);
  console.log(
    `  expected roughness Σμ² = ${rough.toFixed(3)}; twice that has probability ≤ ${bound.toFixed(4)}`,
  );
}

const { values } = parseArgs({ options: { figures: { type: 'string', default: 'figures' } } });
await mkdir(values.figures, { recursive: true });
const path = join(values.figures, 'initial-laws.svg');
const title = `${(WIDTH * NETWORKS).toLocaleString('en')} units at initialization, and their laws`;
await writeSvg(histogramFigure({ title, panels }), path);
console.log(`\nFigure: ${path}`);
