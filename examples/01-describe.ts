/**
 * Reads a trained network and its data, and says what the network is as a spline and where it stands.
 *
 *     npm start
 *     npm start -- CHECKPOINT --data FILE.csv [--x COLUMN --y COLUMN] [--units X,Y]
 *                  [--scale XMEAN,XSD,YMEAN,YSD] [--json] [--figures FOLDER]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataset, networkFromLayers } from 'relu-splines';
import type { Dataset, Standardisation } from 'relu-splines';
import { deepNetwork } from 'relu-splines/deep';
import { column } from 'relu-splines/io';
import type { DenseLayer } from 'relu-splines/io';
import { readCheckpointFile, readCsvFile } from 'relu-splines/io/node';
import type { VegaLiteSpec } from 'relu-splines/plot';
import {
  deepReportFigures,
  describe,
  describeDeep,
  formatDeepReport,
  formatReport,
  reportFigures,
  reportJson,
} from 'relu-splines/report';
import type { ReadingOptions } from 'relu-splines/report';

const usage = `usage: npm start -- CHECKPOINT --data FILE.csv [--x COLUMN --y COLUMN] [--units X,Y]
                 [--scale XMEAN,XSD,YMEAN,YSD] [--json] [--figures FOLDER]

CHECKPOINT is a PyTorch network of shape 1–H–1 or deeper, with a ReLU after every layer but the last: a
.safetensors or .npz file, or a state_dict as JSON. A deep one is reported by layer.
--x and --y name columns of the CSV; by default its first two with names.
--units says what they are measured in, such as ms,g.
--scale says how the data were standardised before training: (x − XMEAN)/XSD, (y − YMEAN)/YSD.
Without arguments: the motorcycle data and a network that PyTorch trained on them.`;

// The demonstration: 64 units, trained by Adam on the standardised motorcycle data (see data/models.json).
const here = (name: string): string => fileURLToPath(new URL(`./data/${name}`, import.meta.url));
const demonstration = {
  checkpoint: here('mcycle_shallow.safetensors'),
  data: here('mcycle.csv'),
  units: 'ms,g',
  scale: '25.178947368421046,13.082600811946708,-25.545864661654136,48.1400455614489',
};

function standardisationFrom(text: string): Standardisation {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (numbers.length !== 4 || numbers.some((number) => !Number.isFinite(number))) {
    throw new RangeError(`--scale must be four numbers XMEAN,XSD,YMEAN,YSD, got "${text}"`);
  }
  const [xMean, xScale, yMean, yScale] = numbers;
  return { xMean, xScale, yMean, yScale };
}

function unitsFrom(text: string): { xUnit: string; yUnit: string } {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length !== 2 || parts.includes('')) {
    throw new RangeError(`--units must be two words X,Y, got "${text}"`);
  }
  return { xUnit: parts[0], yUnit: parts[1] };
}

/** A report in its three shapes; only those asked for are made. */
interface Told {
  readonly text: () => string;
  readonly json: () => string;
  readonly figures: () => Readonly<Record<string, VegaLiteSpec>>;
}

function readShallow(layers: readonly DenseLayer[], data: Dataset, options: ReadingOptions): Told {
  const network = networkFromLayers(layers);
  const report = describe(network, data, options);
  return {
    text: () => formatReport(report),
    json: () => reportJson(report),
    figures: () => reportFigures(network, data, report),
  };
}

function readDeep(layers: readonly DenseLayer[], data: Dataset, options: ReadingOptions): Told {
  const report = describeDeep(deepNetwork(layers), data, options);
  return {
    text: () => formatDeepReport(report),
    json: () => reportJson(report),
    figures: () => deepReportFigures(data, report),
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      x: { type: 'string' },
      y: { type: 'string' },
      units: { type: 'string' },
      scale: { type: 'string' },
      json: { type: 'boolean', default: false },
      figures: { type: 'string', default: 'figures' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  if (positionals.length > 1)
    throw new RangeError(`one CHECKPOINT, got ${positionals.join(' ')}\n\n${usage}`);
  const own = positionals.length === 1;
  if (own !== (values.data !== undefined)) {
    throw new RangeError(`CHECKPOINT and --data belong together\n\n${usage}`);
  }
  const { x: xColumn, y: yColumn } = values;
  const scale = values.scale ?? (own ? undefined : demonstration.scale);
  const units = values.units ?? (own ? undefined : demonstration.units);
  const reading = {
    ...(units === undefined ? {} : unitsFrom(units)),
    ...(scale === undefined ? {} : { standardisation: standardisationFrom(scale) }),
  };

  const { layers } = await readCheckpointFile(own ? positionals[0] : demonstration.checkpoint);
  const table = await readCsvFile(
    values.data ?? demonstration.data,
    xColumn !== undefined && yColumn !== undefined ? { columns: [xColumn, yColumn] } : {},
  );
  // Row names, as R and pandas write them, come in a column without a name.
  const named = table.columns.filter((name) => name !== '');
  const xName = xColumn ?? named.find((name) => name !== yColumn) ?? '';
  const yName = yColumn ?? named.find((name) => name !== xName) ?? '';
  const data = dataset(column(table, xName), column(table, yName));
  const read = layers.length > 2 ? readDeep : readShallow;
  const { text, json, figures } = read(layers, data, { xName, yName, ...reading });
  console.log(values.json ? json() : text());

  // Loaded late: a mistyped option should be told at once.
  const { writeSvg } = await import('./render.js');
  await mkdir(values.figures, { recursive: true });
  const written: string[] = [];
  for (const [name, figure] of Object.entries(figures())) {
    const path = join(values.figures, `${name}.svg`);
    await writeSvg(figure, path);
    written.push(path);
  }
  // Not part of the report: with --json, standard output holds JSON and nothing else.
  console.error(`\nFigures: ${written.join(', ')}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
