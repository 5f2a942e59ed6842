import { expect, test } from 'vitest';
import { randomStream } from '../../src/numeric/streams.js';

// Did it change? These numbers are what the streams gave when they were written, no more. A change here
// changes every network drawn from a seed, and belongs in the change log. The sum goes through the rare
// parts of the normal generator, which use an exponential and a logarithm.
test.each([
  {
    pair: [0, 0],
    uniform: [0.42843998755088286, 0.24256485954419904],
    normal: [-0.5416246680685455, 0.7518914709577013, -1.2825821974503229],
    integer: [531, 798],
    sign: [-1, -1, 1],
    sum: 113.1298603531483,
  },
  {
    pair: [1, 0],
    uniform: [0.7157890798829516, 0.08165914315768019],
    normal: [1.3769030944662237, -1.3008465328646914, 0.7600622946933949],
    integer: [903, 81],
    sign: [-1, 1, -1],
    sum: -134.54846667019365,
  },
  {
    pair: [0, 1],
    uniform: [0.9273124087058225, 0.6854899012653844],
    normal: [-0.29045411067076105, -1.8656074883938576, 1.018383165504727],
    integer: [507, 901],
    sign: [-1, 1, -1],
    sum: 413.2122911743929,
  },
  {
    pair: [2 ** 53 - 1, 2 ** 53 - 1],
    uniform: [0.19768621467005132, 0.4868935726889325],
    normal: [1.8863437905895863, 0.3000946481708947, -0.6504359680881805],
    integer: [311, 575],
    sign: [1, -1, -1],
    sum: -204.9513253183657,
  },
])('stream $pair', ({ pair: [seed, number], uniform, normal, integer, sign, sum }) => {
  const stream = randomStream(seed, number);
  expect(uniform.map(() => stream.uniform())).toEqual(uniform);
  expect(normal.map(() => stream.normal())).toEqual(normal);
  expect(integer.map(() => stream.integer(1000))).toEqual(integer);
  expect(sign.map(() => stream.sign())).toEqual(sign);

  const fresh = randomStream(seed, number);
  let total = 0;
  for (let i = 0; i < 100_000; i++) total += fresh.normal();
  expect(total).toBe(sum);
});
