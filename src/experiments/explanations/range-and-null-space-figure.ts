import { planeFigure } from '../../plot/plane-figure.js';
import type { PlanePanel, Strand } from '../../plot/plane-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import type {
  RangeAndNullSpaceConfig,
  RangeAndNullSpacePoint,
  RangeAndNullSpaceRun,
} from './range-and-null-space-runs.js';

/** Residuals whose loss has a level drawn: equally far apart. */
const RESIDUALS = Array.from({ length: 14 }, (_, k) => (k + 1) / 2);

/** The two pictures: paths over the levels of the loss, and what moving a breakpoint does to the solutions. */
export function rangeFigures(
  config: RangeAndNullSpaceConfig,
  runs: readonly RangeAndNullSpaceRun[],
): VegaLiteSpec {
  const [x, y] = config.datum;
  const run = (
    start: RangeAndNullSpacePoint['start'],
  ): Strand & { readonly end: readonly [number, number] } => {
    const { first, second } = runs.find(({ point }) => point.scene === 'picture' && point.start === start)
      ?.metrics ?? { first: [0], second: [0] };
    return { x: first, y: second, end: [first[first.length - 1], second[second.length - 1]] };
  };
  const origin = run('origin');
  const elsewhere = run('elsewhere');
  const [startX, startY] = config.elsewhere;
  const reach = 1.25 * Math.max(1, ...[startX, startY, ...origin.end, ...elsewhere.end].map(Math.abs));
  const window = { low: -reach, high: reach };
  const axes = { x: { label: 'μ₁', window }, y: { label: 'μ₂', window } };
  // Far beyond the window: what leaves it is cut.
  const line = (a: number, b: number, level: number): Strand => {
    const foot = level / (a * a + b * b);
    const far = (4 * reach) / Math.hypot(a, b);
    return { x: [a * foot - b * far, a * foot + b * far], y: [b * foot + a * far, b * foot - a * far] };
  };
  const [a, b] = config.breakpoints.map((beta) => x - beta);
  const levelsOf = (first: number, second: number): Strand[] =>
    RESIDUALS.flatMap((each) => [1, -1].map((sign) => line(first, second, y + sign * each)));
  const paths: PlanePanel = {
    title: 'loss, and two flows',
    ...axes,
    levels: levelsOf(a, b),
    families: [
      { name: 'no loss', strands: [line(a, b, y)], emphasis: true },
      { name: 'range of the transpose', strands: [line(-b, a, 0)] },
      { name: 'flow', strands: [origin, elsewhere] },
      {
        name: 'equally far from the start',
        strands: [circle([0, 0], origin.end), circle([startX, startY], elsewhere.end)],
      },
    ],
    points: [
      { x: 0, y: 0, label: 'origin' },
      { x: startX, y: startY, label: 'elsewhere' },
      { x: origin.end[0], y: origin.end[1], label: '' },
      { x: elsewhere.end[0], y: elsewhere.end[1], label: '' },
    ],
  };
  const places = config.moved.map((beta) => x - beta);
  const moved: PlanePanel = {
    title: 'the second breakpoint moves',
    ...axes,
    families: [
      { name: 'no loss', strands: places.map((each) => line(a, each, y)), emphasis: true },
      { name: 'range of the transpose', strands: places.map((each) => line(-each, a, 0)) },
    ],
    points: places.map((each, i) => {
      const foot = y / (a * a + each * each);
      return { x: a * foot, y: each * foot, label: `β₂ = ${config.moved[i]}` };
    }),
  };
  return planeFigure({
    title: 'What the data see of two delta-slopes',
    notes: [
      'Grey: levels of the loss, which is constant along the null space of Φ. Each flow moves along the range of Φᵀ and stops ' +
        'where a circle about its start touches the line without loss.',
    ],
    panels: [paths, moved],
  });
}

function circle([x, y]: readonly [number, number], [atX, atY]: readonly [number, number]): Strand {
  const radius = Math.hypot(atX - x, atY - y);
  const angles = Array.from({ length: 181 }, (_, k) => (2 * Math.PI * k) / 180);
  return {
    x: angles.map((angle) => x + radius * Math.cos(angle)),
    y: angles.map((angle) => y + radius * Math.sin(angle)),
  };
}
