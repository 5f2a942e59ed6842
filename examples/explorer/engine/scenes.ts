/** Guided scenes: each a configuration and a paragraph that it shows. test/explorer/scenes.test.ts proves each. */
import type { Configuration } from './configuration.js';
import { DEFAULT_CONFIGURATION } from './configuration.js';

/** One scene. */
export interface Scene {
  readonly name: string;
  readonly title: string;
  readonly paragraph: string;
  readonly configuration: Configuration;
}

const { view } = DEFAULT_CONFIGURATION;

/** All scenes, in the order of the menu. */
export const SCENES: readonly Scene[] = [
  {
    name: 'cubic',
    title: 'Kernel regime becomes a cubic',
    paragraph:
      'Six hundred breakpoints on a grid, output weights zero, and a large scale, α = 30. While the loss falls, no ' +
      'breakpoint passes a datum: their trajectories are straight lines, and only delta-slopes learn. Where breakpoints ' +
      'are uniform and reach far beyond the data, what gradient flow converges to is the natural cubic spline: the curve ' +
      'comes to lie on the overlay. Then pull α down, start again, and see it leave.',
    configuration: {
      ...DEFAULT_CONFIGURATION,
      data: { kind: 'preset', preset: 'random', seed: 2 },
      init: { kind: 'grid', width: 600, seed: 1, scales: { low: -30, high: 30 } },
      alpha: 30,
      view: { ...view, unit: 300 },
    },
  },
  {
    name: 'clusters',
    title: 'Adaptive regime gathers clusters',
    paragraph:
      'Forty breakpoints on a grid and a small scale, α = 0.1. Now breakpoints move as fast as slopes do. They run to ' +
      'data that attract them, stick there, and gather until more than half of them lie together in six bundles: few ' +
      'straight pieces, symmetric as the data are. Forty units bend the function in some dozen places only.',
    configuration: {
      ...DEFAULT_CONFIGURATION,
      init: { kind: 'grid', width: 40, seed: 1, scales: { low: -2.5, high: 2.5 } },
      alpha: 0.1,
      view: { ...view, unit: 20 },
    },
  },
  {
    name: 'split',
    title: 'A cluster sticks, then splits',
    paragraph:
      "PyTorch's initialization at α = 0.2 on twelve data. From time 0.2 on breakpoints of one kind meet at a datum that " +
      'pushes them back from both sides, twelve of them in the end. They slide on it together until time 6, when the ' +
      'force that holds them changes sign: all are let go at once. But their speeds |v/w| differ, so the bundle fans out ' +
      'and splits. Bars mark the time on the datum.',
    configuration: {
      ...DEFAULT_CONFIGURATION,
      data: { kind: 'preset', preset: 'random', seed: 3 },
      init: { kind: 'torch', width: 40, seed: 1, scales: {} },
      alpha: 0.2,
      view: { ...view, natural: false },
    },
  },
  {
    name: 'spiky',
    title: 'Spiky starts stay spiky',
    paragraph:
      'A start that is a random zigzag of 21 knots, on 15 data of a parabola. Training fits every datum, but nothing ' +
      'asks for smoothness: between data the zigzag stays, and the roughness at the end is nearly that of the ' +
      'start. What is implicitly regularised is the distance from the start, not the roughness.',
    configuration: {
      ...DEFAULT_CONFIGURATION,
      data: { kind: 'preset', preset: 'quadratic', seed: 1 },
      init: { kind: 'spiky', width: 21, seed: 1, scales: { low: -2, high: 2, height: 2 } },
      view: { ...view, unit: 10 },
    },
  },
];
