/**
 * A stream of random numbers for one input of a campaign: the same for the same seed, name and index, whoever draws it.
 *
 * SFC32 (C. Doty-Humphrey, PractRand): the library's Mersenne Twister takes longer to begin than most inputs to be read.
 */
export class Chance {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, name: string, index: number) {
    this.a = hashOf(name);
    this.b = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1)) | 0;
    this.c = index | 0;
    for (let round = 0; round < 15; round++) this.bits();
  }

  /** 32 random bits, as an integer from 0. */
  bits(): number {
    const sum = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in (0, 1). */
  uniform(): number {
    return (this.bits() + 0.5) / 2 ** 32;
  }

  /** An integer from 0 to `bound` − 1. */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** An integer from `least` to `most`. */
  within(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True with that probability. */
  happens(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** One of the things. */
  pick<Thing>(things: readonly Thing[]): Thing {
    return things[this.below(things.length)];
  }

  /** A standard normal number. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The things in any order. */
  shuffled<Thing>(things: readonly Thing[]): Thing[] {
    const out = [...things];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
  }
}

/** FNV-1a in 32 bits. */
function hashOf(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
