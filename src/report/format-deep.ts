import { checkDeepReport } from './check-report.js';
import type { DeepKink } from './kinks-deep.js';
import type { DeepReport } from './describe-deep.js';
import { dataLines, fitSection, largestKinks, page, slopeUnit, withUnit } from './format-shared.js';
import type { LayerReport } from './layers.js';
import { WIDTH, counted, figure, paragraph, section, table } from './text.js';

/** Most breakpoints named at one kink. */
const MOST_NAMED = 4;

/**
 * A report on a deep network as a page of text, of at most 92 columns.
 *
 * @throws `TypeError` for what is not a report of `describeDeep`.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepNetwork } from 'relu-splines/deep';
 * import { describeDeep, formatDeepReport } from 'relu-splines/report';
 *
 * const network = deepNetwork([{ weights: [[1]] }, { weights: [[1]], biases: [-1] }, { weights: [[2]] }]);
 * formatDeepReport(describeDeep(network, dataset([-1, 2], [0, 2]))).includes('2 hidden layers'); // true
 * ```
 */
export function formatDeepReport(report: DeepReport): string {
  checkDeepReport('formatDeepReport', report);
  return page([
    headSection(report),
    functionSection(report),
    layerSection(report),
    kinkSection(report),
    fitSection(report),
  ]);
}

function headSection(report: DeepReport): string[] {
  const { layers, parameters } = report;
  const widths = layers.map(({ units }) => units).join(' × ');
  const title =
    `A ReLU network of ${counted(layers.length, 'hidden layer')} (${widths} ${widths === '1' ? 'unit' : 'units'}, ` +
    `${counted(parameters, 'parameter')}), read as the spline that it is`;
  return [...paragraph(title, WIDTH, ''), ...dataLines(report)];
}

function functionSection(report: DeepReport): string[] {
  const { pieces, piecesAmongData, layers, data, breakpoints } = report;
  const total = (of: (layer: LayerReport) => number): number =>
    layers.reduce((sum, layer) => sum + of(layer), 0);
  const among = total((layer) => layer.breakpointsAmongData);
  const onData = total((layer) => layer.onData);
  const induced = `${counted(breakpoints.breakpoints.length, 'breakpoint')} induced by its units`;
  const lines = [
    `${counted(pieces.slopes.length, 'piece')} on all of ℝ, ${piecesAmongData} between the first and the last datum; ` +
      `${data.occupiedPieces} with data in them, at most ${data.mostInPiece} in one.`,
    among === 0
      ? `${induced}, none among the data.`
      : `${induced}, ${among} among the data. Of those the function bends at ` +
        `${total((layer) => layer.active)}, and ${onData} ${onData === 1 ? 'lies' : 'lie'} on a datum, to within ${figure(report.stuckWithin)} of the range of x.`,
    `Roughness of the function (ΣJ²): ${figure(report.functionRoughness)}, among the data ${figure(report.roughnessAmongData)}, in (${slopeUnit(report)})².`,
  ];
  return section(
    'The function',
    lines.flatMap((line) => paragraph(line, WIDTH)),
  );
}

function layerSection({ layers, ...report }: DeepReport): string[] {
  const rows = layers.map((layer, l) =>
    [
      l,
      layer.units,
      layer.dead,
      layer.alwaysActive,
      layer.bending,
      layer.breakpoints,
      layer.breakpointsAmongData,
      layer.active,
      layer.onData,
    ]
      .map(String)
      .concat(figure(layer.basisRoughness, 3), figure(layer.outputRoughness, 3)),
  );
  return section(
    'The layers among the data',
    [
      ...table(
        [
          ['', '', 'units', 'always', '', 'break-', 'among', '', 'on', '', ''],
          [
            'layer',
            'units',
            'dead',
            'active',
            'bending',
            'points',
            'data',
            'active',
            'data',
            'ρ_basis',
            'ρ_out',
          ],
          ...rows,
        ],
        'rrrrrrrrrrr',
      ),
      ...paragraph(
        `ρ_basis: squared kinks of what the layer hands on, its own and those that it takes. ρ_out: squared kinks of the ` +
          `function at the layer’s own breakpoints, in (${slopeUnit(report)})².`,
        WIDTH,
      ),
    ],
    'counted from 0',
  );
}

function kinkSection(report: DeepReport): string[] {
  const { kinks } = report;
  const title = 'Kinks among the data';
  if (kinks.length === 0) return section(title, ['  None: a straight line there.']);
  const { shown, remark } = largestKinks(kinks);
  const rows = shown.map(({ x, slopeBefore, slopeAfter, onData, breakpoints }) => [
    figure(x, 5),
    figure(slopeBefore),
    figure(slopeAfter),
    figure(slopeAfter - slopeBefore),
    onData ? 'yes' : '',
    named(breakpoints),
  ]);
  const head = [withUnit(report.xName, report.xUnit), 'slope before', 'after', 'jump', 'on a datum'];
  return section(
    title,
    [...table([[...head, 'layer:unit'], ...rows], 'rrrrcl'), ...remark],
    `slopes in ${slopeUnit(report)}`,
  );
}

/** Who makes a kink: `0:14 2:3`, the first few of them. */
function named(breakpoints: DeepKink['breakpoints']): string {
  const names = breakpoints.slice(0, MOST_NAMED).map(({ layer, unit }) => `${layer}:${unit}`);
  const others = breakpoints.length - names.length;
  return [...names, ...(others === 0 ? [] : [`and ${others} more`])].join(' ');
}
