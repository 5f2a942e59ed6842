import { compiled, k0 } from 'cephes';
import {
  besselK0,
  fromCurvature,
  heLaw,
  heNormal,
  randomStream,
  spiky,
  torchDefault,
  uniformBreakpoints,
} from 'relu-splines/init';
import { integrate } from '../../src/numeric/quadrature.js';
import reference from '../../test/reference/special-functions.json';
import { contestant, race, time } from '../harness.js';
import { errorOf, figure, ratioOf, table } from '../record.js';
import type { SuiteRecord, Table } from '../record.js';
import type { Session } from '../session.js';

await compiled;

const interval = { low: -2, high: 2 };

/** Throughput of the samplers, and K₀ against other ways to compute it. */
export async function initSuite(session: Session): Promise<SuiteRecord> {
  await session.npm('cephes', 'cephes');
  return session.record({
    name: 'init',
    title: 'Samplers and their laws',
    tables: [samplers(session, session.isQuick ? 1e4 : 1e6), besselFunctions(session)],
    plots: [],
    exponents: [],
    goals: [],
  });
}

function samplers({ effort }: Session, count: number): Table {
  const he = heLaw({ width: 100, sigmaB: 1 });
  const width = count;
  const draws: Readonly<Record<string, () => ArrayLike<number>>> = {
    heNormal: () => heNormal({ width, sigmaB: 1 }, randomStream(1)).outputWeights,
    torchDefault: () => torchDefault({ width }, randomStream(1)).outputWeights,
    'uniformBreakpoints, flat': () => uniformBreakpoints({ width, interval }, randomStream(1)).inputWeights,
    'uniformBreakpoints through values': () =>
      uniformBreakpoints({ width, interval, values: Math.sin, noise: 0.01 }, randomStream(1)).inputWeights,
    spiky: () => spiky({ width, interval, height: 2 }, randomStream(1)).inputWeights,
    fromCurvature: () =>
      fromCurvature({ width, interval, secondDerivative: Math.sin }, randomStream(1)).outputWeights,
    'heLaw: joint': () => he.joint.sample(randomStream(1), count).breakpoints,
    'heLaw: delta-slope': () => he.deltaSlope.sample(randomStream(1), count),
    'heLaw: completion': () => {
      const stream = randomStream(1);
      return Float64Array.of(completed(he, count, stream));
    },
  };
  return table({
    id: 'samplers',
    title: `Samplers, ${count.toLocaleString('en')} units`,
    note: 'Stream, network and arrays made anew.',
    head: 'sampler',
    columns: ['time', 'ns / unit'],
    rows: Object.entries(draws).map(([name, draw]) => {
      const measured = time(() => draw()[0], effort);
      return { name, cells: [measured, figure((measured.median * 1e3) / count)] };
    }),
  });
}

function completed(
  law: ReturnType<typeof heLaw>,
  count: number,
  stream: ReturnType<typeof randomStream>,
): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += law.completeInputWeight(0.3, 0.2, stream);
  return sum;
}

/** K₀(z) = ∫ exp(−z cosh t) dt over t > 0, as one would write it down. */
function byQuadrature(z: number): number {
  return integrate((t) => Math.exp(-z * Math.cosh(t)), 0, Infinity).value;
}

/** The same by the trapezoid rule with a fixed step, which converges exponentially. */
function byTrapezoids(z: number): number {
  const step = 0.05;
  let sum = 0.5 * Math.exp(-z);
  for (let k = 1; k <= 400; k++) sum += Math.exp(-z * Math.cosh(step * k));
  return step * sum;
}

const WAYS: Readonly<Record<string, (z: number) => number>> = {
  library: besselK0,
  cephes: k0,
  'trapezoid rule': byTrapezoids,
  'adaptive quadrature': byQuadrature,
};

const RANGES = [
  { name: 'z from 1e−6 to 1', low: 1e-6, high: 1 },
  { name: 'z from 1 to 700', low: 1, high: 700 },
];

function besselFunctions({ effort }: Session): Table {
  const { input, expected } = reference.cases.find(({ name }) => name === 'K0') ?? reference.cases[0];
  const known = (input.z ?? []).map((z, i) => ({ z, value: expected.value[i] ?? NaN }));
  const rows = RANGES.flatMap(({ name, low, high }) => {
    const inside = known.filter(({ z }) => z >= low && z <= high);
    const worst = (f: (z: number) => number): number =>
      inside.reduce((most, { z, value }) => Math.max(most, Math.abs(f(z) / value - 1)), 0);
    const arguments_ = inside.map(({ z }) => z);
    const times = race(
      Object.fromEntries(
        Object.entries(WAYS).map(([way, f]) => [
          way,
          contestant(() => arguments_.reduce((sum, z) => sum + f(z), 0)),
        ]),
      ),
      effort,
    );
    return Object.entries(WAYS).map(([way, f]) => ({
      name: `${name}: ${way}`,
      cells: [
        errorOf(worst(f)),
        figure(((times[way]?.median ?? NaN) * 1e3) / arguments_.length),
        ratioOf(times[way], times.library),
      ],
    }));
  });
  return table({
    id: 'bessel',
    title: 'K₀(z)',
    note: 'Largest relative error on the reference arguments in the range, 50 digits; cephes is WebAssembly.',
    head: 'way',
    columns: ['error', 'ns / value', 'times the library'],
    rows,
  });
}
