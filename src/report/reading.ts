import type { Standardisation } from '../forms/units.js';

/** How a report reads a network and its data; all of it optional. */
export interface ReadingOptions {
  /**
   * How the data were standardised before training. The network then takes and gives standardised numbers, the
   * data are in the user's units, and geometry is told in those. Default: trained on the data as they are.
   */
  readonly standardisation?: Standardisation;
  /** What x and y are called, such as column names. Default `x` and `y`. */
  readonly xName?: string;
  readonly yName?: string;
  /** What they are measured in, such as `ms`. Default: not said. */
  readonly xUnit?: string;
  readonly yUnit?: string;
}

/** What a report calls x and y. */
export interface Naming {
  readonly xName: string;
  readonly yName: string;
  /** What x and y are measured in; null where nobody said. */
  readonly xUnit: string | null;
  readonly yUnit: string | null;
}

/** The names that were given, and the others by default. */
export function namingOf({
  xName = 'x',
  yName = 'y',
  xUnit = null,
  yUnit = null,
}: { readonly [Key in keyof Naming]?: Naming[Key] | undefined }): Naming {
  return { xName, yName, xUnit, yUnit };
}

/** The names as figures take them. */
export function labelsOf({ xName, yName, xUnit, yUnit }: Naming): Record<string, string> {
  return {
    xLabel: xName,
    yLabel: yName,
    ...(xUnit === null ? {} : { xUnit }),
    ...(yUnit === null ? {} : { yUnit }),
  };
}
