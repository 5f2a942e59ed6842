import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, sameLength, show } from '../numeric/checks.js';
import { axisFormat, counted, domain, extent, holds, tally, widen } from './axes.js';
import type { Interval } from './axes.js';
import { crowdsOf, middleOf } from './crowds.js';
import { LEFT, RIGHT, sideOf, UNSAID } from './sides.js';
import { category, inline, quantity } from './spec.js';
import type { JsonObject } from './spec.js';
import { figureWidth, ink, palette, softInk } from './theme.js';

/** The units of a network as a figure takes them: the arrays of a `Bdso`, and what else is known of each. */
export interface BreakpointRecords {
  /** Breakpoints, shape (H). Default: the figure shows no units. */
  readonly breakpoints?: NumericArray;
  /** Delta-slopes, shape (H). */
  readonly deltaSlopes?: NumericArray;
  /** Orientations, each +1 or −1, shape (H). */
  readonly orientations?: NumericArray;
  /** Whether each breakpoint is stuck on a datum, shape (H). */
  readonly stuck?: readonly boolean[];
  /** Network index of each unit, for the tooltips, shape (H). Default 0, 1, … */
  readonly units?: NumericArray;
}

/** The units that lie in the window, and how many do not. */
export interface ShownUnits {
  readonly rows: readonly UnitRow[];
  readonly window: Interval;
  readonly hasDeltaSlopes: boolean;
  readonly hasOrientations: boolean;
  readonly hasStuck: boolean;
  readonly left: number;
  readonly right: number;
}

/** One unit as a row of the figure's data. */
export interface UnitRow extends JsonObject {
  readonly unit: number;
  readonly breakpoint: number;
  readonly height: number;
  readonly active: ReturnType<typeof sideOf>;
  readonly state: 'stuck on a datum' | 'free';
}

const STUCK = 'stuck on a datum';
const FREE = 'free';

/** Where there are more crowds than this their sizes would overlap, and none is written. */
const MOST_CROWDS = 16;

/**
 * Checks the units and sorts out which of them lie in the window; undefined if no breakpoints are given.
 *
 * @throws As `splineFigure`.
 */
export function checkUnits(
  where: string,
  records: BreakpointRecords,
  window: Interval,
): ShownUnits | undefined {
  const { breakpoints, deltaSlopes, orientations, stuck, units } = records;
  if (breakpoints === undefined) {
    for (const [name, values] of Object.entries({ deltaSlopes, orientations, stuck, units })) {
      if (values !== undefined) throw new TypeError(`${where}: ${name} needs breakpoints, got none`);
    }
    return undefined;
  }
  const beta = finiteVector(where, 'breakpoints', breakpoints);
  const column = (
    name: string,
    values: NumericArray | undefined,
    otherwise: (i: number) => number,
  ): Float64Array => {
    const checked =
      values === undefined ? beta.map((_, i) => otherwise(i)) : finiteVector(where, name, values);
    sameLength(where, name, checked, 'breakpoints', beta.length);
    return checked;
  };
  const mu = column('deltaSlopes', deltaSlopes, () => 1);
  const s = column('orientations', orientations, () => 0);
  const index = column('units', units, (i) => i);
  if (orientations !== undefined) {
    s.forEach((sign, i) => {
      if (sign !== 1 && sign !== -1) {
        throw new RangeError(`${where}: orientations[${i}] must be 1 or -1, got ${show(sign)}`);
      }
    });
  }
  const isStuck = checkFlags(where, stuck, beta.length);
  const rows = Array.from(beta, (breakpoint, i): UnitRow => ({
    unit: index[i],
    breakpoint,
    height: mu[i],
    active: sideOf(s[i]),
    state: isStuck[i] ? STUCK : FREE,
  }));
  return {
    rows: rows.filter(({ breakpoint }) => holds(window, breakpoint)),
    window,
    hasDeltaSlopes: deltaSlopes !== undefined,
    hasOrientations: orientations !== undefined,
    hasStuck: stuck !== undefined,
    left: beta.filter((breakpoint) => breakpoint < window.low).length,
    right: beta.filter((breakpoint) => breakpoint > window.high).length,
  };
}

function checkFlags(where: string, stuck: unknown, count: number): readonly unknown[] {
  if (stuck === undefined) return new Array<boolean>(count).fill(true);
  if (!Array.isArray(stuck)) {
    throw new TypeError(`${where}: stuck must be an array of booleans, got ${show(stuck)}`);
  }
  stuck.forEach((flag: unknown, i) => {
    if (typeof flag !== 'boolean') {
      throw new TypeError(`${where}: stuck[${i}] must be a boolean, got ${show(flag)}`);
    }
  });
  sameLength(where, 'stuck', stuck as NumericArray, 'breakpoints', count);
  return stuck;
}

