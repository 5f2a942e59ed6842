import type { Dataset } from 'relu-splines';
import { freeKnotFit } from 'relu-splines/fit';
import { goal } from '../goals.js';
import type { Goal } from '../goals.js';
import { summary, time } from '../harness.js';
import { counts, growthPart, joined } from '../parts.js';
import type { Part } from '../parts.js';
import { askPython } from '../programs.js';
import { figure, ratioOf, table } from '../record.js';
import type { Figure, SuiteRecord, Timing } from '../record.js';
import type { Session } from '../session.js';
import { RATES, SEEDS, bestAdam, torchAdam } from './fit/adam.js';
import type { AdamRun } from './fit/adam.js';
import { PROTOTYPE, noisySine, targets } from './fit/targets.js';
import { optimalSegments } from 'relu-splines/segments';

/** Free knots against the prototype, optimal segments, Adam and FITPACK, and growth with data and units. */
export function fitSuite(session: Session): SuiteRecord {
  return session.record({
    name: 'fit',
    title: 'Free knots',
    ...joined([residualPart(session), growth(session)]),
  });
}

interface Fit {
  readonly target: string;
  readonly width: number;
  readonly data: Dataset;
  /** Residual sums of squares of H − 1 knots and any line, and of H knots under one condition; NaN where not searched. */
  readonly free: number;
  readonly constrained: number;
  readonly freeThorough: number;
  readonly constrainedThorough: number;
  /** Of as many lines that need not meet. */
  readonly bound: number;
  readonly fast: Timing;
  readonly thorough: Timing;
  readonly adam: AdamRun;
  readonly torch: Pick<AdamRun, 'rss' | 'microseconds'> | null;
  readonly fitpack: { readonly knots: number | null; readonly time: Timing } | null;
  /** Of least squares with H − 1 knots at quantiles of x, by SciPy. */
  readonly atQuantiles: number;
}

function residualPart(session: Session): Part {
  const { isQuick } = session;
  const epochs = isQuick ? 500 : 5_000;
  const widths = isQuick ? [5] : [5, 10, 20, 50, 100];
  const scipy = session.python('SciPy', 'numpy', 'scipy');
  const torch = isQuick ? undefined : session.python('PyTorch', 'torch');
  const fits = [...targets()]
    .filter(([target]) => !isQuick || target === 'quadratic' || target === 'motorcycle')
    .flatMap(([target, data]) => {
      const distinct = data.groupStarts.length - 1;
      const fitting = widths.filter((width) => width < distinct - 1);
      const bounds = optimalSegments(data, { pieces: Math.max(...fitting), ties: 'together' });
      return fitting.map((width): Fit => {
        const bound = bounds[width - 1]?.rss ?? NaN;
        return fitOf(session, { target, data, width, bound, epochs, scipy, torch });
      });
    });
  return {
    tables: [residualTable(fits), companyTable(fits, epochs)],
    goals: residualGoals(fits, isQuick),
  };
}

interface Task extends Pick<Fit, 'target' | 'width' | 'data' | 'bound'> {
  readonly epochs: number;
  readonly scipy: string | undefined;
  readonly torch: string | undefined;
}

function fitOf({ effort, isQuick }: Session, task: Task): Fit {
  const { data, width, epochs, scipy, torch, target } = task;
  const fast = freeKnotFit(data, { width });
  const before = performance.now();
  const thorough = freeKnotFit(data, { width, effort: 'thorough' });
  const thoroughTime = summary([(performance.now() - before) * 1e3]);
  const rss = (fit: typeof fast, family: string): number =>
    2 * (fit.families.find((each) => each.family === family)?.loss ?? NaN);
  const adam = bestAdam(data, width, epochs);
  // A word of SciPy's takes half a second to start.
  const asks = scipy !== undefined && (!isQuick || (target === 'quadratic' && width === 5));
  return {
    ...task,
    free: rss(fast, 'free'),
    constrained: rss(fast, 'constrained'),
    freeThorough: rss(thorough, 'free'),
    constrainedThorough: rss(thorough, 'constrained'),
    fast: time(() => freeKnotFit(data, { width }).loss, shortened(effort)),
    thorough: thoroughTime,
    adam,
    torch: torch === undefined ? null : torchAdam(torch, data, adam),
    fitpack: asks ? fitpack(scipy, data, Math.min(rss(fast, 'free'), rss(thorough, 'free'))) : null,
    atQuantiles: asks ? atQuantiles(scipy, data, width - 1) : NaN,
  };
}

