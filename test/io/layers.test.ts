import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError, layersOf, readStateDict, ShapeError } from 'relu-splines/io';
import type { Tensor } from 'relu-splines/io';

/** A weight [outputs, inputs] whose values do not matter. */
function weight(name: string, inputs: number, outputs: number): Tensor {
  return { name, shape: [outputs, inputs], values: new Float64Array(outputs * inputs).fill(1) };
}

function bias(name: string, outputs: number): Tensor {
  return { name, shape: [outputs], values: Float64Array.from({ length: outputs }, (_, i) => i + 1) };
}

/** Names of the layers in order. */
function order(tensors: readonly Tensor[]): string[] {
  return layersOf(tensors).map(({ name }) => name);
}

describe('layersOf', () => {
  it('takes a weight as PyTorch has it, [outputs, inputs], row by row', () => {
    const layers = layersOf(
      readStateDict({ 'b.weight': [[1, 2, 3]], 'a.weight': [[1], [2], [3]], 'a.bias': [4, 5, 6] }),
    );
    expect(layers).toEqual([
      {
        name: 'a.weight',
        inputs: 1,
        outputs: 3,
        weights: Float64Array.of(1, 2, 3),
        biases: Float64Array.of(4, 5, 6),
      },
      {
        name: 'b.weight',
        inputs: 3,
        outputs: 1,
        weights: Float64Array.of(1, 2, 3),
        biases: Float64Array.of(0),
      },
    ]);
  });

  it.each([
    ['sequential', ['0', '2', '4']],
    ['numbered', ['fc1', 'fc2', 'fc3']],
    ['nested', ['net.0', 'net.2', 'net.10']],
    ['wrapped', ['module.layers.0.linear', 'module.layers.1.linear', 'module.layers.2.linear']],
    ['in blocks', ['block1.fc1', 'block1.fc2', 'block2.fc1']],
  ])('understands %s names, in any order of the tensors', (_, stems) => {
    const widths = [1, 8, 8, 1];
    const tensors = stems.flatMap((stem, k) => [
      weight(`${stem}.weight`, widths[k], widths[k + 1]),
      bias(`${stem}.bias`, widths[k + 1]),
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(tensors, { minLength: tensors.length }), (shuffled) => {
        expect(order(shuffled)).toEqual(stems.map((stem) => `${stem}.weight`));
      }),
      { seed: 11, numRuns: 50 },
    );
  });

  it('understands a single layer named weight and bias', () => {
    expect(order([bias('bias', 2), weight('weight', 1, 2)])).toEqual(['weight']);
  });

  it('sorts numbers as numbers, however long', () => {
    const stems = ['l2', 'l10', 'l99999999999999999998', 'l99999999999999999999'];
    expect(order(stems.toReversed().map((stem) => weight(`${stem}.weight`, 4, 4)))).toEqual(
      stems.map((stem) => `${stem}.weight`),
    );
  });

  it('lets the shapes decide before the names', () => {
    expect(order([weight('0.weight', 8, 3), weight('2.weight', 1, 8)])).toEqual(['2.weight', '0.weight']);
    // What reads as 1 → 64, 32 → 1 by its numbers does not chain; its shapes say 32 → 1 → 64.
    expect(order([weight('0.weight', 1, 64), weight('2.weight', 32, 1)])).toEqual(['2.weight', '0.weight']);
    expect(order([weight('z.weight', 2, 8), weight('a.weight', 8, 1)])).toEqual(['z.weight', 'a.weight']);
  });

  it('begins a chain that closes at the single input, unless the names have numbers that say otherwise', () => {
    expect(order([weight('fc_out.weight', 64, 1), weight('hidden.weight', 1, 64)])).toEqual([
      'hidden.weight',
      'fc_out.weight',
    ]);
    // An autoencoder with a code of one number is not turned inside out.
    expect(order([weight('0.weight', 64, 1), weight('2.weight', 1, 64)])).toEqual(['0.weight', '2.weight']);
  });

  it('walks into a loop before it goes on', () => {
    // 1 → 4 → 2 → 4 → 1: going from 4 to 1 at once would strand the loop.
    const tensors = [
      weight('out.weight', 4, 1),
      weight('down.weight', 4, 2),
      weight('up.weight', 2, 4),
      weight('in.weight', 1, 4),
    ];
    expect(order(tensors)).toEqual(['in.weight', 'down.weight', 'up.weight', 'out.weight']);
  });

  it.each<[string, Tensor[], string]>([
    [
      'square layers without numbers',
      [
        weight('in.weight', 1, 4),
        weight('left.weight', 4, 4),
        weight('right.weight', 4, 4),
        weight('out.weight', 4, 1),
      ],
      'which layer comes first where the shapes do not, got "left.weight" (4 → 4), "right.weight" (4 → 4)',
    ],
    [
      'numbers that differ only in zeros',
      [weight('fc1.weight', 4, 4), weight('fc01.weight', 4, 4)],
      'got "fc1.weight" (4 → 4), "fc01.weight" (4 → 4)',
    ],
    [
      'two networks in one file',
      [
        weight('0.weight', 1, 4),
        weight('2.weight', 4, 1),
        weight('ema.0.weight', 1, 4),
        weight('ema.2.weight', 4, 1),
      ],
      'got "0.weight" (1 → 4), "ema.0.weight" (1 → 4)',
    ],
    [
      'a tensor of another kind',
      [weight('0.weight', 1, 1), bias('0.alpha', 1)],
      'every tensor must be the weight or the bias of a fully connected layer, got "0.alpha"',
    ],
    [
      'many tensors of another kind',
      Array.from({ length: 20 }, (_, i) => bias(`t${i}`, 1)),
      '"t7" and 12 more',
    ],
    [
      'a batch normalisation',
      [
        weight('0.weight', 1, 4),
        bias('1.weight', 4),
        bias('1.bias', 4),
        bias('1.running_mean', 4),
        bias('1.running_var', 4),
      ],
      'got "1.running_mean", "1.running_var": a batch normalisation of the layer before it, into which it must be folded first: with s = ',
    ],
    [
      'a bias twice',
      [weight('a.weight', 1, 1), bias('a.bias', 1), bias('a.bias', 1)],
      'tensor "a.bias" must be there once, got it twice',
    ],
  ])('refuses %s, by name', (_, tensors, message) => {
    expect(() => layersOf(tensors)).toThrow(FormatError);
    expect(() => layersOf(tensors)).toThrow(message);
  });

  it.each<[string, Tensor[], string]>([
    ['no tensors', [], 'tensors must hold at least one weight, got none'],
    ['a bias alone', [bias('a.bias', 2)], 'tensor "a.bias" must have a weight beside it, got none'],
    [
      'a bias of another length',
      [weight('a.weight', 1, 2), bias('a.bias', 3)],
      'tensor "a.bias" must have the shape [2], as "a.weight" has 2 outputs, got [3]',
    ],
    [
      'a bias that is a matrix',
      [weight('a.weight', 1, 2), weight('a.bias', 1, 2)],
      'must have the shape [2], as "a.weight" has 2 outputs, got [2, 1]',
    ],
    [
      'a convolution',
      [{ name: 'conv.weight', shape: [2, 1, 3], values: new Float64Array(6) }],
      'tensor "conv.weight" must have the shape [outputs, inputs], got [2, 1, 3]: a convolution is no fully connected layer',
    ],
    [
      'a layer normalisation',
      [bias('norm.weight', 3), bias('norm.bias', 3)],
      'must have the shape [outputs, inputs], got [3]: a layer normalisation divides by what depends on the input',
    ],
    [
      'the slopes of a PReLU',
      [weight('0.weight', 1, 3), bias('1.weight', 3)],
      'must have the shape [outputs, inputs], got [3]: the slopes of a PReLU?',
    ],
    [
      'a number for a weight',
      [{ name: 'a.weight', shape: [], values: new Float64Array(1) }],
      'must have the shape [outputs, inputs], got []',
    ],
    [
      'a weight without inputs',
      [weight('a.weight', 0, 3)],
      'tensor "a.weight" must have inputs and outputs, got shape [3, 0]',
    ],
    [
      'values that are not as many as the shape says',
      [{ name: 'a.weight', shape: [2, 2], values: new Float64Array(3) }],
      'tensor "a.weight" of shape [2, 2] must have 4 values, got 3',
    ],
    [
      'widths that do not meet',
      [weight('0.weight', 1, 64), weight('2.weight', 32, 2)],
      'the layers must chain, the outputs of one being the inputs of the next, got "0.weight" (1 → 64), "2.weight" (32 → 2)',
    ],
    [
      'a branch',
      [weight('a.weight', 1, 4), weight('b.weight', 4, 2), weight('c.weight', 4, 3)],
      'the layers must chain',
    ],
    [
      'two chains',
      [
        weight('a.weight', 1, 4),
        weight('b.weight', 4, 1),
        weight('c.weight', 2, 3),
        weight('d.weight', 3, 2),
      ],
      'the layers must chain',
    ],
    [
      'a loop that nothing leads to',
      [weight('a.weight', 1, 4), weight('b.weight', 5, 5)],
      'the layers must chain',
    ],
  ])('refuses %s', (_, tensors, message) => {
    expect(() => layersOf(tensors)).toThrow(ShapeError);
    expect(() => layersOf(tensors)).toThrow(message);
    expect(() => layersOf(tensors)).toThrow(/^layersOf: /);
  });

  it('finds the order of any numbered chain again', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(widths, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (chain, keys) => {
        const tensors = chain.slice(1).map((outputs, k) => weight(`net.${3 * k}.weight`, chain[k], outputs));
        const named = tensors.map(({ name }) => name);
        const shuffled = tensors
          .map((tensor, k) => ({ tensor, key: keys[k] }))
          .sort((a, b) => a.key - b.key)
          .map(({ tensor }) => tensor);
        expect(order(shuffled)).toEqual(named);
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('agrees with trying every order where names say nothing', () => {
    // Distinct words: only a chain that is the only one (from a single input, if it could begin elsewhere) may
    // be given; every other case must be refused.
    const edge = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(fc.array(edge, { minLength: 1, maxLength: 5 }), (edges) => {
        const words = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
        const tensors = edges.map(([inputs, outputs], i) => weight(`${words[i]}.weight`, inputs, outputs));
        const chains = permutations(tensors).filter((chain) =>
          chain.every((tensor, k) => k === 0 || tensor.shape[1] === chain[k - 1].shape[0]),
        );
        const fromOne = chains.filter(([first]) => first.shape[1] === 1);
        const allowed = fromOne.length > 0 ? fromOne : chains;
        if (chains.length === 0) expect(() => layersOf(tensors)).toThrow(ShapeError);
        else if (allowed.length > 1) expect(() => layersOf(tensors)).toThrow(FormatError);
        else expect(order(tensors)).toEqual(allowed[0].map(({ name }) => name));
      }),
      { seed: 13, numRuns: 2000 },
    );
  });

  it('orders a thousand layers through one hub', () => {
    const tensors = Array.from({ length: 512 }, (_, k) => [
      weight(`l${2 * k}.weight`, 1, k + 2),
      weight(`l${2 * k + 1}.weight`, k + 2, 1),
    ]).flat();
    expect(order(tensors.toReversed())).toEqual(tensors.map(({ name }) => name));
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}
