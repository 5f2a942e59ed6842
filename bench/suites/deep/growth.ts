import { flattenDeep, inducedBreakpoints, toPiecewiseLinear } from 'relu-splines/deep';
import type { DeepNetwork } from 'relu-splines/deep';
import { fitExponent } from '../../exponent.js';
import { goal } from '../../goals.js';
import { time } from '../../harness.js';
import type { Part } from '../../parts.js';
import { costPanel } from '../../plots.js';
import { figure, table } from '../../record.js';
import type { Session } from '../../session.js';
import { SHAPES, random, sawtooth } from './networks.js';

/** How the exact extraction grows with what it finds. */
export function growthPart({ effort, isQuick }: Session): Part {
  const half = { ...effort, secondsPerRound: effort.secondsPerRound / 2 };
  const folds = isQuick ? [4, 8] : [4, 6, 8, 10, 12, 14, 16];
  const widths = isQuick ? [10, 20] : [10, 20, 40, 80, 160, 320];
  const families: readonly { family: string; networks: readonly [string, DeepNetwork][] }[] = [
    {
      family: 'layers of two, folding',
      networks: folds.map((times) => [`2 × ${times}, sawtooth`, sawtooth(times)]),
    },
    {
      family: 'one layer',
      networks: widths.map((width) => [String(width), random([width])]),
    },
    {
      family: 'two layers',
      networks: widths.map((width) => [`${width}–${width}`, random([width, width])]),
    },
    {
      family: 'other shapes',
      networks: SHAPES.filter((shape) => shape.length > 2 && !isQuick).map((shape) => [
        shape.join('–'),
        random(shape),
      ]),
    },
  ];
  const measured = families.map(({ family, networks }) => ({
    family,
    rows: networks.map(([name, network]) => {
      const found = inducedBreakpoints(network);
      const units = found.widths.reduce((sum, width) => sum + width, 0);
      const weights = flattenDeep(network).length;
      const knots = new Set(found.breakpoints).size;
      return {
        name,
        units,
        weights,
        knots,
        pieces: time(() => toPiecewiseLinear(network).slopes[0], half),
        induced: time(() => inducedBreakpoints(network).jumps[0], half),
      };
    }),
  }));
  const costs = (size: 'units' | 'weights') =>
    measured.map(({ family, rows }) => ({
      name: family,
      costs: rows.map((row) => ({ size: row[size] * row.knots, time: row.pieces })),
    }));
  const exponents = (['units', 'weights'] as const).flatMap((size) => {
    const series = costs(size).filter((each) => each.costs.length > 2 || (isQuick && each.costs.length > 1));
    const all = costs(size).flatMap((each) => each.costs);
    return [...series, { name: 'all shapes', costs: all }].map((each) =>
      fitExponent(each.name, `${size} × knots`, each.costs),
    );
  });
  const worst = (size: string): number =>
    Math.max(...exponents.filter((each) => each.size === size).map(({ value }) => value));
  return {
    tables: [
      table({
        id: 'growth',
        title: 'Growth of the exact extraction',
        note:
          'He’s initialization, σ_b = 1, and networks that fold; all of ℝ. Nanoseconds by the number of units and by that of weights and biases, each times that of ' +
          'knots (all induced breakpoints).',
        head: 'widths',
        columns: [
          'units',
          'knots',
          'pieces',
          'breakpoints and jumps',
          'ns / (unit × knot)',
          'ns / (weight × knot)',
        ],
        rows: measured.flatMap(({ rows }) =>
          rows.map(({ name, units, weights, knots, pieces, induced }) => ({
            name,
            cells: [
              figure(units),
              figure(knots),
              pieces,
              induced,
              figure((1e3 * pieces.median) / (units * knots)),
              figure((1e3 * pieces.median) / (weights * knots)),
            ],
          })),
        ),
      }),
    ],
    plots: [
      {
        id: 'growth',
        title: 'Deep networks: time of the exact pieces against what is found',
        panels: [costPanel('units × knots', costs('units')), costPanel('weights × knots', costs('weights'))],
      },
    ],
    exponents,
    goals: ['units × knots', 'weights × knots'].map((size) =>
      goal({
        aim: 'deep',
        what: `exponent of the time of the exact pieces in ${size}, most of all families of shapes`,
        goal: '≤ 1.1',
        measured: isQuick ? null : figure(worst(size)),
        atMost: 1.1,
      }),
    ),
  };
}