/** A third of the time for each of many rows. */
function shortened(effort: Session['effort']): Session['effort'] {
  return { ...effort, secondsPerRound: effort.secondsPerRound / 3 };
}

/** FITPACK, which chooses knots itself, asked for a residual sum of squares. It wants different x. */
function fitpack(python: string, data: Dataset, rss: number): Fit['fitpack'] {
  if (data.groupStarts.length - 1 < data.x.length || rss < 1e-9) return null;
  const { knots, microseconds } = askPython(python, 'splines', {
    task: 'fitpack',
    x: Array.from(data.x),
    y: Array.from(data.y),
    rss,
    seconds: 0.2,
    leastRuns: 3,
  }) as { knots: number | null; microseconds: number[] };
  return { knots, time: summary(microseconds) };
}

/** As many knots as the first family has, but at quantiles of x. */
function atQuantiles(python: string, { x, y }: Dataset, knots: number): number {
  const task = { task: 'least-squares', x: Array.from(x), y: Array.from(y), knots };
  return (askPython(python, 'splines', task) as { rss: number | null }).rss ?? NaN;
}

function residualTable(fits: readonly Fit[]): NonNullable<Part['tables']>[number] {
  return table({
    id: 'residuals',
    title: 'Residual sums of squares by width',
    note:
      'H − 1 knots and any line, H knots and the slope condition, both by the fast and by the thorough search; the best lines ' +
      'that need not meet, with as many pieces as the first: no fit with H − 1 knots is below. "Prototype" is what the goal is.',
    head: 'data, H',
    columns: [
      'free',
      'constrained',
      'free, thorough',
      'constr., thorough',
      'bound',
      'prototype',
      'fast',
      'thorough',
    ],
    rows: fits.map((fit) => ({
      name: `${fit.target}, ${fit.width}`,
      cells: [
        sum(fit.free),
        sum(fit.constrained),
        sum(fit.freeThorough),
        sum(fit.constrainedThorough),
        sum(fit.bound),
        sum(PROTOTYPE.get(fit.target)?.get(fit.width) ?? NaN),
        fit.fast,
        fit.thorough,
      ],
    })),
  });
}

function companyTable(fits: readonly Fit[], epochs: number): NonNullable<Part['tables']>[number] {
  return table({
    id: 'company',
    title: 'Free knots beside descent and FITPACK',
    note:
      `The better family of the fast search; Adam, the best of ${RATES.length * SEEDS.length} runs of ${epochs.toLocaleString('en')} epochs (rates ` +
      `${RATES.join(', ')}; ${SEEDS.length} seeds each), that run by PyTorch from the same weights, and their times over that of the fit; how many ` +
      'knots FITPACK (SciPy’s UnivariateSpline of degree 1, which adds knots until the sum asked for is reached) takes to get as low as the H − 1 free knots ' +
      'are. Descent amplifies rounding: the two Adams part after some thousand epochs. FITPACK wants different x.',
    head: 'data, H',
    columns: [
      'free knots',
      'Adam',
      'PyTorch',
      'at quantiles',
      'fast',
      'Adam ×',
      'PyTorch ×',
      'FITPACK knots',
      'FITPACK ×',
    ],
    rows: fits.map((fit) => ({
      name: `${fit.target}, ${fit.width}`,
      cells: [
        sum(best(fit)),
        sum(fit.adam.rss),
        sum(fit.torch?.rss ?? NaN),
        sum(fit.atQuantiles),
        fit.fast,
        ratioOf(summary([fit.adam.microseconds]), fit.fast),
        fit.torch === null ? null : ratioOf(summary([fit.torch.microseconds]), fit.fast),
        fit.fitpack === null ? null : fit.fitpack.knots === null ? 'cannot' : figure(fit.fitpack.knots),
        fit.fitpack === null ? null : ratioOf(fit.fitpack.time, fit.fast),
      ],
    })),
  });
}

