import type { Claim } from '../definition.js';
import { AGREES_WITHIN, compareRows } from '../rows.js';
import type { Printed, Row } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import type {
  DensityCurvatureConfig,
  DensityCurvatureMetrics,
  DensityCurvaturePoint,
  DensityCurvatureRun,
} from './density-curvature-runs.js';
import { linspace } from '../linspace.js';
import { contradictions, inShort, layersInWords } from '../words.js';
import { curvedTargets } from './depth-targets.js';
import type { CurvedTargetName } from './depth-targets.js';

/** Correlations of print before and after, by number of hidden layers. */
const TABLE_4: Readonly<Record<CurvedTargetName, Readonly<Record<number, readonly [number, number]>>>> = {
  sine: { 1: [-0.077, 0.324], 4: [-0.171, 0.494] },
  cube: { 1: [-0.904, -0.891], 4: [-0.9, 0.688] },
  'sine of square': { 1: [-0.754, -0.592], 4: [-0.752, -0.212] },
  'cubic spline': { 1: [-0.164, 0.289], 4: [-0.133, 0.798] },
};

/** The predecessor's Table 4, which says neither spreads nor the number of runs: taken for one. */
export function printedCorrelation(
  { target, depth }: DensityCurvaturePoint,
  when: 'before' | 'after',
): Printed | undefined {
  const entry = TABLE_4[target][depth] as readonly [number, number] | undefined;
  return entry && { mean: entry[when === 'before' ? 0 : 1], count: 1 };
}

/** How much the correlation rises in a run. */
const rise = ({ before, after }: DensityCurvatureMetrics): number => after - before;

/** Correlations beside print, and the loss. */
export function densityRows(_: DensityCurvatureConfig, runs: readonly DensityCurvatureRun[]): Row[] {
  const groups = groupByPoint(runs);
  const conditionOf = ({ target, depth }: DensityCurvaturePoint): string =>
    `${curvedTargets[target].formula}, ${layersInWords(depth)}`;
  return compareRows([
    ...(['before', 'after'] as const).flatMap((when) =>
      groups.map(({ point, runs: group }) => ({
        condition: conditionOf(point),
        quantity: `correlation ${when} training`,
        values: valuesOf(group, (metrics) => metrics[when]),
        printed: printedCorrelation(point, when),
        ordering: `${when}, ${point.depth}`,
      })),
    ),
    ...groups.map(({ point, runs: group }) => ({
      condition: conditionOf(point),
      quantity: 'mean squared error after training',
      values: valuesOf(group, ({ loss }) => loss),
    })),
  ]);
}

/** Mean squared errors below this part of the mean of f² count as converged. */
const FINISHED = 0.01;

/** The function whose rows compare ours with another one. */
const NOT_GIVEN = 'cubic spline';

/** The functions on which the recipe has depth move breakpoints towards curvature. */
const MOVING = ['sine', 'sine of square'] as const;

/** What depth does to the densities, and whether they begin where print has them. */
export function densityClaims(config: DensityCurvatureConfig, runs: readonly DensityCurvatureRun[]): Claim[] {
  const [low, high] = [Math.min(...config.depths), Math.max(...config.depths)];
  const rises = (target: CurvedTargetName): readonly [number, number] => [
    summaryOf(runsAt(runs, { target, depth: low }), rise).mean,
    summaryOf(runsAt(runs, { target, depth: high }), rise).mean,
  ];
  const inWords = (target: CurvedTargetName): string => {
    const [shallow, deep] = rises(target);
    return `${curvedTargets[target].formula}: ${inShort(shallow)} and ${inShort(deep)}`;
  };
  const moving = MOVING.filter((target) => config.targets.includes(target));
  const others = config.targets.filter((target) => !moving.some((each) => each === target));
  const exceeds = (target: CurvedTargetName): boolean => rises(target)[1] > rises(target)[0];
  const statement = (targets: readonly CurvedTargetName[]): string =>
    `On ${targets.map((target) => curvedTargets[target].formula).join(' and ')}, training raises the correlation more ` +
    `with ${high} hidden layers than with ${low}.`;
  const far = densityRows(config, runs).filter(
    ({ condition, quantity, z }) =>
      quantity === 'correlation before training' &&
      !condition.startsWith(curvedTargets[NOT_GIVEN].formula) &&
      Math.abs(z) > AGREES_WITHIN,
  );
  return [
    ...(low < high ? [moving, others] : [])
      .filter((targets) => targets.length > 0)
      .map((targets) => ({
        statement: statement(targets),
        holds: targets.every(exceeds),
        evidence: targets.map(inWords).join('; '),
        asserted: targets === moving,
      })),
    {
      statement: 'Correlations before training are those of print, for functions that print gives.',
      holds: far.length === 0,
      evidence:
        far.length === 0
          ? 'all lie within two standard errors'
          : far
              .map(
                ({ condition, ours, printed }) =>
                  `${condition}: ${inShort(ours.mean)} beside ${inShort(printed?.mean ?? NaN)}`,
              )
              .join('; '),
      asserted: false,
    },
  ];
}

/** What holds and what does not. */
export function densityFindings(
  config: DensityCurvatureConfig,
  runs: readonly DensityCurvatureRun[],
): string {
  const rows = densityRows(config, runs).filter(({ printed }) => printed !== undefined);
  const agreeing = (when: string): string => {
    const those = rows.filter(({ quantity }) => quantity === `correlation ${when} training`);
    return `${those.filter(({ verdict }) => verdict === 'agrees').length} of ${those.length}`;
  };
  const claims = densityClaims(config, runs);
  return [
    `Of the correlations that are in print, ${agreeing('before')} agree before training and ${agreeing('after')} after it.`,
    'Those before training need only the domain and the initialization. Those after it depend on the optimiser, the ' +
      'number of steps and the domain, of which print gives none.',
    ...(config.targets.includes(NOT_GIVEN)
      ? ['The cubic spline of print is another one than ours: its rows say little.']
      : []),
    ...unfinished(config, runs),
    ...claims
      .filter(({ holds }) => holds)
      .map(({ statement, evidence }) => `${statement.slice(0, -1)} (${evidence}).`),
    ...contradictions(claims),
  ].join(' ');
}

/** Where training is far from its end, which print says it reached. */
function unfinished(
  { points, steps }: DensityCurvatureConfig,
  runs: readonly DensityCurvatureRun[],
): string[] {
  const left = groupByPoint(runs).flatMap(({ point: { target, depth }, runs: group }) => {
    const { formula, halfWidth, value } = curvedTargets[target];
    const square = linspace(-halfWidth, halfWidth, points).reduce(
      (sum, x) => sum + value(x) ** 2 / points,
      0,
    );
    const part = summaryOf(group, ({ loss }) => loss).mean / square;
    return part > FINISHED ? [`${formula} with ${layersInWords(depth)} (${inShort(100 * part)} %)`] : [];
  });
  if (left.length === 0) return [];
  return [
    `After ${steps} steps training is not at its end: the mean squared error is still above ${100 * FINISHED} % of the mean of ` +
      `f² for ${left.join(', ')}.`,
  ];
}
