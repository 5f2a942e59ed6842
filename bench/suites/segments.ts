import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { greedyMerge, optimalSegments, segmentSums } from 'relu-splines/segments';
import { segmentationTable } from '../../src/segments/dynamic-program.js';
import type { Cost } from '../exponent.js';
import { goal } from '../goals.js';
import { contestant, race, summary, time } from '../harness.js';
import { uniform } from '../instances.js';
import { counts, growthPart, joined } from '../parts.js';
import type { Part } from '../parts.js';
import { csvOf, output } from '../programs.js';
import { errorOf, figure, ratioOf, table } from '../record.js';
import type { SuiteRecord, Timing } from '../record.js';
import type { Session } from '../session.js';

const PIECES = 20;
/** A piece of strucchange has more data than coefficients. */
const LENGTH = 3;

const SHAPES = {
  'noisy sine': (t: number, noise: number) => Math.sin(8 * t) + 0.2 * noise,
  quadratic: (t: number) => t * t,
  'noise alone': (_: number, noise: number) => noise,
} as const;

type Shape = keyof typeof SHAPES;

/** Optimal segmentation against size, with pruning and without, beside R; greedy merging beside it and beyond. */
export function segmentsSuite(session: Session): SuiteRecord {
  const shapes = Object.keys(SHAPES) as Shape[];
  return session.record({
    name: 'segments',
    title: 'Segments',
    ...joined([
      strucchangePart(session),
      optimalPart(session, session.isQuick ? shapes.slice(0, 1) : shapes),
      mergePart(session),
    ]),
  });
}

function samples(count: number, shape: Shape): Dataset {
  const random = uniform(count);
  const x = Float64Array.from({ length: count }, () => 2 * random() - 1);
  return dataset(
    x,
    x.map((t) => SHAPES[shape](t, 2 * random() - 1)),
  );
}

/** What `optimalSegments` does, without making the segments: the table of all k = 1 … `pieces`. */
function search(data: Dataset, pieces: number): (prune: boolean) => { readonly rss: number; costs: number } {
  const count = data.x.length;
  const problem = {
    sums: segmentSums(data),
    places: Int32Array.from({ length: count + 1 }, (_, n) => n),
    pieces,
    minimumLength: LENGTH,
  };
  return (prune) => {
    const { best, costs } = segmentationTable(problem, prune);
    return { rss: best[pieces * (count + 1) - 1], costs };
  };
}

function optimalPart({ effort, isQuick }: Session, shapes: readonly Shape[]): Part {
  const sizes = isQuick ? [150, 300] : [500, 1000, 2000, 4000];
  const half = { ...effort, secondsPerRound: effort.secondsPerRound / 2 };
  const measured = shapes.map((shape) => ({
    shape,
    rows: sizes.map((count) => {
      const best = search(samples(count, shape), PIECES);
      // The full search takes ten seconds a go at the largest size: once is enough.
      const isShort = shape === 'noisy sine' || count <= 1000;
      const { pruned, full } = race<'pruned' | 'full'>(
        {
          pruned: contestant(() => best(true).rss),
          ...(isShort && { full: contestant(() => best(false).rss) }),
        },
        half,
      );
      const [some, all] = [best(true), best(false)];
      return {
        count,
        times: { pruned, full },
        share: (100 * some.costs) / all.costs,
        difference: Math.abs(some.rss - all.rss),
      };
    }),
  }));
  const byPieces = (isQuick ? [5, 10] : [5, 10, 20, 40, 80]).map((pieces) => {
    const best = search(samples(isQuick ? 150 : 1000, 'noisy sine'), pieces);
    return {
      size: pieces,
      times: race(
        { pruned: contestant(() => best(true).rss), full: contestant(() => best(false).rss) },
        half,
      ),
    };
  });
  const costs = (rows: readonly { size: number; time: Timing | undefined }[]): Cost[] =>
    rows.flatMap(({ size, time }) => (time === undefined ? [] : [{ size, time }]));
  const slowest = measured.flatMap(({ rows }) =>
    rows.flatMap(({ count, times }) => (count === 4000 && times.pruned !== undefined ? [times.pruned] : [])),
  );
  return joined([
    {
      tables: measured.map(({ shape, rows }) =>
        table({
          id: `optimal-${shape.replaceAll(' ', '-')}`,
          title: `Optimal segments, ${shape}`,
          note:
            `All k = 1 … ${PIECES}, at least ${LENGTH} data a piece. The share of costs is that of pieces whose cost was needed, in %; ` +
            'the difference between the sums of squares of both ways must be 0.',
          head: 'N',
          columns: ['pruned', 'full search', 'full ×', 'costs, %', 'difference'],
          rows: rows.map(({ count, times, share, difference }) => ({
            name: counts(count),
            cells: [
              times.pruned ?? null,
              times.full ?? null,
              ratioOf(times.full, times.pruned),
              figure(share),
              errorOf(difference),
            ],
          })),
        }),
      ),
      goals: [
        goal({
          aim: 'segments',
          what: `N = 4,000, all k = 1 … ${PIECES}, ${shapes.length === 1 ? shapes[0] : `the slowest of ${shapes.length} kinds of data`}`,
          goal: 'in seconds (≤ 10 s)',
          measured: slowest.reduce<Timing | null>(
            (most, each) => (most !== null && most.median >= each.median ? most : each),
            null,
          ),
          atMost: 1e7,
        }),
      ],
    },
    growthPart('optimal', 'Optimal segments: time against size', [
      {
        size: 'N',
        title: `k = 1 … ${PIECES}`,
        series: measured.flatMap(({ shape, rows }) =>
          (['pruned', 'full'] as const)
            .filter((way) => way === 'pruned' || shape === 'noisy sine')
            .map((way) => ({
              name: way === 'full' ? 'full search' : `pruned, ${shape}`,
              costs: costs(rows.map(({ count, times }) => ({ size: count, time: times[way] }))),
            })),
        ),
      },
      {
        size: 'K',
        title: `N = ${isQuick ? 150 : '1,000'}`,
        series: (['pruned', 'full'] as const).map((way) => ({
          name: way === 'full' ? 'full search' : 'pruned, noisy sine',
          costs: costs(byPieces.map(({ size, times }) => ({ size, time: times[way] }))),
        })),
      },
    ]),
  ]);
}

