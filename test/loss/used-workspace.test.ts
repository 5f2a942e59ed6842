import { describe, expect, it } from 'vitest';
import { dataset, lossAndGradientInto, shallowNetwork, sweepWorkspace } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';

/** Seven units: a block of four, and three that are left over. */
const WIDTH = 7;
const near = dataset([-3, -2, -1, 0, 1, 2, 3], [1, -2, 0.5, 1, -1, 2, -0.5]);
/** As far from the origin as makes hinges measured from their middle. */
const far = dataset(
  near.x.map((x) => x + 1024),
  near.y,
);

/** Units with breakpoints between data, facing right and left in turn; one of them elsewhere, facing as told. */
function networkWith(data: Dataset, unit: number, place: number, side: number): ShallowNetwork {
  const sides = Array.from({ length: WIDTH }, (_, i) => (i === unit ? side : 1 - 2 * (i % 2)));
  const origin = data.x[3];
  const places = sides.map((_, i) => origin + (i === unit ? place : i - 3.5));
  return shallowNetwork({
    inputWeights: sides,
    inputBiases: sides.map((s, i) => -s * places[i]),
    outputWeights: sides.map((_, i) => 1 + i / 4),
    outputBias: 0.5,
  });
}

/** Loss and gradient, in the workspace given or a fresh one. */
function answer(network: ShallowNetwork, data: Dataset, work = sweepWorkspace(data, WIDTH)): number[] {
  const gradient = new Float64Array(3 * WIDTH + 1);
  return [lossAndGradientInto(gradient, network, work), ...gradient];
}

describe('a workspace that has seen another network', () => {
  it.each(Array.from({ length: WIDTH }, (_, unit) => unit))(
    'answers as a fresh one, to the last bit, wherever unit %i has gone: past a datum, onto one, round',
    (unit) => {
      for (const data of [near, far]) {
        for (const [from, before] of [
          [0.5, 1],
          [0.5, -1],
          [-9, 1],
          [9, 1],
        ] as const) {
          for (const to of [-9, -3, -1.5, -0.5, 0, 0.25, 0.5, 1, 1.5, 2.5, 9]) {
            for (const side of [1, -1]) {
              const work = sweepWorkspace(data, WIDTH);
              answer(networkWith(data, unit, from, before), data, work);
              const network = networkWith(data, unit, to, side);
              const fresh = answer(network, data);
              expect(answer(network, data, work)).toEqual(fresh);
              // And once more, with all units in their bins.
              expect(answer(network, data, work)).toEqual(fresh);
            }
          }
        }
      }
    },
  );
});
