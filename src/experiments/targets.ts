/** A function that the papers fit. */
export interface Target {
  /** As it stands in a heading: `x³/4 + x²/2 − x/2`. */
  readonly formula: string;
  readonly value: (x: number) => number;
}

const sawtooth = (x: number): number => {
  const t = x + 2 - Math.floor(x + 2);
  return t < 0.5 ? 4 * t - 1 : 3 - 4 * t;
};

/**
 * The functions of Sahs et al. 2022, Tables 1 and 3, on [−2, 2]; their formulas are garbled in print and were restored
 * from its figures (the predecessor's sawtooth, polynomial and exponential are other functions).
 */
export const targets = {
  sine: {
    formula: 'sin πx',
    value: (x) => Math.sin(Math.PI * x),
  },
  arctan: {
    formula: 'arctan x',
    value: Math.atan,
  },
  sawtooth: { formula: 'sawtooth of period 1', value: sawtooth },
  cubic: {
    formula: 'x³/4 + x²/2 − x/2',
    value: (x) => x * (x * (x / 4 + 0.5) - 0.5),
  },
  quadratic: { formula: 'x²/2', value: (x) => (x * x) / 2 },
  exponential: {
    formula: 'e^{x/2}',
    value: (x) => Math.exp(x / 2),
  },
} as const satisfies Readonly<Record<string, Target>>;

/** The name of one of {@link targets}. */
export type TargetName = keyof typeof targets;

/** The names of {@link targets}, in the order of Table 3. */
export const TARGET_NAMES = Object.keys(targets) as readonly TargetName[];
