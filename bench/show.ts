import { cellText, exponentText, tableText, verdict } from './format.js';
import type { Goal } from './goals.js';
import type { SuiteRecord } from './record.js';

/** A record as the terminal shows it. */
export function recordText({ title, tables, exponents, goals, skipped }: SuiteRecord): string {
  const parts = [`\n## ${title}`];
  if (skipped.length > 0) parts.push(`Skipped: ${skipped.join('; ')}.`);
  for (const table of tables) {
    parts.push(`### ${table.title}`);
    if (table.note !== '') parts.push(table.note);
    parts.push(tableText(table));
  }
  if (exponents.length > 0) parts.push(exponents.map((each) => `- ${exponentText(each)}`).join('\n'));
  if (goals.length > 0) parts.push(goals.map((each) => `- ${goalText(each)}`).join('\n'));
  return parts.join('\n\n');
}

function goalText(goal: Goal): string {
  return `${verdict(goal)}: ${goal.what} ${goal.goal}, ${cellText(goal.measured)}`;
}
