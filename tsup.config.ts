import { defineConfig } from 'tsup';

export default defineConfig({
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
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  splitting: true,
  // Names stay as they are in the source; indentation would only be installed.
  minifyWhitespace: true,
  treeshake: true,
  clean: true,
  // What is bundled brings its licences along.
  onSuccess: 'node scripts/notices.mjs',
});