/** By the fast search. */
function best({ free, constrained }: Fit): number {
  return Math.min(free, Number.isNaN(constrained) ? free : constrained);
}

function residualGoals(fits: readonly Fit[], isQuick: boolean): Goal[] {
  // Half a unit of the last digit that is printed, and what is zero but for rounding.
  const beside = fits.flatMap(({ target, width, freeThorough }) => {
    const wanted = PROTOTYPE.get(target)?.get(width);
    if (wanted === undefined || Number.isNaN(wanted)) return [];
    return [wanted === 0 ? 1 + Math.max(0, freeThorough - 1e-9) : freeThorough / wanted];
  });
  return [
    goal({
      aim: 'free-knots',
      what: 'residual sum of H − 1 free knots, thorough, over the prototype’s, most of all rows',
      goal: '≤ 1 to the digits printed',
      measured: figure(Math.max(...beside), undefined, 6),
      atMost: 1 + 5e-4,
    }),
    goal({
      aim: 'free-knots',
      what: 'residual sum of the fast search over the best Adam run of the same width, most of all rows',
      goal: '< 1',
      measured: isQuick
        ? null
        : figure(Math.max(...fits.map((fit) => best(fit) / fit.adam.rss)), undefined, 3),
      atMost: 1,
    }),
  ];
}

function growth({ effort, isQuick }: Session): Part {
  const timed = (count: number, width: number) => {
    const data = noisySine(count);
    return { count, width, time: time(() => freeKnotFit(data, { width }).loss, effort) };
  };
  const byData = (isQuick ? [100, 300] : [300, 1_000, 3_000, 10_000, 30_000, 100_000]).map((count) =>
    timed(count, isQuick ? 3 : 100),
  );
  const byUnits = (isQuick ? [2, 4] : [5, 10, 20, 50, 100, 200]).map((width) =>
    timed(isQuick ? 300 : 10_000, width),
  );
  const large = byData.find(({ count }) => count === 100_000);
  return joined([
    {
      tables: [
        table({
          id: 'growth',
          title: 'Time of the fast search',
          note: 'A noisy sine; both families.',
          head: 'N, H',
          columns: ['time', 'µs / datum'],
          rows: [...byData, ...byUnits.filter(({ count, width }) => count !== 10_000 || width !== 100)].map(
            ({ count, width, time }) => ({
              name: counts(count, width),
              cells: [time, figure(time.median / count)],
            }),
          ),
        }),
      ],
      goals: [
        goal({
          aim: 'free-knots',
          what: 'fast search, N = 10⁵, K = 99 (H = 100)',
          goal: 'about 1 s (≤ 1.5 s)',
          measured: large?.time ?? null,
          atMost: 1.5e6,
        }),
      ],
    },
    growthPart('growth', 'Free knots: time of the fast search against size', [
      {
        size: 'N',
        title: `H = ${byData[0].width}`,
        series: [{ name: 'free knots', costs: byData.map(({ count, time }) => ({ size: count, time })) }],
      },
      {
        size: 'H',
        title: `N = ${byUnits[0].count.toLocaleString('en')}`,
        series: [{ name: 'free knots', costs: byUnits.map(({ width, time }) => ({ size: width, time })) }],
      },
    ]),
  ]);
}

/** A residual sum of squares. */
function sum(value: number): Figure | null {
  return Number.isNaN(value) ? null : figure(value, undefined, 5);
}
