import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, knotTypes, loss, shallowNetwork, slopeAt, standardise, stuckUnits } from 'relu-splines';
import { describe as describeNetwork, formatReport, reportFigures, reportJson } from 'relu-splines/report';
import { motorcycle } from './motorcycle.js';

const mcycle = motorcycle();
const options = { standardisation: mcycle.standardisation, xName: 'times', yName: 'accel' };
const report = describeNetwork(mcycle.network, mcycle.data, options);

describe('the report on the motorcycle network', () => {
  it('tells geometry in the units of the data and the loss surface in those of the training', () => {
    expect(report.spline).toMatchObject({
      width: 64,
      breakpointsLeft: 9,
      breakpointsInside: 43,
      breakpointsRight: 12,
    });
    expect(report.data).toMatchObject({
      count: 133,
      distinct: 94,
      xLow: 2.4,
      xHigh: 57.6,
      yLow: -134,
      yHigh: 75,
    });
    // models.json has the training's own last figure, in float32.
    expect(report.loss.meanSquaredError).toBeCloseTo(0.19832824170589447, 6);
    const trained = standardise(mcycle.data, mcycle.standardisation);
    expect(report.loss.trained).toBe(loss(mcycle.network, trained));
    expect(report.criticality.stuck).toEqual(stuckUnits(mcycle.network, trained));
  });

  it('gathers the 33 stuck units by datum and facing', () => {
    expect(report.stuck.map(({ x, orientation, units }) => [x, orientation, units.length])).toEqual([
      [23.2, -1, 11],
      [28.2, -1, 2],
      [31, -1, 9],
      [31, 1, 7],
      [39.4, -1, 1],
      [39.4, 1, 2],
      [48.8, 1, 1],
    ]);
    for (const { activity, farthest } of report.stuck) {
      expect(activity).toBeGreaterThanOrEqual(0);
      expect(activity).toBeLessThanOrEqual(1);
      expect(farthest).toBeLessThan(1e-5);
    }
  });

  it('says where it would flow from here: its 33 stuck breakpoints stick, and it is a generalised critical point', () => {
    const { destination } = report;
    expect(destination).toMatchObject({ status: 'stationary', sliding: 33, notUnique: 0 });
    expect(destination?.events).toMatchObject({ stick: 33, cross: 0, collapse: 0 });
    expect(destination?.point?.kind).toBe('generalised-critical-point');
    // Adam had come within a hundred-thousandth of the loss of that point.
    expect(report.loss.trained / (destination?.loss ?? 0) - 1).toBeLessThan(1e-5);
    expect(formatReport(report)).toContain('33 breakpoints stick to data');
    const still = describeNetwork(mcycle.network, mcycle.data, { ...options, flowSteps: 0 });
    expect(still.destination).toBeNull();
    expect(formatReport(still)).not.toContain('FLOW FROM HERE');
  });

  it('has kinks whose slopes are those of the function, and whose units are all those inside', () => {
    const units = report.kinks.reduce((sum, kink) => sum + kink.rightFacing + kink.leftFacing, 0);
    expect(units).toBe(43);
    const { pieces } = report.spline;
    report.kinks.forEach(({ x, slopeBefore, slopeAfter }, k) => {
      const before = k === 0 ? x - 1 : (report.kinks[k - 1].x + x) / 2;
      expect(slopeBefore).toBeCloseTo(slopeAt(pieces, before), 9);
      if (k > 0) expect(slopeBefore).toBe(report.kinks[k - 1].slopeAfter);
      expect(Math.abs(slopeAfter - slopeBefore)).toBeGreaterThan(1);
    });
  });

  it('counts what every datum is to every unit', () => {
    const trained = standardise(mcycle.data, mcycle.standardisation);
    const tally: Record<string, number> = {};
    for (let unit = 0; unit < 64; unit++) {
      for (const type of knotTypes(mcycle.network, trained, { unit })?.types ?? []) {
        tally[type] = (tally[type] ?? 0) + 1;
      }
    }
    expect(report.knots.slice.types).toEqual(tally);
    const flow = Object.values(report.knots.flow.types).reduce((sum, count) => sum + count, 0);
    expect(flow).toBe(64 * 94);
  });

  it('adds the causes of flat directions up to the nullity', () => {
    const { parameters, rank, nullity, causes } = report.flat;
    expect(parameters).toBe(193);
    expect(rank + nullity).toBe(parameters);
    expect(causes.reduce((sum, { dimension }) => sum + dimension, 0)).toBe(nullity);
  });

  it('fits a page of 92 columns and says the surprising thing', () => {
    const text = formatReport(report);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(92);
    expect(text).toContain(
      '33 of the 43 breakpoints among the data lie on a datum, all on 5 of the 94 distinct x',
    );
    expect(text).toContain('nearly a generalised critical point');
  });

  it('is the same as data: JSON keeps every number', () => {
    const read = JSON.parse(reportJson(report)) as typeof report;
    expect(read.spline.units.breakpoints).toEqual(Array.from(report.spline.units.breakpoints));
    expect(read.criticality.generalisedLevel).toBe(report.criticality.generalisedLevel);
    expect(reportJson(report)).not.toMatch(/NaN|Infinity/);
  });

  it('has its figures', () => {
    expect(Object.keys(reportFigures(mcycle.network, mcycle.data, report))).toEqual([
      'spline',
      'slice',
      'spectrum',
    ]);
  });
});

describe('any network and data', () => {
  it('are read, formatted and drawn without complaint', () => {
    const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e3, max: 1e3, noNaN: true }));
    const unit = fc.record({ w: number, b: number, v: number });
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 6 }),
        number,
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 8 }),
        (units, outputBias, pairs) => {
          const network = shallowNetwork({
            inputWeights: units.map(({ w }) => (Math.abs(w) < 1e-3 ? 0 : w)),
            inputBiases: units.map(({ b }) => b),
            outputWeights: units.map(({ v }) => v),
            outputBias,
          });
          const data = dataset(
            pairs.map(([x]) => x),
            pairs.map(([, y]) => y),
          );
          const read = describeNetwork(network, data);
          expect(formatReport(read)).not.toMatch(/NaN|\bundefined of\b/);
          expect(read.flat.rank + read.flat.nullity).toBe(3 * units.length + 1);
          const { positive, negative, zero } = read.criticality.inertia;
          expect(positive + negative + zero).toBe(3 * units.length + 1);
          expect(reportFigures(network, data, read)).toHaveProperty('spline');
          expect(() => JSON.parse(reportJson(read)) as unknown).not.toThrow();
        },
      ),
      { seed: 31, numRuns: 150 },
    );
  });

  it('has no more to say of a straight line than that it is one', () => {
    const line = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [], outputBias: 2 });
    const text = formatReport(describeNetwork(line, dataset([0, 1], [1, 3])));
    expect(text).toContain('None: a straight line there.');
    expect(text).toContain('No breakpoint lies on a datum.');
    expect(text).toContain('A local minimum');
  });
});
