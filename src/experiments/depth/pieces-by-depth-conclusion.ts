import type { Claim } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Printed, Row, Summary } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import { contradictions, inPlaces, layersInWords } from '../words.js';
import { depthTargets } from './depth-targets.js';
import type { DepthTargetName } from './depth-targets.js';
import type {
  PiecesByDepthConfig,
  PiecesByDepthMetrics,
  PiecesByDepthPoint,
  PiecesByDepthRun,
} from './pieces-by-depth-runs.js';

/** Means and standard deviations of print, by function and number of hidden layers. */
const TABLE_2: Readonly<Record<DepthTargetName, Readonly<Record<number, readonly [number, number]>>>> = {
  sine: { 1: [40, 0], 2: [55.5, 2.9], 4: [68, 3.1], 5: [62.25, 15.1] },
  polynomial: { 1: [40, 0], 2: [52, 1.414], 4: [57.25, 6.8], 5: [49, 3.5] },
  sawtooth: { 1: [40, 0], 2: [50, 0.7], 4: [48.5, 2.5], 5: [44.5, 5.1] },
  arctan: { 1: [40, 0], 2: [49.25, 3.3], 4: [42.5, 4.8], 5: [38, 5.1] },
  exponential: { 1: [40, 0], 2: [51.25, 6.1], 4: [40.25, 3.9], 5: [33.75, 1.1] },
  quadratic: { 1: [40, 0], 2: [49.25, 4.5], 4: [40.25, 3.3], 5: [31.5, 1.7] },
};

/** What the predecessor's Table 2 says of a function and a number of hidden layers of 40 units in all. */
export function printedPieces(target: DepthTargetName, depth: number, units = 40): Printed | undefined {
  const entry = units === 40 ? TABLE_2[target][depth] : undefined;
  return entry && { mean: entry[0], spread: entry[1] };
}

const after = (metrics: PiecesByDepthMetrics): number => metrics.after;

const piecesAt = (runs: readonly PiecesByDepthRun[], target: DepthTargetName, depth: number): Summary =>
  summaryOf(runsAt(runs, { target, depth }), after);

/** Pieces beside print, and what else was measured. */
export function piecesRows({ units }: PiecesByDepthConfig, runs: readonly PiecesByDepthRun[]): Row[] {
  const groups = groupByPoint(runs);
  const conditionOf = ({ target, depth }: PiecesByDepthPoint): string =>
    `${depthTargets[target].formula}, ${layersInWords(depth)}`;
  return compareRows([
    ...groups.map(({ point, runs: group }) => ({
      condition: conditionOf(point),
      quantity: 'pieces after training',
      values: valuesOf(group, after),
      printed: printedPieces(point.target, point.depth, units),
      ordering: point.target,
    })),
    ...groups.flatMap(({ point, runs: group }) => [
      {
        condition: conditionOf(point),
        quantity: 'pieces before training',
        values: valuesOf(group, ({ before }) => before),
      },
      {
        condition: conditionOf(point),
        quantity: 'knots of the function in the domain after training',
        values: valuesOf(group, ({ visible }) => visible),
      },
      {
        condition: conditionOf(point),
        quantity: 'mean squared error after training',
        values: valuesOf(group, ({ loss }) => loss),
      },
    ]),
  ]);
}

/** Pieces a unit that no run should reach: the largest possible numbers are exponential in depth. */
export const MOST_PER_UNIT = 3;

