import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchAllocations } from './allocations.js';
import { CAMPAIGNS } from './campaigns.js';
import { NOTHING, sharesOf, together, tryInputs } from './campaign.js';
import { Chance } from './chance.js';
import { readerSubject } from './reader.js';
import { removeScratch } from './readers/scratch.js';
import type { Subject } from './subject.js';

/** Counts allocations in this part alone: the flow takes many times as long with its arrays counted. */
function watched(): void {
  let unwatch: () => void;
  beforeAll(() => {
    unwatch = watchAllocations();
  });
  afterAll(() => {
    unwatch();
  });
}

afterAll(removeScratch);

/** What a campaign does with no limit on time: nothing is timed in a test. */
const trial = (subject: Subject, count: number) =>
  tryInputs(subject, { seed: 20_220_801, from: 0, count, limit: Infinity });

describe('a small campaign of the flow', () => {
  it.each(CAMPAIGNS.flow.map((subject) => [subject.name, subject] as const))(
    '%s: nothing is wrong',
    async (_, subject) => {
      const { failures } = await trial(subject, 25);
      expect(failures).toEqual([]);
    },
  );
});

describe('a small campaign of the readers', () => {
  watched();

  it.each(CAMPAIGNS.readers.map((subject) => [subject.name, subject] as const))(
    '%s: nothing is wrong',
    async (_, subject) => {
      const { failures, verdicts } = await trial(subject, 600);
      expect(failures).toEqual([]);
      // Neither all in order nor all broken: both sides are tried.
      expect(verdicts.accepted).toBeGreaterThan(0);
      expect(Object.keys(verdicts).length > 1 || subject.name === 'files').toBe(true);
    },
  );

  it('is the same again, in one part or in two', async () => {
    const [csv] = CAMPAIGNS.readers;
    const part = (from: number, count: number) => tryInputs(csv, { seed: 3, from, count, limit: Infinity });
    const whole = await part(0, 60);
    expect(together(await part(0, 25), await part(25, 35)).verdicts).toEqual(whole.verdicts);
    expect(together(NOTHING, whole)).toEqual(whole);
    expect(csv.input(new Chance(3, 'csv', 7))).toEqual(csv.input(new Chance(3, 'csv', 7)));
    expect(csv.input(new Chance(3, 'csv', 7))).not.toEqual(csv.input(new Chance(4, 'csv', 7)));
  });

  it('spreads its inputs over all subjects', () => {
    const shares = sharesOf(CAMPAIGNS.readers, 1_000_000);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1_000_000);
    expect(sharesOf(CAMPAIGNS.readers, 5).every((share) => share >= 1)).toBe(true);
  });
});

describe('a reader that is wrong', () => {
  watched();

  const subject = (read: (text: string) => string): Subject =>
    readerSubject<string, string>({
      name: 'wrong',
      share: 1,
      prefix: /^wrong: \S/,
      make: (chance) => String(chance.below(10)),
      bytes: (text) => new TextEncoder().encode(text),
      read,
      check: (result, text) => (result === text ? null : 'another number'),
      checkRefusal: (_, text) => (text === '7' ? 'refuses seven' : null),
    });
  const refuse = (message: string) => (): never => {
    throw new RangeError(message);
  };

  it.each<readonly [string, (text: string) => string, string | null]>([
    ['in order', (text) => text, null],
    ['with a wrong number', () => '11', 'another number'],
    [
      'with an error of another kind',
      () => JSON.parse('{') as string,
      'throws an undocumented SyntaxError: ',
    ],
    [
      'with words of the engine',
      () => (null as unknown as string).trim(),
      'throws in words not its own: TypeError: ',
    ],
    [
      'with a length that is none',
      () => String(new Array<number>(-1)),
      'throws in words not its own: RangeError: ',
    ],
    [
      'that is called again and again',
      () => {
        const again = (): number => 1 + again();
        return String(again());
      },
      'throws in words not its own: RangeError: Maximum call stack',
    ],
    [
      'with a message that holds the file',
      refuse(`wrong: ${'x'.repeat(3000)}`),
      'its message has 3007 characters',
    ],
    [
      'that asks for much',
      (text) => text + new Float64Array(2 ** 16).subarray(0, 0).join(),
      'asks for 524288 bytes at once, for 1 of input',
    ],
  ])('%s', async (_, read, complaint) => {
    const { failures } = await trial(subject(read), 5);
    expect(failures).toHaveLength(complaint === null ? 0 : 5);
    for (const failure of failures) expect(failure.complaint).toContain(complaint);
  });

  it('that refuses what is in order', async () => {
    const { verdicts, failures } = await trial(subject(refuse('wrong: no')), 60);
    expect(verdicts).toEqual({ RangeError: 60 });
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.length).toBeLessThan(30);
    expect(new Set(failures.map(({ complaint }) => complaint))).toEqual(new Set(['refuses seven']));
  });

  it('that takes too long, three times', async () => {
    const tally = await tryInputs(
      subject((text) => text),
      { seed: 1, from: 0, count: 2, limit: -1 },
    );
    expect(tally.failures).toHaveLength(2);
    for (const { complaint } of tally.failures) expect(complaint).toMatch(/^takes \d+ ms$/);
  });
});
