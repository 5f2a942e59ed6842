import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import type { FlowOptions } from 'relu-splines/flow';
import type { Chance } from '../chance.js';

/** A small problem, and how it is to be integrated. */
export interface Problem {
  readonly network: ShallowNetwork;
  readonly data: Dataset;
  readonly options: FlowOptions & { readonly time: number; readonly relativeTolerance: number };
  /** Of the size of 1, as the flow asks for: then it must get to the end, near what other methods say. */
  readonly isTame: boolean;
}

/** A unit. */
type Unit = readonly [w: number, b: number, v: number];

/** How numbers are drawn. */
interface Draw {
  readonly weight: () => number;
  readonly x: () => number;
  readonly y: () => number;
}

/** Kinds of problems by name, each as likely as any other. */
export type Kind = (typeof KINDS)[number];

/** All of {@link Kind}. */
export const KINDS = [
  'any',
  'integers',
  'halves',
  'ties',
  'coincident',
  'zeros',
  'kernel',
  'twins',
  'far-centred',
  'far',
  'scales',
  'huge',
] as const;

/** Steps that a tame problem may take for a short time: many times what it needs. */
const MOST_STEPS = 5000;

/** Steps that any other problem may take: some never end. */
const FEW_STEPS = 500;

/** A problem of that kind: one to six data and none to six units. */
export function problemOf(kind: Kind, chance: Chance): Problem {
  const count = chance.within(1, 6);
  const width = chance.happens(0.03) ? 0 : chance.within(1, 6);
  const { weight, x, y } = drawOf(kind, chance);
  const inputs = Array.from({ length: count }, x);
  if (kind === 'ties') for (let n = 1; n < count; n++) if (chance.happens(0.4)) inputs[n] = inputs[n - 1];
  const targets = inputs.map(y);
  const units = Array.from({ length: width }, (): Unit => [weight(), weight(), weight()]).map((unit) =>
    unitOf(kind, unit, inputs, chance),
  );
  if (kind === 'twins' && width > 1) units[1] = twinOf(units[0], chance);
  const data = dataset(inputs, targets);
  const isTame = !['far', 'scales', 'huge'].includes(kind);
  const time = 0.05 * 100 ** chance.uniform();
  const times = Array.from({ length: chance.below(4) }, () => time * chance.uniform()).sort((a, b) => a - b);
  return {
    network: shallowNetwork({
      inputWeights: units.map(([w]) => w),
      inputBiases: units.map(([, b]) => b),
      outputWeights: units.map(([, , v]) => v),
      outputBias: chance.happens(0.5) ? 0 : weight(),
    }),
    data,
    options: {
      time,
      times,
      relativeTolerance: chance.pick([1e-4, 1e-6, 1e-6, 1e-8]),
      method: chance.pick(['auto', 'auto', 'explicit', 'implicit'] as const),
      steps: isTame ? MOST_STEPS : FEW_STEPS,
    },
    isTame,
  };
}

function drawOf(kind: Kind, chance: Chance): Draw {
  const normal = (): number => chance.normal();
  const plain: Draw = { weight: normal, x: () => 2 * chance.uniform() - 1, y: normal };
  const whole = (most: number) => (): number => chance.within(-most, most);
  switch (kind) {
    case 'integers':
      return { weight: whole(2), x: whole(3), y: whole(3) };
    case 'halves': {
      const half = (): number => chance.within(-4, 4) / 2;
      return { weight: half, x: half, y: half };
    }
    case 'ties':
    case 'zeros':
    case 'twins':
      return { ...plain, x: chance.happens(0.5) ? whole(2) : plain.x };
    case 'far-centred':
      // What is left of x at 1e6 ± 1 once their mean is taken off: multiples of 2⁻³³.
      return { ...plain, x: () => 1e6 + (2 * chance.uniform() - 1) - 1e6 };
    case 'far':
      return { ...plain, x: () => 1e6 + chance.pick([-1, 0, 1, chance.normal()]) };
    case 'scales': {
      const [across, up] = [10 ** chance.within(-6, 3), 10 ** chance.within(-6, 3)];
      return { weight: normal, x: () => across * plain.x(), y: () => up * normal() };
    }
    case 'huge': {
      const size = 10 ** chance.within(1, chance.happens(0.2) ? 160 : 9);
      return { weight: () => size * normal(), x: () => plain.x(), y: () => normal() };
    }
    default:
      return plain;
  }
}

function unitOf(kind: Kind, [w, b, v]: Unit, x: readonly number[], chance: Chance): Unit {
  switch (kind) {
    case 'coincident':
      return chance.happens(0.7) ? [w, -w * chance.pick(x), v] : [w, b, v];
    case 'far':
      return [w, -w * (chance.pick(x) + chance.normal()), v];
    case 'zeros':
      return [w, b, v].map((each) => (chance.happens(0.4) ? chance.pick([0, -0]) : each)) as [
        number,
        number,
        number,
      ];
    case 'kernel':
      return [chance.pick([1, -1]), b, 0];
    default:
      return [w, b, v];
  }
}

/** The same unit again, or one that cancels it, makes a line with it, or faces away from the same place. */
function twinOf([w, b, v]: Unit, chance: Chance): Unit {
  return chance.pick([
    [w, b, v],
    [w, b, -v],
    [-w, -b, v],
    [-w, -b, -v],
    [2 * w, 2 * b, -v / 2],
  ]);
}

/** The problem as a file. */
export function problemBytes({ network, data, options }: Problem): Uint8Array {
  const plain = (_: string, value: unknown): unknown =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value;
  return new TextEncoder().encode(JSON.stringify({ network, x: data.x, y: data.y, options }, plain, 2));
}
