import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { knotTypes } from '../../../src/loss/slices/knot-types.js';
import { evaluateSlice, lossSlice } from '../../../src/loss/slices/slice.js';
import { expectWithin, networkOf, referenceCases } from '../../reference/load.js';
import type { ReferenceNetwork, Tolerance } from '../../reference/load.js';

interface Input {
  readonly net: ReferenceNetwork;
  readonly x: number[];
  readonly y: number[];
  readonly beta_grid: number[];
}
interface Piece {
  readonly lo: number | null;
  readonly hi: number | null;
  readonly active_count: number;
  readonly c2: number;
  readonly c1: number;
  readonly c0: number;
  readonly argmin: number | null;
  readonly min: number | null;
}
interface Unit {
  readonly beta: number;
  readonly mu: number;
  readonly s: number;
  readonly pieces: Piece[];
  readonly knots: {
    readonly x: number[];
    readonly loss: number[];
    readonly left_derivative: number[];
    readonly right_derivative: number[];
    readonly type: string[];
  };
  readonly loss: number[];
  readonly minimum: number;
}
interface Expected {
  readonly units: (Unit | null)[];
}

describe('slices and knot types against exact rational arithmetic (slices.json)', () => {
  for (const { name, input, expected, tolerance } of referenceCases<Input, Expected>('slices')) {
    it(name, () => {
      const network = networkOf(input.net);
      const data = dataset(input.x, input.y);
      expected.units.forEach((unit, i) => {
        const slice = lossSlice(network, data, i);
        const types = knotTypes(network, data, { unit: i });
        if (unit === null || slice === null || types === null) {
          expect([slice, types, unit]).toEqual([null, null, null]);
          return;
        }
        const label = (field: string): string => `unit ${i}: ${field}`;
        const within = (field: string, got: unknown, wanted: unknown): void => {
          expectWithin(got, wanted, tolerance[field], label(field));
        };
        expect([slice.unit, slice.orientation], label('orientation')).toEqual([i, unit.s]);
        // The file rounds −b/w and w·v once, as the library does.
        expect([slice.breakpoint, slice.deltaSlope], label('beta and mu')).toEqual([unit.beta, unit.mu]);
        within('loss', evaluateSlice(slice, input.beta_grid), unit.loss);
        within('minimum', slice.minimum.loss, unit.minimum);
        within('knots.x', slice.knots, unit.knots.x);
        within('knots.loss', slice.lossAtKnots, unit.knots.loss);
        within('knots.left_derivative', slice.leftSlopes, unit.knots.left_derivative);
        within('knots.right_derivative', slice.rightSlopes, unit.knots.right_derivative);
        expect(types.types.map(withoutDirection), label('types')).toEqual(unit.knots.type);

        const { pieces } = slice;
        const column = <T>(read: (piece: Piece) => T): T[] => unit.pieces.map(read);
        within(
          'pieces.lo',
          pieces.map(({ low }) => finiteOrNull(low)),
          column(({ lo }) => lo),
        );
        within(
          'pieces.hi',
          pieces.map(({ high }) => finiteOrNull(high)),
          column(({ hi }) => hi),
        );
        within(
          'pieces.active_count',
          pieces.map((p) => p.activeCount),
          column((p) => p.active_count),
        );
        within(
          'pieces.c2',
          pieces.map(({ quadratic }) => quadratic),
          column(({ c2 }) => c2),
        );
        within(
          'pieces.c1',
          pieces.map(({ linear }) => linear),
          column(({ c1 }) => c1),
        );
        within(
          'pieces.c0',
          pieces.map(({ constant }) => constant),
          column(({ c0 }) => c0),
        );
        within(
          'pieces.min',
          pieces.map(({ minimum }) => minimum),
          column(({ min }) => min),
        );
        expectWithin(
          pieces.map(({ argmin }) => argmin),
          column(({ argmin }) => argmin),
          ofUnit(tolerance['pieces.argmin'], i),
          label('pieces.argmin'),
        );
      });
    });
  }
});

/** The file does not say where to a breakpoint passes through; the directions have tests of their own. */
function withoutDirection(type: string): string {
  return type.replace(/-(left|right)$/, '');
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** This tolerance is indexed by unit, then by piece. */
function ofUnit(tolerance: Tolerance, unit: number): Tolerance {
  return { ...tolerance, abs: (tolerance.abs as unknown[])[unit] };
}
