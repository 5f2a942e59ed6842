import { describe, expect, it } from 'vitest';
import { dataset, hessianSpectrum, loss, residuals, toBdso } from 'relu-splines';
import { breakpointDrive } from 'relu-splines/flow';
import {
  clusterMarks,
  driveCurves,
  knotColumn,
  sliceOf,
  unitRow,
} from '../../examples/explorer/engine/analysis.js';
import { DEFAULT_CONFIGURATION, dataOf, startOf } from '../../examples/explorer/engine/configuration.js';
import {
  curvatureOf,
  descriptionOf,
  distinctMeans,
  overlaysOf,
} from '../../examples/explorer/engine/heavy-analysis.js';
import { INITIALIZATIONS, INIT_KINDS } from '../../examples/explorer/engine/initializations.js';
import { fromHash } from '../../examples/explorer/engine/link.js';
import { PRESETS, presetData } from '../../examples/explorer/engine/presets.js';
import { networkOf, parametersOf } from '../../examples/explorer/engine/recording.js';

const configuration = fromHash('#data=mcycle&init=torch&width=20&unit=3');
const data = dataOf(configuration);
const network = startOf(configuration);
const { view } = configuration;

describe('what views are given', () => {
  it('has the units of the library, NaN where w = 0', () => {
    const { breakpoints, deltaSlopes, orientations } = unitRow(parametersOf(network));
    const spline = toBdso(network);
    expect(breakpoints).toStrictEqual(Float64Array.from(spline.breakpoints));
    expect(deltaSlopes).toStrictEqual(Float64Array.from(spline.deltaSlopes));
    expect(orientations).toStrictEqual(Int8Array.from(spline.orientations));
    expect(unitRow(Float64Array.of(0, 1, 1, 0)).breakpoints).toStrictEqual(Float64Array.of(NaN));
  });

  it('has slices whose loss at the breakpoint is the loss', () => {
    const slice = sliceOf(network, data, 3, 'flow');
    // Both are sums of N squares; the slice adds those of a datum set by set.
    expect(slice?.loss).toBeCloseTo(loss(network, data), 10);
    expect(slice?.types?.length).toBe(slice?.knots.length);
    expect(sliceOf(network, data, null, 'flow')).toBeNull();
    expect(sliceOf(networkOf(Float64Array.of(0, 1, 1, 0)), data, 0, 'flow')).toBeNull();
    expect(sliceOf(networkOf(Float64Array.of(1e-300, 1e300, 1, 0)), data, 0, 'flow')).toBeNull();
  });

  it('has a drive with both of its values at each datum', () => {
    const few = dataset([-1, 0.5, 0.5, 2], [1, 2, 3, -1]);
    const { beta, right, left } = driveCurves(network, few, -3, 3);
    expect(Array.from(beta)).toStrictEqual([-3, -1, -1, 0.5, 0.5, 2, 2, 3]);
    // The limits from both sides, of a function that is a line between data.
    const step = 2 ** -30;
    const near = [-3, -1 - step, -1 + step, 0.5 - step, 0.5 + step, 2 - step, 2 + step, 3];
    const drive = breakpointDrive(network, few, near);
    const slope = 4 * Math.max(...residuals(network, few).map(Math.abs)) * 2;
    near.forEach((_, k) => {
      expect(Math.abs(right[k] - drive.right[k])).toBeLessThanOrEqual(2 * step * slope);
      expect(Math.abs(left[k] - drive.left[k])).toBeLessThanOrEqual(2 * step * slope);
    });
  });

  it('has knot types of the chosen unit, or of the class that was asked for', () => {
    const s = Math.sign(network.inputWeights[3]);
    expect(knotColumn(network, data, view)).toMatchObject({
      orientation: s,
      outputSign: Math.sign(network.outputWeights[3]),
    });
    expect(knotColumn(network, data, { ...view, unit: null })).toBeNull();
    expect(knotColumn(network, data, { ...view, unitClass: 'left-' })).toMatchObject({
      orientation: -1,
      outputSign: -1,
    });
  });

  it('has clusters where breakpoints are', () => {
    const pair = networkOf(Float64Array.of(1, 1, -0.25, -0.2501, 1, 1, 0));
    expect(clusterMarks(pair, dataset([0, 1], [0, 1]), null)).toMatchObject([
      { size: 2, orientation: 1, datum: null },
    ]);
    const [{ low, high }] = clusterMarks(pair, dataset([0, 1], [0, 1]), null);
    expect(low).toBeCloseTo(0.25, 12);
    expect(high).toBeCloseTo(0.2501, 12);
  });

  it('has the whole spectrum of narrow networks, and a note for wide ones', () => {
    const narrow = curvatureOf(parametersOf(network), data);
    expect(narrow.eigenvalues).toStrictEqual(hessianSpectrum(network, data).eigenvalues);
    expect(narrow.note).toBeNull();
    expect(narrow.causes.length).toBe(9);
    const wide = fromHash('#data=mcycle&init=torch&width=900');
    const { eigenvalues, note } = curvatureOf(parametersOf(startOf(wide)), data);
    expect(eigenvalues).toBeNull();
    expect(note).toMatch(
      /^The spectrum is too wide to draw: 2701 parameters, a dense problem of \d+\. Its ends: /,
    );
  });

  it('has overlays through the data, and says why others are missing', () => {
    const all = { ...view, linear: true, natural: true, limit: true };
    const { x, y } = distinctMeans(data);
    for (const kind of INIT_KINDS) {
      const { curves, refusals } = overlaysOf(
        fromHash(`#data=mcycle&init=${kind}&show=linear,natural,limit`),
      );
      expect(refusals).toStrictEqual([]);
      expect(curves.map((curve) => curve.kind)).toStrictEqual([
        'linear-spline',
        'natural-spline',
        'width-limit',
      ]);
      for (const curve of curves) {
        const places = Array.from(curve.x);
        // The worst conditioned of them is the width limit, whose system loses some six digits on close data.
        x.forEach((place, n) => {
          expect(Math.abs(curve.y[places.indexOf(place)] - y[n])).toBeLessThan(1e-8);
        });
      }
    }
    const one = overlaysOf({ ...DEFAULT_CONFIGURATION, data: { kind: 'points', x: [1], y: [1] }, view: all });
    expect(one.refusals[0]).toContain('linearSpline: ');
    const weights = overlaysOf({ ...fromHash('#init=weights,0,1~0~1'), view: all });
    expect(weights.refusals).toStrictEqual([
      'width limit: weights from a file have no law, and so no limit of infinite width',
    ]);
  });

  it('has a sentence of the report on a network', () => {
    expect(descriptionOf(configuration)).toMatch(/^20 breakpoints: .* Roughness: /);
    expect(descriptionOf(fromHash('#width=400'))).toBe('');
  });
});

describe('presets and initializations', () => {
  it.each(PRESETS)('%s: some data of the size of 1, the same each time', (name) => {
    const { x, y } = presetData(name, 4);
    expect(presetData(name, 4)).toStrictEqual(presetData(name, 4));
    expect(Math.max(...x.map(Math.abs), ...y.map(Math.abs))).toBeLessThan(4);
    expect(x.length).toBeGreaterThanOrEqual(12);
  });

  it.each(INIT_KINDS)('%s: breakpoints as its law has them', (kind) => {
    const width = 1000;
    const scales = fromHash(`#init=${kind}`).init;
    if (scales.kind === 'weights') throw new Error('it must be drawn');
    const { laws } = INITIALIZATIONS[kind];
    const { quantile } = laws(width, scales.scales).breakpoint;
    const { breakpoints } = unitRow(parametersOf(startOf(fromHash(`#init=${kind}&width=${width}&seed=11`))));
    for (const p of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const below = Array.from(breakpoints).filter((beta) => beta <= quantile(p)).length / width;
      // Five standard deviations of a share of so many draws.
      expect(Math.abs(below - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / width));
    }
  });
});
