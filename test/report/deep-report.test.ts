import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, slopeAt, standardise } from 'relu-splines';
import {
  deepLoss,
  deepNetwork,
  deepTorchDefault,
  inducedBreakpoints,
  toDeepNetwork,
} from 'relu-splines/deep';
import { randomStream } from 'relu-splines/init';
import {
  deepReportFigures,
  describe as describeNetwork,
  describeDeep,
  formatDeepReport,
  reportJson,
} from 'relu-splines/report';
import type { DeepReport } from 'relu-splines/report';
import { fixture, motorcycle, trainedLayers } from './motorcycle.js';

const { network: shallow, data, standardisation } = motorcycle();
const layers = trainedLayers('mcycle_deep');
const network = deepNetwork(layers);
const trained = standardise(data, standardisation);
const report = describeDeep(network, data, { standardisation, xName: 'times', yName: 'accel', xUnit: 'ms' });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('the report on the deep motorcycle network', () => {
  it('has the pieces of mcycle_deep_pieces.csv, in the units of the data', () => {
    const [, ...rows] = readFileSync(fixture('mcycle_deep_pieces.csv'), 'utf8').trim().split('\n');
    const places = rows
      .slice(1)
      .map((row) => standardisation.xMean + standardisation.xScale * Number(row.split(',')[0]));
    expect(report.pieces.slopes).toHaveLength(rows.length);
    // The file is exact; the fold into units of the data rounds biases of size 10, which slopes of 0.1 carry to x.
    places.forEach((place, p) => {
      expect(Math.abs(report.pieces.knots[p] - place)).toBeLessThan(1e-9);
    });
    expect(report.piecesAmongData).toBe(1 + places.filter((x) => x > 2.4 && x < 57.6).length);
  });

  it('says of each unit what a forward pass says: dead, always active or bending', () => {
    // z of a unit is linear between the knots of the layers before, so its extremes lie at knots or at the ends.
    const { breakpoints } = inducedBreakpoints(network);
    const { x } = trained;
    const [low, high] = [x[0], x[x.length - 1]];
    const places = [low, ...Array.from(breakpoints).filter((u) => u > low && u < high), high];
    const seen = layers
      .slice(0, -1)
      .map(({ biases }) => Array.from(biases, () => ({ least: Infinity, most: -Infinity })));
    for (const place of places) {
      let activations = [place];
      seen.forEach((units, l) => {
        const { weights, biases, inputs } = layers[l];
        const taken = activations;
        const z = Array.from(biases, (bias, i) =>
          taken.reduce((total, a, j) => total + weights[i * inputs + j] * a, bias),
        );
        z.forEach((value, i) => {
          units[i] = { least: Math.min(units[i].least, value), most: Math.max(units[i].most, value) };
        });
        activations = z.map((value) => Math.max(value, 0));
      });
    }
    // Values of order 1 that are zero at a knot come out as roundings of it.
    const tiny = 1e-12;
    const expected = seen.map((units) => ({
      units: units.length,
      dead: units.filter(({ most }) => most <= tiny).length,
      alwaysActive: units.filter(({ least }) => least > tiny).length,
      bending: units.filter(({ least, most }) => least <= tiny && most > tiny).length,
    }));
    expect(report.layers).toMatchObject(expected);
    expect(expected.map(({ dead }) => dead)).toEqual([2, 6, 0]);
  });

  it('counts breakpoints by layer: on all of ℝ, among the data, active, on data', () => {
    const { breakpoints, layers: of, active, perLayer } = report.breakpoints;
    const distinct = Array.from(new Set(data.x));
    // 1e-5 of the range of x.
    const reach = 1e-5 * (57.6 - 2.4);
    const near = (x: number): boolean => distinct.some((datum) => Math.abs(datum - x) <= reach);
    report.layers.forEach((layer, l) => {
      const own = Array.from(breakpoints.keys()).filter((k) => of[k] === l);
      const among = own.filter((k) => breakpoints[k] > 2.4 - reach && breakpoints[k] < 57.6 + reach);
      expect(layer.breakpoints).toBe(perLayer[l]);
      expect(layer.breakpointsAmongData).toBe(among.length);
      expect(layer.active).toBe(among.filter((k) => active[k]).length);
      expect(layer.onData).toBe(among.filter((k) => near(breakpoints[k])).length);
    });
    expect(report.layers.map(({ onData }) => onData)).toEqual([6, 5, 14]);
  });

  it('adds the layers’ parts in the roughness up to that of the function, and scales both roughnesses', () => {
    // No two breakpoints coincide; sums of 50 squares.
    const total = sum(report.layers.map(({ outputRoughness }) => outputRoughness));
    expect(total / report.roughnessAmongData).toBeCloseTo(1, 12);
    const inTraining = describeDeep(network, trained);
    const { xScale, yScale } = standardisation;
    report.layers.forEach(({ basisRoughness, outputRoughness }, l) => {
      const scaled = inTraining.layers[l];
      // Jumps are differences of slopes, and places of knots lose what the fold rounds.
      expect((basisRoughness * xScale ** 2) / scaled.basisRoughness).toBeCloseTo(1, 9);
      expect((outputRoughness * (xScale / yScale) ** 2) / scaled.outputRoughness).toBeCloseTo(1, 9);
    });
  });

  it('has kinks whose slopes are those of the function, with every active breakpoint at one of them', () => {
    const { kinks, pieces } = report;
    const named = sum(kinks.map(({ breakpoints }) => breakpoints.length));
    expect(named).toBe(sum(report.layers.map(({ active }) => active)));
    kinks.forEach(({ x, slopeBefore, onData }, k) => {
      const before = k === 0 ? x - 1 : (kinks[k - 1].x + x) / 2;
      expect(slopeBefore).toBeCloseTo(slopeAt(pieces, before), 9);
      if (k > 0) expect(slopeBefore).toBe(kinks[k - 1].slopeAfter);
      if (onData) expect(data.x.some((datum) => Math.abs(datum - x) < 1.2e-3)).toBe(true);
    });
    // Two units of the first layer and none else share this datum.
    const shared = kinks.find(({ x }) => Math.abs(x - 29.4) < 1e-3);
    expect(shared?.breakpoints).toEqual([
      { layer: 0, unit: 6, orientation: 1 },
      { layer: 0, unit: 11, orientation: 1 },
    ]);
  });

  it('has the loss of the training', () => {
    // models.json has the training's own last figure, in float32.
    expect(report.loss.meanSquaredError).toBeCloseTo(0.17736369371414185, 6);
    expect(report.loss.trained).toBe(deepLoss(network, trained));
    expect(report.loss.rootMeanSquare).toBe(standardisation.yScale * Math.sqrt(report.loss.meanSquaredError));
  });

  it('fits a page of 92 columns and says the surprising thing', () => {
    const text = formatDeepReport(report);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(92);
    expect(text.split('\n').length).toBeLessThan(60);
    expect(text).toContain('A ReLU network of 3 hidden layers (16 × 16 × 16 units, 593 parameters)');
    expect(text).toContain('and 25 lie on a datum');
    expect(text).toMatch(/ 14\.8 .* yes +2:1 2:4 2:10 2:14\n/);
    expect(text).toContain('slopes in accel per ms');
  });

  it('is the same as data: JSON keeps every number', () => {
    const read = JSON.parse(reportJson(report)) as DeepReport;
    expect(read.breakpoints.breakpoints).toEqual(Array.from(report.breakpoints.breakpoints));
    expect(read.layers).toEqual(report.layers);
    expect(reportJson(report)).not.toMatch(/NaN|Infinity/);
  });

  it('has its figure', () => {
    expect(Object.keys(deepReportFigures(data, report))).toEqual(['spline']);
  });
});

