import { checkReport } from './check-report.js';
import type { KnotTypeCounts } from '../loss/slices/knot-types.js';
import type { Report } from './describe.js';
import { destinationSection } from './format-destination.js';
import { dataLines, fitSection, largestKinks, page, slopeUnit, withUnit } from './format-shared.js';
import { WIDTH, counted, figure, paragraph, section, table } from './text.js';

/**
 * A report as a page of text, of at most 92 columns.
 *
 * @throws `TypeError` for what is not a report of `describe`.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { describe, formatReport } from 'relu-splines/report';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
 * formatReport(describe(network, dataset([-1, 2], [0, 2]))).includes('1 unit'); // true
 * ```
 */
export function formatReport(report: Report): string {
  checkReport('formatReport', report);
  const sections = [
    headSection(report),
    splineSection(report),
    kinkSection(report),
    fitSection(report),
    stuckSection(report),
    knotSection(report),
    flatSection(report),
    verdictSection(report),
    destinationSection(report),
  ];
  return page(sections);
}

function headSection(report: Report): string[] {
  return [
    `A shallow ReLU network of ${counted(report.spline.width, 'unit')}, read as the spline that it is`,
    ...dataLines(report),
  ];
}

function splineSection(report: Report): string[] {
  const { spline, data } = report;
  const { units } = spline;
  const kept = units.breakpoints.length;
  const folded = units.foldedUnits.length;
  const lines = [
    `${counted(kept, 'breakpoint')}: ${spline.breakpointsLeft} left of the data, ${spline.breakpointsInside} among them, ` +
      `${spline.breakpointsRight} right of them; ${spline.rightFacing} face right, ${kept - spline.rightFacing} left.`,
    ...(folded === 0
      ? []
      : [
          `${counted(folded, 'unit')} with w = 0 ${folded === 1 ? 'has' : 'have'} no breakpoint and only shift the function.`,
        ]),
    `${counted(data.pieces, 'piece')}, ${data.occupiedPieces} with data in them, at most ${data.mostInPiece} in one: ` +
      (data.lonely
        ? 'a lonely partition, every datum in a piece of its own.'
        : `not a lonely partition (${isolation(report)}).`),
    `Roughness: ${figure(spline.roughness)} by units (Σμ²), ${figure(spline.functionRoughness)} of the function itself (ΣJ²), in (${slopeUnit(report)})².`,
  ];
  return section(
    'The function',
    lines.flatMap((line) => paragraph(line, WIDTH)),
  );
}

// What breakpoints scattered like the data would do, as something to hold the partition against.
function isolation({ spline, data }: Report): string {
  const probability = data.lonelinessProbability;
  const breakpoints = counted(spline.units.breakpoints.length, 'breakpoint');
  return probability === 0
    ? `${breakpoints} cannot isolate ${counted(data.count, 'datum', 'data')}`
    : `${breakpoints} scattered like the data would isolate each with probability ${figure(probability, 2)}`;
}

function kinkSection(report: Report): string[] {
  const { kinks } = report;
  const title = 'Kinks among the data';
  if (kinks.length === 0) return section(title, ['  None: a straight line there.']);
  const { shown, remark } = largestKinks(kinks);
  const rows = shown.map(({ x, rightFacing, leftFacing, slopeBefore, slopeAfter }) => [
    figure(x, 5),
    String(rightFacing),
    String(leftFacing),
    figure(slopeBefore),
    figure(slopeAfter),
    figure(slopeAfter - slopeBefore),
  ]);
  const lines = [
    ...table(
      [
        [
          withUnit(report.xName, report.xUnit),
          'facing right',
          'facing left',
          'slope before',
          'after',
          'jump',
        ],
        ...rows,
      ],
      'rrrrrr',
    ),
    ...remark,
  ];
  return section(title, lines, `slopes in ${slopeUnit(report)}`);
}