/** The one call of R's strucchange beside `optimalSegments`: it makes all sums of squares by recursive residuals first. */
function strucchangePart(session: Session): Part {
  const program = session.r('R strucchange', 'strucchange');
  const sizes = session.isQuick ? [60] : [120, 250, 500, 1000];
  const pieces = session.isQuick ? 5 : PIECES;
  const rows = sizes.map((count) => {
    const data = samples(count, 'noisy sine');
    const options = { pieces, minimumLength: LENGTH };
    const own = time(() => optimalSegments(data, options)[pieces - 1]?.rss ?? NaN, session.effort);
    const rss = optimalSegments(data, options)[pieces - 1]?.rss ?? NaN;
    // N = 1,000 takes minutes there.
    const peer = program === undefined || count > 500 ? null : strucchange(program, data, pieces);
    return {
      count,
      own,
      peer: peer?.time ?? null,
      apart: peer === null ? null : Math.abs(peer.rss / rss - 1),
    };
  });
  const last = rows.filter(({ peer }) => peer !== null).at(-1);
  return {
    tables: [
      table({
        id: 'strucchange',
        title: `Optimal segments beside R's strucchange, noisy sine`,
        note:
          `All k = 1 … ${pieces} with their segments, at least ${LENGTH} data a piece; one run of strucchange, without its start. The ` +
          'difference is that of the sums of squares of the most pieces, relative.',
        head: 'N',
        columns: ['library', 'strucchange', 'strucchange ×', 'difference'],
        rows: rows.map(({ count, own, peer, apart }) => ({
          name: counts(count),
          cells: [own, peer, ratioOf(peer, own), apart === null ? null : errorOf(apart)],
        })),
      }),
    ],
    goals: [
      goal({
        aim: 'segments',
        what: `strucchange over the library at N = ${counts(last?.count ?? 500)}`,
        goal: '≥ 20 ×',
        measured: last === undefined ? null : ratioOf(last.peer, last.own),
        atLeast: 20,
      }),
    ],
  };
}

function strucchange(program: string, data: Dataset, pieces: number): { time: Timing; rss: number } {
  const words = ['r/strucchange.R', csvOf(data), String(pieces), String(LENGTH)];
  const [seconds, rss] = output(program, words).trim().split(' ').map(Number);
  return { time: summary([seconds * 1e6]), rss };
}

function mergePart({ effort, isQuick }: Session): Part {
  const sizes = isQuick ? [100, 1000] : [1e3, 1e4, 1e5, 1e6];
  const rows = sizes.map((count) => {
    const data = samples(count, 'noisy sine');
    const options = { pieces: PIECES, noiseVariance: 0.04 / 3 };
    const measured = time(() => greedyMerge(data, options).rss, effort);
    const { pieces, rss } = greedyMerge(data, options);
    const exact = greedyMerge(data, { ...options, exactly: true }).rss;
    const best = count <= 4000 ? optimalSegments(data, { pieces: PIECES })[PIECES - 1]?.rss : undefined;
    const inTerms = (value: number) => (best === undefined ? null : figure(value / best));
    return { count, measured, pieces, rss: inTerms(rss), exact: inTerms(exact) };
  });
  return joined([
    {
      tables: [
        table({
          id: 'merge',
          title: `Greedy merging, noisy sine, k = ${PIECES}`,
          note:
            'With sums and all; σ² that of the noise. The last columns are the sums of squares of its pieces, and of exactly k of them, ' +
            'in terms of the optimum with k pieces.',
          head: 'N',
          columns: ['time', 'ns / datum', 'pieces', 'rss', 'rss of k'],
          rows: rows.map(({ count, measured, pieces, rss, exact }) => ({
            name: counts(count),
            cells: [measured, figure((measured.median * 1e3) / count), figure(pieces), rss, exact],
          })),
        }),
      ],
    },
    growthPart('merge', 'Greedy merging: time against size', [
      {
        size: 'N',
        series: [
          {
            name: 'greedy merging',
            costs: rows.map(({ count, measured }) => ({ size: count, time: measured })),
          },
        ],
      },
    ]),
  ]);
}