/** The panel of flags, one a unit, that shares its x axis with the panel above. */
export function breakpointPanel(
  where: string,
  { rows, window, hasDeltaSlopes, hasOrientations, hasStuck }: ShownUnits,
  { xUnit, yUnit }: { readonly xUnit?: string; readonly yUnit?: string },
  xTitle: string,
): JsonObject {
  const heights = extent(
    rows.map((row) => row.height),
    [0],
  );
  const shown = widen(where, 'deltaSlopes', heights ?? { low: 0, high: 1 }, {
    below: hasDeltaSlopes ? 0.08 : 0,
    above: 0.14,
  });
  const slopeUnit = yUnit === undefined || xUnit === undefined ? '' : ` (${yUnit} per ${xUnit})`;
  const slopeTitle = `delta-slope μ${slopeUnit}`;
  const x = quantity('breakpoint', {
    title: xTitle,
    scale: { domain: domain(window), nice: false, zero: false },
    axis: axisFormat(window),
  });
  const y = quantity('height', {
    title: hasDeltaSlopes ? slopeTitle : null,
    scale: { domain: domain(shown), nice: false, zero: false },
    axis: hasDeltaSlopes ? { ...axisFormat(shown), tickCount: 5 } : null,
  });
  // With the same title and axis as y: Vega-Lite fails to merge a title with none.
  const zero = { datum: 0, type: 'quantitative', title: y.title, scale: y.scale, axis: y.axis };
  const tooltip = [
    quantity('unit'),
    quantity('breakpoint', { title: 'breakpoint β' }),
    ...(hasDeltaSlopes ? [quantity('height', { title: slopeTitle })] : []),
    ...(hasOrientations ? [category('active')] : []),
    ...(hasStuck ? [category('state')] : []),
  ];
  const colour = hasOrientations ? { color: sideScale([palette.blue, palette.vermillion]) } : {};
  const shape = hasOrientations ? { shape: sideScale(['triangle-right', 'triangle-left']) } : {};
  // In a wide network the flags shrink: 64 or fewer are full size, 1,000 a quarter of it.
  const scale = Math.min(1, Math.sqrt(64 / rows.length));
  const flags = [STUCK, FREE]
    .flatMap((state) => [RIGHT, LEFT, UNSAID].map((side) => ({ state, side })))
    .map(({ state, side }) => ({
      data: inline(rows.filter((row) => row.state === state && row.active === side)),
      mark: {
        type: 'point',
        shape: 'circle',
        color: ink,
        // A white rim keeps filled flags in a crowd apart; a hollow one is smaller by its outline.
        ...(state === STUCK
          ? { filled: true, stroke: '#FFFFFF', strokeWidth: 0.6, size: 75 * scale }
          : { filled: false, strokeWidth: 1.3, size: 50 * scale }),
        opacity: 1,
        // The flag hangs on the active side of its pole, so that two sides at one breakpoint stay apart.
        xOffset: side === RIGHT ? 4 : side === LEFT ? -4 : 0,
      },
      encoding: { x, y, tooltip, ...colour, ...shape },
    }))
    .filter(({ data }) => data.values.length > 0);
  return {
    width: figureWidth,
    height: hasDeltaSlopes ? 150 : 40,
    layer: [
      {
        data: inline([{}]),
        mark: { type: 'rule', color: softInk, strokeWidth: 0.8 },
        encoding: { y: zero },
      },
      {
        data: inline(rows),
        mark: { type: 'rule', color: ink, opacity: 0.45 },
        encoding: { x, y, y2: { datum: 0 }, ...colour },
      },
      ...flags,
      {
        data: inline(crowds(rows, window)),
        mark: { type: 'text', dy: -9, fontWeight: 600 },
        encoding: { x, y, text: { field: 'count' } },
      },
    ],
  };
}

function sideScale(range: readonly string[]): JsonObject {
  return category('active', {
    title: 'unit active',
    scale: { domain: [RIGHT, LEFT], range },
    legend: { symbolOpacity: 1 },
  });
}

function crowds(rows: readonly UnitRow[], window: Interval): JsonObject[] {
  const found = crowdsOf(rows, window);
  return (found.length <= MOST_CROWDS ? found : []).map((crowd) => ({
    breakpoint: middleOf(crowd).breakpoint,
    height: crowd.reduce((top, row) => Math.max(top, row.height), 0),
    count: crowd.length,
  }));
}

/** What the panel shows and what it leaves out, in a sentence or two. */
export function unitsInWords({ rows, hasDeltaSlopes, hasStuck, left, right }: ShownUnits): string[] {
  const count = rows.length + left + right;
  if (count === 0) return ['No breakpoints.'];
  const elsewhere = left + right === 0 ? '' : `; out of view: ${tally(left)} left, ${tally(right)} right`;
  const flags = `Flags: ${tally(rows.length)} of ${counted(count, 'breakpoint')}${elsewhere}.`;
  // μ is the slope on the active side, and the jump from left to right is s·μ (theory 1.1).
  const jumps =
    hasDeltaSlopes && rows.some(({ active }) => active === LEFT)
      ? ['Height: μ; where a flag points left, the slope of f changes by −μ.']
      : [];
  if (!hasStuck || rows.length === 0) return [flags, ...jumps];
  const stuck = rows.filter((row) => row.state === STUCK).length;
  return [
    flags,
    ...jumps,
    `Filled: ${tally(stuck)} stuck on a datum; hollow: ${tally(rows.length - stuck)} free.`,
  ];
}
