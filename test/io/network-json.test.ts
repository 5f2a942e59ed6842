import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError, networkFromJson, networkToJson, ShapeError } from 'relu-splines/io';

const NETWORK = {
  inputWeights: [1, -0],
  inputBiases: [0.1, 5e-324],
  outputWeights: [1e308, 3],
  outputBias: -0,
};

describe('networkToJson and networkFromJson', () => {
  it('give every double back to the last bit', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(finite, finite, finite), { maxLength: 20 }),
        finite,
        (units, outputBias) => {
          const network = {
            inputWeights: Float64Array.from(units, ([w]) => w),
            inputBiases: Float64Array.from(units, ([, b]) => b),
            outputWeights: Float64Array.from(units, ([, , v]) => v),
            outputBias,
          };
          // toEqual tells −0 from 0.
          expect(networkFromJson(networkToJson(network))).toEqual(network);
        },
      ),
      { seed: 15, numRuns: 300 },
    );
  });

  it('write JSON that says what it is', () => {
    const text = networkToJson(NETWORK);
    expect(JSON.parse(text)).toEqual({ format: 'relu-splines/network', version: 1, ...NETWORK });
    expect(networkToJson(networkFromJson(text))).toBe(text);
  });

  it('refuse to write what is no network', () => {
    expect(() => networkToJson({ ...NETWORK, inputBiases: [1, NaN] })).toThrow(
      new RangeError('networkToJson: inputBiases[1] must be finite, got NaN'),
    );
    expect(() => networkToJson({ ...NETWORK, outputWeights: [1] })).toThrow(
      new ShapeError('networkToJson: outputWeights must have the length of inputWeights, 2, got 1'),
    );
    expect(() => networkToJson(null as never)).toThrow(
      new TypeError('networkToJson: network must be an object, got null'),
    );
  });

  const written = JSON.parse(networkToJson(NETWORK)) as Record<string, unknown>;
  it.each<[string, unknown, new (message: string) => Error, string]>([
    [
      'another format',
      { ...written, format: 'network' },
      FormatError,
      'format must be "relu-splines/network", got "network"',
    ],
    ['another version', { ...written, version: '1' }, FormatError, 'version must be 1, got "1"'],
    [
      'another key',
      { ...written, activation: 'tanh' },
      FormatError,
      'the keys must be those of version 1, got "activation"',
    ],
    [
      'a missing array',
      { ...written, inputBiases: undefined },
      TypeError,
      'inputBiases must be an array of numbers, got undefined',
    ],
    [
      'an object that has a length',
      { ...written, inputBiases: { length: 2, 0: 1, 1: 2 } },
      TypeError,
      'inputBiases must be an array of numbers, got an object',
    ],
    [
      'a missing bias',
      { ...written, outputBias: undefined },
      TypeError,
      'outputBias must be a number, got undefined',
    ],
    [
      'a text among numbers',
      { ...written, inputBiases: [1, '2'] },
      TypeError,
      'inputBiases[1] must be a number, got "2"',
    ],
    [
      'arrays of different lengths',
      { ...written, inputBiases: [1] },
      ShapeError,
      'inputBiases must have the length of inputWeights, 2, got 1',
    ],
    ['a list', [], FormatError, 'text must be a JSON object, got an array of length 0'],
  ])('refuse to read %s', (_, file, kind, message) => {
    expect(() => networkFromJson(JSON.stringify(file))).toThrow(kind);
    expect(() => networkFromJson(JSON.stringify(file))).toThrow(`networkFromJson: ${message}`);
  });

  it('refuse a prototype smuggled in as a key, and what is no text', () => {
    expect(() => networkFromJson(`{"__proto__": {"version": 1}, "format": "relu-splines/network"}`)).toThrow(
      'networkFromJson: version must be 1, got undefined',
    );
    expect(() => networkFromJson(written as unknown as string)).toThrow(
      'networkFromJson: text must be a string, got an object',
    );
  });
});
