import { describe, expect, it } from 'vitest';
import {
  LARGEST_COUNT,
  checkStream,
  checkWatchers,
  countIn,
  finiteNumber,
  finiteVector,
  integerIn,
  knownKeys,
  list,
  notNegativeNumber,
  object,
  positiveForEach,
  positiveNumber,
  sameLength,
  show,
} from '../../src/numeric/checks.js';
import { expectRefusal } from '../laws/refusal.js';

describe('show', () => {
  it.each([
    [3, '3'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [null, 'null'],
    [undefined, 'undefined'],
    [false, 'false'],
    [12n, '12n'],
    ['a "b"', '"a \\"b\\""'],
    ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
    [[1, 2, 3], 'an array of length 3'],
    [{ a: 1 }, 'an object'],
    [Math.sin, 'a function'],
    [Symbol('s'), 'a symbol'],
  ])('%o', (value, picture) => {
    expect(show(value)).toBe(picture);
  });
});

describe('finiteVector', () => {
  it('copies any array-like of finite numbers', () => {
    const source = Float64Array.of(1, -0, 5e-324);
    const copy = finiteVector('f', 'x', source);
    expect(copy).toEqual(source);
    expect(copy.buffer).not.toBe(source.buffer);
    expect(finiteVector('f', 'x', { length: 1, 0: 4 })).toEqual(Float64Array.of(4));
    expect(finiteVector('f', 'x', [])).toEqual(new Float64Array());
  });

  it('names the first entry that is no finite number', () => {
    expectRefusal(
      () => finiteVector('f', 'x', [1, NaN, '3']),
      'RangeError',
      'f: x[1] must be finite, got NaN',
    );
    expectRefusal(
      () => finiteVector('f', 'x', [1, {}, NaN]),
      'TypeError',
      'f: x[1] must be a number, got an object',
    );
    // A hole is no number.
    expectRefusal(
      () => finiteVector('f', 'x', Array(2)),
      'TypeError',
      'f: x[0] must be a number, got undefined',
    );
  });

  it('refuses what is no array-like, by the rule of the caller', () => {
    for (const value of [
      undefined,
      5,
      () => 1,
      { length: 1.5 },
      { length: '2' },
      new DataView(new ArrayBuffer(8)),
    ]) {
      expectRefusal(
        () => finiteVector('f', 'x', value),
        'TypeError',
        `f: x must be an array of numbers, got ${show(value)}`,
      );
    }
    expectRefusal(
      () => finiteVector('f', 'x', null, 'a number or an array'),
      'TypeError',
      'f: x must be a number or an array, got null',
    );
  });

  it('reads before it allocates', () => {
    expectRefusal(
      () => finiteVector('f', 'x', { length: 2 ** 50 }),
      'TypeError',
      'f: x[0] must be a number, got undefined',
    );
  });
});

describe('checks of one value', () => {
  it('hand on what is right', () => {
    expect(finiteNumber('f', 'x', -0)).toBe(-0);
    expect(positiveNumber('f', 'x', 5e-324)).toBe(5e-324);
    expect(integerIn('f', 'n', 0, 0)).toBe(0);
    expect(integerIn('f', 'n', 7, 1, 7)).toBe(7);
    expect(countIn('f', 'n', LARGEST_COUNT, 1)).toBe(2 ** 24);
    expect(positiveForEach('f', 'r', 2, 'the units', 3, 'a number')).toEqual(Float64Array.of(2, 2, 2));
    expect(positiveForEach('f', 'r', [1, 2], 'the units', 2, 'a number')).toEqual(Float64Array.of(1, 2));
    expect(() => {
      object('f', 'o', []);
      sameLength('f', 'y', [1, 2], 'x', 2);
    }).not.toThrow();
  });

  it('refuse what is wrong', () => {
    const most = 2 ** 53;
    expectRefusal(() => finiteNumber('f', 'x', '1'), 'TypeError', 'f: x must be a number, got "1"');
    expectRefusal(
      () => finiteNumber('f', 'x', -Infinity),
      'RangeError',
      'f: x must be finite, got -Infinity',
    );
    expectRefusal(
      () => countIn('f', 'n', 0, 1),
      'RangeError',
      'f: n must be an integer of at least 1, got 0',
    );
    expectRefusal(() => countIn('f', 'n', '2', 1), 'TypeError', 'f: n must be a number, got "2"');
    for (const count of [LARGEST_COUNT + 1, 1e15, 2 ** 60, Infinity]) {
      expectRefusal(
        () => countIn('f', 'n', count, 1),
        'RangeError',
        `f: n must be at most 16777216, got ${count}`,
      );
    }
    expectRefusal(() => positiveNumber('f', 'x', -0), 'RangeError', 'f: x must be positive, got -0');
    expectRefusal(
      () => integerIn('f', 'n', 0.5, 0),
      'RangeError',
      'f: n must be an integer of at least 0, got 0.5',
    );
    expectRefusal(
      () => integerIn('f', 'n', -1, 0, 3),
      'RangeError',
      'f: n must be an integer from 0 to 3, got -1',
    );
    expectRefusal(
      () => integerIn('f', 'n', most, 0),
      'RangeError',
      `f: n must be an integer from 0 to ${most - 1}, got ${most}`,
    );
    expectRefusal(() => integerIn('f', 'n', 1n, 0), 'TypeError', 'f: n must be a number, got 1n');
    expectRefusal(
      () => {
        object('f', 'o', null);
      },
      'TypeError',
      'f: o must be an object, got null',
    );
    expectRefusal(
      () => {
        object('f', 'o', 'text');
      },
      'TypeError',
      'f: o must be an object, got "text"',
    );
    expectRefusal(
      () => {
        sameLength('f', 'y', [1], 'x', 2);
      },
      'ShapeError',
      'f: y must have the length of x, 2, got 1',
    );
    expectRefusal(
      () => positiveForEach('f', 'r', [1], 'the units', 2, 'a number'),
      'ShapeError',
      'f: r must have the length of the units, 2, got 1',
    );
    expectRefusal(
      () => positiveForEach('f', 'r', [1, -1], 'the units', 2, 'a number'),
      'RangeError',
      'f: r[1] must be positive, got -1',
    );
  });
});

describe('knownKeys', () => {
  const check = (options: unknown): void => {
    knownKeys('f', options as { readonly a?: number; readonly b?: string }, ['a', 'b']);
  };

  it('lets every part of the options through, undefined too', () => {
    for (const options of [{}, { a: 1 }, { b: 'x', a: undefined }, Object.create({ c: 1 })]) {
      expect(() => {
        check(options);
      }).not.toThrow();
    }
  });

  it('names the option that nobody knows, and those that there are', () => {
    expectRefusal(() => { check({ a: 1, A: 2 }); }, 'TypeError', 'f: unknown option "A"; there are a, b'); // prettier-ignore
    expectRefusal(() => { check({ c: undefined }); }, 'TypeError', 'f: unknown option "c"; there are a, b'); // prettier-ignore
    expectRefusal(() => { check(null); }, 'TypeError', 'f: options must be an object, got null'); // prettier-ignore
    expectRefusal(() => { check(3); }, 'TypeError', 'f: options must be an object, got 3'); // prettier-ignore
  });
});

describe('checkStream and list', () => {
  it('refuse what is none', () => {
    expectRefusal(() => { checkStream('f', null); }, 'TypeError', 'f: stream must be an object, got null'); // prettier-ignore
    expectRefusal(() => { checkStream('f', {}); }, 'TypeError', 'f: stream must be made by randomStream(seed), got an object'); // prettier-ignore
    expectRefusal(() => { list('f', 'x', { length: 0 }); }, 'TypeError', 'f: x must be an array, got an object'); // prettier-ignore
  });
});

describe('notNegativeNumber', () => {
  it('hands on zero of either sign and what is above it', () => {
    expect(notNegativeNumber('f', 'a', 0)).toBe(0);
    expect(notNegativeNumber('f', 'a', -0)).toBe(-0);
    expect(notNegativeNumber('f', 'a', 5e-324)).toBe(5e-324);
  });

  it('refuses what is below, and what is no finite number', () => {
    expectRefusal(() => notNegativeNumber('f', 'a', -1), 'RangeError', 'f: a must not be negative, got -1');
    expectRefusal(() => notNegativeNumber('f', 'a', NaN), 'RangeError', 'f: a must be finite, got NaN');
    expectRefusal(() => notNegativeNumber('f', 'a', '1'), 'TypeError', 'f: a must be a number, got "1"');
  });
});

describe('checkWatchers', () => {
  it('takes a signal, a function, and neither', () => {
    checkWatchers('f', {});
    checkWatchers('f', { signal: AbortSignal.abort(), onProgress: () => undefined });
  });

  it('refuses what is none', () => {
    const signal = 'f: signal must be an AbortSignal, got';
    expectRefusal(
      () => {
        checkWatchers('f', { signal: null });
      },
      'TypeError',
      `${signal} null`,
    );
    expectRefusal(
      () => {
        checkWatchers('f', { signal: {} });
      },
      'TypeError',
      `${signal} an object`,
    );
    expectRefusal(
      () => {
        checkWatchers('f', { onProgress: 1 });
      },
      'TypeError',
      'f: onProgress must be a function, got 1',
    );
  });
});