/** What print says of depth. */
export function piecesClaims(config: PiecesByDepthConfig, runs: readonly PiecesByDepthRun[]): Claim[] {
  const { units, targets, depths } = config;
  const finite = valuesOf(runs, after).filter(Number.isFinite);
  const most = Math.max(0, ...finite);
  const shallow = runsAt(runs, { depth: 1 });
  const growing = targets.includes('sine') && depths.includes(1) && depths.includes(4);
  const simple = (['arctan', 'exponential', 'quadratic'] as const).filter((each) => targets.includes(each));
  const [low, high] = [Math.min(...depths.filter((depth) => depth > 1)), Math.max(...depths)];
  const declines = simple.map(
    (each) => [piecesAt(runs, each, low).mean, piecesAt(runs, each, high).mean] as const,
  );
  const spreads = targets.map(
    (each) => [piecesAt(runs, each, low).spread, piecesAt(runs, each, high).spread] as const,
  );
  const ends = declines.map(([from, to], i) => `${simple[i]} ${inPlaces(from, 1)} and ${inPlaces(to, 1)}`);
  return [
    {
      statement: `The number of pieces does not grow exponentially with depth: it is always below ${MOST_PER_UNIT} a unit.`,
      holds: finite.length > 0 && most < MOST_PER_UNIT * units,
      evidence: `the most are ${most} pieces of ${units} units`,
      asserted: true,
    },
    ...(shallow.length > 0
      ? [
          {
            statement: 'With one hidden layer there is one breakpoint a unit, before training and after.',
            holds: shallow.every(({ metrics }) => metrics.before === units && metrics.after === units),
            evidence: `in ${shallow.length} runs`,
            asserted: true,
          },
        ]
      : []),
    ...(growing
      ? [
          {
            statement: 'On the sine, four hidden layers have more pieces than one.',
            holds: piecesAt(runs, 'sine', 4).mean > piecesAt(runs, 'sine', 1).mean,
            evidence: `${inPlaces(piecesAt(runs, 'sine', 4).mean, 1)} against ${inPlaces(piecesAt(runs, 'sine', 1).mean, 1)}`,
            asserted: true,
          },
        ]
      : []),
    ...(simple.length > 0 && low < high
      ? [
          {
            statement: `On simple functions, pieces become fewer from ${low} to ${high} hidden layers.`,
            holds: declines.every(([from, to]) => to < from),
            evidence: ends.join(', '),
            asserted: false,
          },
        ]
      : []),
    ...(config.seeds > 1 && low < high
      ? [
          {
            statement: `Numbers of pieces vary more with ${high} hidden layers than with ${low}, on all functions.`,
            holds: spreads.every(([from, to]) => to > from),
            evidence: `standard deviations ${spreads.map(([from, to], i) => `${targets[i]} ${inPlaces(from, 1)} and ${inPlaces(to, 1)}`).join(', ')}`,
            asserted: false,
          },
        ]
      : []),
  ];
}

/** What holds, what does not and why. */
export function piecesFindings(config: PiecesByDepthConfig, runs: readonly PiecesByDepthRun[]): string {
  const { units, targets, depths } = config;
  const [low, high] = [Math.min(...depths), Math.max(...depths)];
  const counts = targets.map((target) => {
    const [from, to] = [low, high].map((depth) => piecesAt(runs, target, depth));
    const first = low < high ? `${inPlaces(from.mean, 1)} and ` : '';
    // One run has no spread.
    const spread = Number.isNaN(to.spread) ? '' : ` ± ${inPlaces(to.spread, 1)}`;
    return `${depthTargets[target].formula} ${first}${inPlaces(to.mean, 1)}${spread}`;
  });
  const diverged = runs.filter(({ metrics }) => Number.isNaN(metrics.after)).length;
  const claims = piecesClaims(config, runs);
  return [
    `With ${layersInWords(low)}${low < high ? ` and with ${high}` : ''}, ${units} units come to these numbers of pieces: ${counts.join('; ')}.`,
    ...(claims[0].holds ? ['They are of the order of the number of units in any depth, as print says.'] : []),
    ...(targets.includes('polynomial')
      ? ['The polynomial of print is not given: its rows compare different functions.']
      : []),
    ...contradictions(claims),
    ...(diverged === 0 ? [] : [`${diverged} of ${runs.length} runs diverged.`]),
  ].join(' ');
}