describe('other deep networks', () => {
  it('of one hidden layer are told as the shallow report tells them', () => {
    const deep = describeDeep(toDeepNetwork(shallow), data, { standardisation });
    const flat = describeNetwork(shallow, data, { standardisation, flowSteps: 0 });
    expect(deep.layers).toHaveLength(1);
    expect(deep.layers[0]).toMatchObject({
      units: flat.spline.width,
      breakpoints: flat.spline.width,
      breakpointsAmongData: flat.spline.breakpointsInside,
      onData: flat.criticality.stuck.length,
    });
    expect(deep.parameters).toBe(flat.flat.parameters);
    expect(deep.data).toEqual(flat.data);
    expect(deep.kinks.map(({ x }) => x)).toEqual(flat.kinks.map(({ x }) => x));
    // The same numbers by other sums of 64 terms.
    expect(deep.functionRoughness / flat.spline.functionRoughness).toBeCloseTo(1, 12);
    expect(deep.loss.trained / flat.loss.trained).toBeCloseTo(1, 12);
    expect(deep.loss.gradientNorm / flat.loss.gradientNorm).toBeCloseTo(1, 9);
  });

  it('with a layer that is dead among the data are constant there', () => {
    const dead = deepNetwork([
      { weights: [[1], [-1]] },
      { weights: [[-1, -1]] },
      { weights: [[3]], biases: [7] },
    ]);
    const read = describeDeep(dead, dataset([-1, 0, 2], [1, 2, 3]));
    expect(read.layers.map(({ dead: count }) => count)).toEqual([0, 1]);
    expect(read.layers[0]).toMatchObject({
      breakpointsAmongData: 2,
      active: 0,
      onData: 2,
      outputRoughness: 0,
    });
    expect(read.kinks).toEqual([]);
    const text = formatDeepReport(read);
    expect(text).toContain('None: a straight line there.');
    expect(text).toContain('(2 × 1 units, 9 parameters)');
  });

  it('are read where all data have one x', () => {
    const hat = deepNetwork([
      { weights: [[1], [-1]] },
      { weights: [[-1, -1]], biases: [2] },
      { weights: [[3]] },
    ]);
    const at = (x: number): DeepReport => describeDeep(hat, dataset([x, x], [0, 1]));
    expect(at(2).layers.map(({ onData }) => onData)).toEqual([0, 1]);
    expect(at(1).layers).toMatchObject([{ dead: 1, alwaysActive: 1 }, { alwaysActive: 1 }]);
    expect(formatDeepReport(at(5))).toContain('4 breakpoints induced by its units, none among the data.');
  });

  it('are read, formatted and drawn without complaint', () => {
    const number = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -10, max: 10, noNaN: true }));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(1e-9, 1, 1e9),
        fc.boolean(),
        (seed, widths, pairs, scale, rounds) => {
          // Rounded weights: coincident breakpoints, dead units and units without a breakpoint.
          const drawn = deepTorchDefault({ widths }, randomStream(seed));
          const given = rounds
            ? deepNetwork(
                drawn.layers.map((layer) => ({
                  ...layer,
                  weights: layer.weights.map((w) => Math.round(2 * w)),
                  biases: layer.biases.map((b) => Math.round(2 * b)),
                })),
              )
            : drawn;
          const own = dataset(
            pairs.map(([x]) => scale * x),
            pairs.map(([, y]) => y),
          );
          const read = describeDeep(given, own, {
            standardisation: { xMean: 0, xScale: scale, yMean: 1, yScale: 2 },
          });
          const text = formatDeepReport(read);
          expect(text).not.toMatch(/NaN|undefined of/);
          for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(92);
          read.layers.forEach(({ units, dead, alwaysActive, bending, active, breakpointsAmongData }, l) => {
            expect(dead + alwaysActive + bending).toBe(units);
            expect(units).toBe(widths[l]);
            expect(active).toBeLessThanOrEqual(breakpointsAmongData);
          });
          expect(deepReportFigures(own, read)).toHaveProperty('spline');
          expect(() => JSON.parse(reportJson(read)) as unknown).not.toThrow();
        },
      ),
      { seed: 32, numRuns: 150 },
    );
  });

  it('refuse a reach that is none', () => {
    expect(() => describeDeep(network, data, { stuckWithin: 0 })).toThrow(
      new RangeError('describeDeep: stuckWithin must be positive, got 0'),
    );
  });
});
