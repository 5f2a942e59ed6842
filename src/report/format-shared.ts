import type { Standardisation } from '../forms/units.js';
import type { DataReport, LossReport } from './fit.js';
import type { Naming } from './reading.js';
import { WIDTH, counted, figure, measured, paragraph, section } from './text.js';

/** What every report has: names, data and fit. */
export interface Fitted extends Naming {
  readonly standardisation: Standardisation | null;
  readonly data: DataReport;
  readonly loss: LossReport;
}

/** Most rows of a table of kinks. */
const MOST_ROWS = 24;

/** Sections as a page, one blank line between them; those without lines are left out. */
export function page(sections: readonly (readonly string[])[]): string {
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** A name with its unit: `times (ms)`. */
export function withUnit(name: string, unit: string | null): string {
  return unit === null ? name : `${name} (${unit})`;
}

/** What slopes are measured in. */
export function slopeUnit({ xName, yName, xUnit, yUnit }: Naming): string {
  return `${yUnit ?? yName} per ${xUnit ?? xName}`;
}

/** The data in a line, or two where names are long. */
export function dataLines({ data, xName, yName, xUnit, yUnit }: Fitted): string[] {
  const text =
    `${yName} against ${xName}: ${counted(data.count, 'datum', 'data')} at ${counted(data.distinct, 'distinct x', 'distinct x')}, ` +
    `${xName} ${figure(data.xLow)} to ${measured(data.xHigh, xUnit)}, ${yName} ${figure(data.yLow)} to ${measured(data.yHigh, yUnit)}`;
  return paragraph(text, WIDTH, '');
}

/** How well the network fits. */
export function fitSection({ loss, yName, yUnit, standardisation }: Fitted): string[] {
  const unit = standardisation === null ? '' : ' in the coordinates of training';
  return section(
    'The fit',
    paragraph(
      `Loss ½Σε² = ${figure(loss.trained, 6)}, mean squared error ${figure(loss.meanSquaredError, 6)}${unit}; root mean square ` +
        `${measured(loss.rootMeanSquare, yUnit ?? `in ${yName}`)}; ${figure(100 * loss.explained, 3)} % of the variance explained. Gradient norm ${figure(loss.gradientNorm)}.`,
      WIDTH,
    ),
  );
}

/** The largest kinks, from left to right, and what to say of the others. */
export function largestKinks<Kink extends Record<'x' | 'slopeBefore' | 'slopeAfter', number>>(
  kinks: readonly Kink[],
): { readonly shown: readonly Kink[]; readonly remark: readonly string[] } {
  const jump = ({ slopeBefore, slopeAfter }: Kink): number => Math.abs(slopeAfter - slopeBefore);
  const shown = [...kinks]
    .sort((a, b) => jump(b) - jump(a))
    .slice(0, MOST_ROWS)
    .sort((a, b) => a.x - b.x);
  const hidden = kinks.length - shown.length;
  return { shown, remark: hidden === 0 ? [] : [`  and ${counted(hidden, 'smaller one')}`] };
}
