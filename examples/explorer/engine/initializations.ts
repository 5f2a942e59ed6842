/** The initializations that the page offers: what each is told, the network it makes, the law it draws from. */
import type { ShallowNetwork } from 'relu-splines';
import {
  gaussianInit,
  gaussianLaw,
  glorotLaw,
  glorotNormal,
  heLaw,
  heNormal,
  spiky,
  torchDefault,
  torchLaw,
  uniformBreakpoints,
  uniformInit,
  uniformLaw,
} from 'relu-splines/init';
import type { RandomStream, UnivariateLaw } from 'relu-splines/init';
import type { WidthLimitDensity } from 'relu-splines/limits';
import { Refusal } from './checks.js';

/** Kinds of initialization by name. */
export const INIT_KINDS = ['grid', 'he', 'glorot', 'torch', 'gaussian', 'uniform', 'spiky'] as const;

/** One of {@link INIT_KINDS}. */
export type InitKind = (typeof INIT_KINDS)[number];

/** Numbers that an initialization is told, by name. */
export type Scales = Readonly<Record<string, number>>;

/** One number that an initialization is told. */
export interface ScaleField {
  readonly name: string;
  /** What a person reads beside the input. */
  readonly label: string;
  readonly initial: number;
  readonly low: number;
  readonly high: number;
}

/** The laws of one unit, as far as they have a density. */
export interface UnitLaws {
  readonly breakpoint: Pick<UnivariateLaw, 'pdf' | 'quantile'>;
  /** Null where all delta-slopes are zero, or made from values. */
  readonly deltaSlope: Pick<UnivariateLaw, 'pdf' | 'quantile'> | null;
}

/** What the page knows of one kind of initialization. */
export interface Initialization {
  readonly title: string;
  readonly fields: readonly ScaleField[];
  readonly make: (width: number, scales: Scales, stream: RandomStream) => ShallowNetwork;
  readonly laws: (width: number, scales: Scales) => UnitLaws;
  /** Where the breakpoints of an infinitely wide network of this kind are, for the width limit. */
  readonly limit: (width: number, scales: Scales) => WidthLimitDensity;
}

const sigma = (name: string, label: string, initial = 1): ScaleField => ({
  name,
  label,
  initial,
  low: 1e-6,
  high: 1e6,
});
const end = (name: string, label: string, initial: number): ScaleField => ({
  name,
  label,
  initial,
  low: -1e6,
  high: 1e6,
});
const SIGMA_B = sigma('sigmaB', 'σ of input biases');
const ENDS = [end('low', 'first breakpoint', -2.5), end('high', 'last breakpoint', 2.5)];

/** All kinds. */
export const INITIALIZATIONS: Readonly<Record<InitKind, Initialization>> = {
  grid: {
    title: 'Equally spaced, zero function',
    fields: ENDS,
    make: (width, scales, stream) =>
      uniformBreakpoints(
        {
          width,
          interval: intervalOf(scales),
          orientations: Array.from({ length: width }, (_, i) => (i % 2 === 0 ? 1 : -1)),
        },
        stream,
      ),
    laws: (_, scales) => ({ breakpoint: uniformOn(intervalOf(scales)), deltaSlope: null }),
    limit: (_, scales) => ({ kind: 'uniform', low: scales.low, high: scales.high }),
  },
  he: {
    title: 'He (normal)',
    fields: [SIGMA_B],
    make: (width, { sigmaB }, stream) => heNormal({ width, sigmaB }, stream),
    laws: (width, { sigmaB }) => heLaw({ width, sigmaB }),
    limit: (_, { sigmaB }) => ({ kind: 'gaussian-network', sigmaB, sigmaW: Math.SQRT2 }),
  },
  glorot: {
    title: 'Glorot (normal)',
    fields: [SIGMA_B],
    make: (width, { sigmaB }, stream) => glorotNormal({ width, sigmaB }, stream),
    laws: (width, { sigmaB }) => glorotLaw({ width, sigmaB }),
    limit: (width, { sigmaB }) => ({
      kind: 'gaussian-network',
      sigmaB,
      sigmaW: Math.sqrt(2 / (width + 1)),
    }),
  },
  torch: {
    title: 'PyTorch default',
    fields: [],
    make: (width, _, stream) => torchDefault({ width }, stream),
    laws: (width) => torchLaw({ width }),
    limit: () => ({ kind: 'uniform-network', aB: 1, aW: 1 }),
  },
  gaussian: {
    title: 'Gaussian',
    fields: [sigma('sigmaW', 'σ of input weights'), SIGMA_B, sigma('sigmaV', 'σ of output weights', 0.2)],
    make: (width, { sigmaW, sigmaB, sigmaV }, stream) =>
      gaussianInit({ width, sigmaW, sigmaB, sigmaV }, stream),
    laws: (_, { sigmaW, sigmaB, sigmaV }) => gaussianLaw({ sigmaW, sigmaB, sigmaV }),
    limit: (_, { sigmaW, sigmaB }) => ({ kind: 'gaussian-network', sigmaB, sigmaW }),
  },
  uniform: {
    title: 'Uniform',
    fields: [
      sigma('aW', 'half-width of input weights'),
      sigma('aB', 'half-width of input biases', 2),
      sigma('aV', 'half-width of output weights', 0.2),
    ],
    make: (width, { aW, aB, aV }, stream) => uniformInit({ width, aW, aB, aV }, stream),
    laws: (_, { aW, aB, aV }) => uniformLaw({ aW, aB, aV }),
    limit: (_, { aW, aB }) => ({ kind: 'uniform-network', aB, aW }),
  },
  spiky: {
    title: 'Spiky',
    fields: [...ENDS, sigma('height', 'height of the spikes', 2)],
    make: (width, scales, stream) =>
      spiky({ width, interval: intervalOf(scales), height: scales.height, scale: 'equal-magnitude' }, stream),
    laws: (_, scales) => ({ breakpoint: uniformOn(intervalOf(scales)), deltaSlope: null }),
    limit: (_, scales) => ({ kind: 'uniform', low: scales.low, high: scales.high }),
  },
};

/** What each number is before anybody says otherwise. */
export function defaultScales(kind: InitKind): Scales {
  return Object.fromEntries(INITIALIZATIONS[kind].fields.map(({ name, initial }) => [name, initial]));
}

function intervalOf({ low, high }: Scales): { low: number; high: number } {
  if (low < high) return { low, high };
  throw new Refusal(`init: the first breakpoint must be left of the last, got ${low} and ${high}`);
}

function uniformOn({ low, high }: { low: number; high: number }): UnitLaws['breakpoint'] {
  return {
    pdf: (x) => (x >= low && x <= high ? 1 / (high - low) : 0),
    quantile: (p) => low * (1 - p) + high * p,
  };
}
