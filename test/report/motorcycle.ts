import { readFileSync } from 'node:fs';
import { dataset, networkFromLayers } from 'relu-splines';
import type { Dataset, ShallowNetwork, Standardisation } from 'relu-splines';
import { column, layersOf, readCsv, readSafetensors } from 'relu-splines/io';
import type { DenseLayer } from 'relu-splines/io';

/** A file among the fixtures or the examples' data. */
export function fixture(name: string): URL {
  return new URL(`../fixtures/${name}`, import.meta.url);
}

/** The layers of one of the two trained networks. */
export function trainedLayers(name: 'mcycle_shallow' | 'mcycle_deep'): DenseLayer[] {
  return layersOf(readSafetensors(readFileSync(fixture(`${name}.safetensors`))));
}

/** The shallow network in the coordinates of its training, the data in milliseconds and g, and what leads between. */
export function motorcycle(): { network: ShallowNetwork; data: Dataset; standardisation: Standardisation } {
  const { standardisation } = JSON.parse(readFileSync(fixture('models.json'), 'utf8')) as {
    standardisation: { x_mean: number; x_sd: number; y_mean: number; y_sd: number };
  };
  const table = readCsv(readFileSync(new URL('../../examples/data/mcycle.csv', import.meta.url)));
  return {
    network: networkFromLayers(trainedLayers('mcycle_shallow')),
    data: dataset(column(table, 'times'), column(table, 'accel')),
    standardisation: {
      xMean: standardisation.x_mean,
      xScale: standardisation.x_sd,
      yMean: standardisation.y_mean,
      yScale: standardisation.y_sd,
    },
  };
}
