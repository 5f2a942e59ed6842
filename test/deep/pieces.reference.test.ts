import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate, functionRoughness } from 'relu-splines';
import {
  deepNetwork,
  evaluateDeep,
  foldDeepStandardisation,
  inducedBreakpoints,
  layerRoughness,
  toPiecewiseLinear,
} from 'relu-splines/deep';
import type { DeepNetwork, InducedBreakpoints } from 'relu-splines/deep';
import { column, readCsv } from 'relu-splines/io';
import { expectWithin, referenceCases } from '../reference/load.js';
import { fixture, motorcycle, trainedLayers } from '../report/motorcycle.js';
import { naturalScale, networkFrom, roundings } from './deep.help.js';

interface DeepInput {
  readonly weights: number[][][];
  readonly biases: number[][];
  readonly x: number[];
}

interface DeepExpected {
  readonly knots: number[];
  readonly slopes: number[];
  readonly intercepts: number[];
  readonly f: number[];
  readonly induced: { readonly x: number[]; readonly active: boolean[]; readonly in_output: boolean[] }[][];
  readonly induced_per_layer: number[];
  readonly pieces: number;
  readonly distinct_induced: number;
}

/** The breakpoints of a unit, as the reference file lists them. */
function unitOf(found: InducedBreakpoints, layer: number, unit: number): { x: number[]; active: boolean[] } {
  const own = Array.from(found.layers.keys()).filter(
    (k) => found.layers[k] === layer && found.units[k] === unit,
  );
  return { x: own.map((k) => found.breakpoints[k]), active: own.map((k) => found.active[k]) };
}

describe.each(referenceCases<DeepInput, DeepExpected>('deep'))('$name', ({ input, expected, tolerance }) => {
  const network = networkFrom(input.weights, input.biases);
  const pieces = toPiecewiseLinear(network);
  const found = inducedBreakpoints(network);

  it('has the pieces of exact arithmetic', () => {
    expect(pieces.slopes.length).toBe(expected.pieces);
    for (const field of ['knots', 'slopes', 'intercepts'] as const) {
      expectWithin(pieces[field], expected[field], tolerance[field], field);
    }
  });

  it('has its values, by the forward pass and by the pieces', () => {
    expectWithin(evaluateDeep(network, input.x), expected.f, tolerance.f, 'f');
    expectWithin(evaluate(pieces, input.x), expected.f, tolerance.f, 'f by pieces');
  });

  it('has its breakpoints unit by unit, active where a path is', () => {
    expect(Array.from(found.perLayer)).toEqual(expected.induced_per_layer);
    expect(new Set(found.breakpoints).size).toBe(expected.distinct_induced);
    expected.induced.forEach((layer, l) => {
      layer.forEach(({ x, active, in_output }, i) => {
        const unit = unitOf(found, l, i);
        expectWithin(unit.x, x, tolerance['induced.x'], `layer ${l}, unit ${i}`);
        // No case here has paths that cancel exactly.
        expect(unit.active).toEqual(active);
        expect(unit.active).toEqual(in_output);
      });
    });
  });
});

describe('the deep motorcycle network', () => {
  const network: DeepNetwork = deepNetwork(trainedLayers('mcycle_deep'));
  const { standardisation } = motorcycle();
  const table = readCsv(readFileSync(fixture('mcycle_deep_predictions.csv')));

  it('has the 56 pieces that exact arithmetic finds', () => {
    const lines = readFileSync(fixture('mcycle_deep_pieces.csv'), 'utf8').trim().split('\n').slice(1);
    const rows = lines.map((line) => line.split(','));
    const { knots, slopes, intercepts } = toPiecewiseLinear(network);
    // Tolerances as in deep.json, whose networks are alike.
    const tolerance = { rel: 1e-9, abs: 1e-10, norm: 'elementwise' };
    expect(slopes.length).toBe(56);
    expectWithin(knots, rows.slice(1).map((row) => Number(row[0])), tolerance, 'knots'); // prettier-ignore
    expectWithin(slopes, rows.map((row) => Number(row[1])), { rel: 0, abs: 2e-11, norm: 'elementwise' }, 'slopes'); // prettier-ignore
    expectWithin(intercepts, rows.map((row) => Number(row[2])), { rel: 0, abs: 2e-11, norm: 'elementwise' }, 'intercepts'); // prettier-ignore
  });

  it.each([
    ['u', 'net_u'],
    ['times', 'accel'],
  ] as const)('predicts %s → %s, by the forward pass and by the pieces', (from, to) => {
    const x = column(table, from);
    const folded = from === 'u' ? network : foldDeepStandardisation(network, standardisation);
    const scale = naturalScale(folded);
    const [forward, byPieces] = [evaluateDeep(folded, x), evaluate(toPiecewiseLinear(folded), x)];
    column(table, to).forEach((value, n) => {
      // Files have 17 digits; what is left is rounding, of the network and of the four numbers folded in.
      const bound = 8 * roundings(network) * Number.EPSILON * scale(x[n]);
      expect(Math.abs(forward[n] - value)).toBeLessThanOrEqual(bound);
      expect(Math.abs(byPieces[n] - value)).toBeLessThanOrEqual(bound);
    });
  });

  it('has the roughness of its function, told by layer', () => {
    const rho = functionRoughness(toPiecewiseLinear(network));
    const { output, basis } = layerRoughness(network);
    // Jumps by products are right relatively; as differences of slopes they carry the rounding of those.
    expect(output.reduce((sum, part) => sum + part, 0)).toBeCloseTo(rho, 9);
    expect(basis.length).toBe(3);
  });
});