function stuckSection({ stuck, spline, data, criticality, xName, xUnit }: Report): string[] {
  if (stuck.length === 0) {
    return section('Stuck breakpoints', ['  No breakpoint lies on a datum.']);
  }
  const total = criticality.stuck.length;
  const places = new Set(stuck.map(({ x }) => x)).size;
  const rows = stuck.map(({ x, dataCount, orientation, units, activity, farthest, state }) => [
    figure(x, 5),
    String(dataCount),
    String(units.length),
    orientation > 0 ? 'right' : 'left',
    state === 'fitted' ? 'any' : state === 'dead' ? '' : figure(activity, 3),
    figure(farthest, 2),
    state,
  ]);
  const states = new Set(stuck.map(({ state }) => state));
  const remarks = [
    states.has('fitted') ? ' A fitted datum has no residual to push with, and any activity will do.' : '',
    states.has('dead') ? ' Units at the outermost datum that face away from the others are dead.' : '',
  ];
  return section('Stuck breakpoints', [
    ...paragraph(
      `${total} of the ${spline.breakpointsInside} breakpoints among the data lie on a datum, all on ${places} of the ` +
        `${data.distinct} distinct x, to within ${figure(criticality.stuckWithin)} of the range of x. Training drives a breakpoint onto a datum ` +
        `that pushes it back from both sides; part-time activity there, a*, balances the forces where it is between 0 and 1.${remarks.join('')}`,
      WIDTH,
    ),
    ...table([[withUnit(xName, xUnit), 'data', 'units', 'facing', 'a*', 'farthest', ''], ...rows], 'rrrlrrl'),
  ]);
}

function knotSection({ knots }: Report): string[] {
  const { slice, flow } = knots;
  const row = (name: string, { types }: KnotTypeCounts): string[] => [
    name,
    String(types.attractor),
    String(types.repeller),
    String(types['passthrough-left']),
    String(types['passthrough-right']),
    String(types.degenerate),
  ];
  return section(
    'What the data are to the breakpoints',
    table(
      [
        ['', 'attractors', 'repellers', 'pass left', 'pass right', 'degenerate'],
        row('of the loss along one breakpoint', slice),
        row('of gradient flow, now', flow),
      ],
      'lrrrrr',
    ),
    `${counted(slice.units, 'unit')} × ${slice.knots} distinct x`,
  );
}

function flatSection({ flat, criticality }: Report): string[] {
  const { positive, negative, zero } = criticality.inertia;
  const rows = flat.causes
    .filter(({ dimension }) => dimension > 0)
    .map(({ cause, dimension, alsoFlatForHessian }) => [
      String(dimension),
      cause.replaceAll('-', ' '),
      `${alsoFlatForHessian === dimension ? 'all' : alsoFlatForHessian} also flat for the full Hessian`,
    ]);
  return section('Curvature', [
    ...paragraph(
      `Hessian of ${flat.parameters} parameters: ${positive} positive, ${negative} negative, ${zero} zero eigenvalues ` +
        `(threshold ${figure(criticality.inertia.threshold)}). Its Gram part has rank ${flat.rank}; the other ${flat.nullity} directions change no residual to first order:`,
      WIDTH,
    ),
    ...table(rows, 'rll', '    '),
  ]);
}

function verdictSection({ criticality }: Report): string[] {
  const { hypotheses, piecewiseLeastSquares, tolerance } = criticality;
  const held = [
    [hypotheses.noBreakpointOnDatum, 'no breakpoint lies on a datum'],
    [hypotheses.outputWeightsNonZero, 'no output weight is zero'],
    [
      hypotheses.inputInSpan !== null,
      hypotheses.inputInSpan === 'opposite-pair'
        ? 'two units face away from each other in one gap'
        : 'a unit sees all data',
    ],
    [hypotheses.lonely, 'every datum has a piece of its own'],
    [hypotheses.unitInEveryGap, 'every gap between data has a breakpoint'],
  ] as const;
  const words = (holds: boolean): string =>
    held
      .filter(([value]) => value === holds)
      .map(([, text]) => text)
      .join('; ') || 'none';
  return section('Where it stands', [
    ...paragraph(criticality.description, WIDTH),
    ...paragraph(
      piecewiseLeastSquares.holds
        ? `Every piece is a least-squares fit of its data (tolerance ${figure(tolerance)}).`
        : `Not every piece is a least-squares fit of its data: in the worst, the residuals or their moments add up to ${sumInWords(piecewiseLeastSquares.level)}, where least squares has 0.`,
      WIDTH,
    ),
    ...paragraph(`Of the theorems' hypotheses these hold: ${words(true)}.`, WIDTH),
    ...paragraph(`These do not: ${words(false)}.`, WIDTH),
  ]);
}

// |Σ| over Σ| |: 1 where nothing cancels, as for a single datum that is not fitted.
function sumInWords(level: number): string {
  const part = figure(level, 2);
  return part === '1' ? 'as much as their absolute values do' : `${part} of their absolute values`;
}
