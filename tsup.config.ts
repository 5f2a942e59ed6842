import { defineConfig } from 'tsup';
import type { Options } from 'tsup';

const library: Options = {
  entry: {
    index: 'src/index.ts',
    'flow/index': 'src/flow/index.ts',
    'descent/index': 'src/descent/index.ts',
    'init/index': 'src/init/index.ts',
    'io/index': 'src/io/index.ts',
    'io/node': 'src/io/node.ts',
    'plot/index': 'src/plot/index.ts',
    'report/index': 'src/report/index.ts',
    'splines/index': 'src/splines/index.ts',
    'segments/index': 'src/segments/index.ts',
    'fit/index': 'src/fit/index.ts',
    'limits/index': 'src/limits/index.ts',
    'deep/index': 'src/deep/index.ts',
    'multivariate/index': 'src/multivariate/index.ts',
    'experiments/index': 'src/experiments/index.ts',
  },
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  // tsup 8 passes a baseUrl to its declaration build, which TypeScript 6 deprecates.
  dts: { compilerOptions: { ignoreDeprecations: '6.0', incremental: false } },
  splitting: true,
  // Names stay as they are in the source; indentation would only be installed.
  minifyWhitespace: true,
  // Node prints the line that threw: it must be one that can be read.
  esbuildOptions: (options) => {
    options.lineLimit = 120;
  },
  treeshake: true,
  clean: true,
  // What is bundled brings its licences along.
  onSuccess: 'node scripts/notices.mjs',
};

/** For pages without a bundler: an import map names this file for `ml-matrix`, which has no ES module of its own. */
const page: Options = {
  entry: { 'page/ml-matrix': 'scripts/page/ml-matrix.ts' },
  format: ['esm'],
  target: 'es2022',
  platform: 'browser',
  noExternal: ['ml-matrix'],
  minify: true,
  treeshake: true,
};

export default defineConfig([library, page]);
