import { object, show } from '../numeric/checks.js';

/** Refuses what `describe` has not made. */
export function checkReport(where: string, report: unknown): void {
  checkMadeBy('describe', where, report, 'criticality');
}

/** Refuses what `describeDeep` has not made. */
export function checkDeepReport(where: string, report: unknown): void {
  checkMadeBy('describeDeep', where, report, 'piecesAmongData');
}

/** By a property that only this kind of report has. */
function checkMadeBy(maker: string, where: string, report: unknown, property: string): void {
  object(where, 'report', report);
  if (!(property in (report as object))) {
    throw new TypeError(`${where}: report must be made by ${maker}(network, data), got ${show(report)}`);
  }
}
