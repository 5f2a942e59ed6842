import { arenaLayout } from './workspace.js';
import type { SweepWorkspace } from './workspace.js';

/**
 * The three walks over the sorted data that a gradient takes, each with a running value and slope or running sums.
 * Every one is a plain recurrence, shown by the loop at its end; the loop before that does four rounds at once.
 */

/** From the left: values of the right-facing units at the data, into `atData`. */
export function rightValues({ arena, data }: SweepWorkspace): void {
  const count = data.x.length;
  const { first, second, atData } = arenaLayout(count);
  let slope = 0;
  let value = 0;
  let previous = arena[0];
  let n = 0;
  for (const end = (count - 3) | 0; n < end; n = (n + 4) | 0) {
    const x0 = arena[n];
    value += slope * (x0 - previous) + arena[(second + n) | 0];
    slope += arena[(first + n) | 0];
    arena[(atData + n) | 0] = value;

    const x1 = arena[(n + 1) | 0];
    value += slope * (x1 - x0) + arena[(second + n + 1) | 0];
    slope += arena[(first + n + 1) | 0];
    arena[(atData + n + 1) | 0] = value;

    const x2 = arena[(n + 2) | 0];
    value += slope * (x2 - x1) + arena[(second + n + 2) | 0];
    slope += arena[(first + n + 2) | 0];
    arena[(atData + n + 2) | 0] = value;

    const x3 = arena[(n + 3) | 0];
    value += slope * (x3 - x2) + arena[(second + n + 3) | 0];
    slope += arena[(first + n + 3) | 0];
    arena[(atData + n + 3) | 0] = value;
    previous = x3;
  }
  for (; n < count; n = (n + 1) | 0) {
    const here = arena[n];
    value += slope * (here - previous) + arena[(second + n) | 0];
    slope += arena[(first + n) | 0];
    arena[(atData + n) | 0] = value;
    previous = here;
  }
}

/**
 * From the right: adds the left-facing units to what {@link rightValues} left, turns values into residuals, and sums
 * these for the right-facing bins, S into `first` and U into `second`. Returns the loss.
 */
export function residualsAndRightSums({ arena, data }: SweepWorkspace, outputBias: number): number {
  const count = data.x.length;
  const { first, second, atData, targets } = arenaLayout(count);
  const leftFirst = (first + count + 2) | 0;
  const leftSecond = (second + count + 2) | 0;
  // The bin that sees nothing.
  arena[first + count] = arena[second + count] = 0;
  let slope = 0;
  let value = 0;
  let s = 0;
  let u = 0;
  let squares0 = 0;
  let squares1 = 0;
  let squares2 = 0;
  let squares3 = 0;
  let previous = arena[(count - 1) | 0];
  let n = (count - 1) | 0;
  for (; n >= 3; n = (n - 4) | 0) {
    const x0 = arena[n];
    const step0 = previous - x0;
    value += arena[(leftSecond + n) | 0] - slope * step0;
    slope += arena[(leftFirst + n) | 0];
    const epsilon0 = arena[(targets + n) | 0] - (arena[(atData + n) | 0] + value + outputBias);
    arena[(atData + n) | 0] = epsilon0;
    squares0 += epsilon0 * epsilon0;
    u += s * step0;
    s += epsilon0;
    arena[(first + n) | 0] = s;
    arena[(second + n) | 0] = u;

    const x1 = arena[(n - 1) | 0];
    const step1 = x0 - x1;
    value += arena[(leftSecond + n - 1) | 0] - slope * step1;
    slope += arena[(leftFirst + n - 1) | 0];
    const epsilon1 = arena[(targets + n - 1) | 0] - (arena[(atData + n - 1) | 0] + value + outputBias);
    arena[(atData + n - 1) | 0] = epsilon1;
    squares1 += epsilon1 * epsilon1;
    u += s * step1;
    s += epsilon1;
    arena[(first + n - 1) | 0] = s;
    arena[(second + n - 1) | 0] = u;

    const x2 = arena[(n - 2) | 0];
    const step2 = x1 - x2;
    value += arena[(leftSecond + n - 2) | 0] - slope * step2;
    slope += arena[(leftFirst + n - 2) | 0];
    const epsilon2 = arena[(targets + n - 2) | 0] - (arena[(atData + n - 2) | 0] + value + outputBias);
    arena[(atData + n - 2) | 0] = epsilon2;
    squares2 += epsilon2 * epsilon2;
    u += s * step2;
    s += epsilon2;
    arena[(first + n - 2) | 0] = s;
    arena[(second + n - 2) | 0] = u;

    const x3 = arena[(n - 3) | 0];
    const step3 = x2 - x3;
    value += arena[(leftSecond + n - 3) | 0] - slope * step3;
    slope += arena[(leftFirst + n - 3) | 0];
    const epsilon3 = arena[(targets + n - 3) | 0] - (arena[(atData + n - 3) | 0] + value + outputBias);
    arena[(atData + n - 3) | 0] = epsilon3;
    squares3 += epsilon3 * epsilon3;
    u += s * step3;
    s += epsilon3;
    arena[(first + n - 3) | 0] = s;
    arena[(second + n - 3) | 0] = u;
    previous = x3;
  }
  for (; n >= 0; n = (n - 1) | 0) {
    const here = arena[n];
    const step = previous - here;
    value += arena[(leftSecond + n) | 0] - slope * step;
    slope += arena[(leftFirst + n) | 0];
    const epsilon = arena[(targets + n) | 0] - (arena[(atData + n) | 0] + value + outputBias);
    arena[(atData + n) | 0] = epsilon;
    squares0 += epsilon * epsilon;
    u += s * step;
    s += epsilon;
    arena[(first + n) | 0] = s;
    arena[(second + n) | 0] = u;
    previous = here;
  }
  return (squares0 + squares1 + (squares2 + squares3)) / 2;
}

/** From the left: sums of the residuals for the left-facing bins, S into `first` and U into `second`. */
export function leftSums({ arena, data }: SweepWorkspace): void {
  const count = data.x.length;
  const at = arenaLayout(count);
  const atData = at.atData;
  const first = (at.first + count + 2) | 0;
  const second = (at.second + count + 2) | 0;
  // The bin that sees nothing.
  arena[first - 1] = arena[second - 1] = 0;
  let s = 0;
  let u = 0;
  let previous = arena[0];
  let n = 0;
  for (const end = (count - 3) | 0; n < end; n = (n + 4) | 0) {
    const x0 = arena[n];
    u += s * (previous - x0);
    s += arena[(atData + n) | 0];
    arena[(first + n) | 0] = s;
    arena[(second + n) | 0] = u;

    const x1 = arena[(n + 1) | 0];
    u += s * (x0 - x1);
    s += arena[(atData + n + 1) | 0];
    arena[(first + n + 1) | 0] = s;
    arena[(second + n + 1) | 0] = u;

    const x2 = arena[(n + 2) | 0];
    u += s * (x1 - x2);
    s += arena[(atData + n + 2) | 0];
    arena[(first + n + 2) | 0] = s;
    arena[(second + n + 2) | 0] = u;

    const x3 = arena[(n + 3) | 0];
    u += s * (x2 - x3);
    s += arena[(atData + n + 3) | 0];
    arena[(first + n + 3) | 0] = s;
    arena[(second + n + 3) | 0] = u;
    previous = x3;
  }
  for (; n < count; n = (n + 1) | 0) {
    const here = arena[n];
    u += s * (previous - here);
    s += arena[(atData + n) | 0];
    arena[(first + n) | 0] = s;
    arena[(second + n) | 0] = u;
    previous = here;
  }
}
