import { watchAllocations } from '../../test/fuzz/allocations.js';
import { CAMPAIGNS } from '../../test/fuzz/campaigns.js';
import { tryInputs } from '../../test/fuzz/campaign.js';
import type { Stretch, Tally } from '../../test/fuzz/campaign.js';

/** A stretch of the inputs of a subject, as a worker is asked for it. */
export interface Order extends Stretch {
  readonly name: string;
  /** Where the worker says what it is at: 0 before it begins, then 1 + index of the input, −1 once it is through. */
  readonly pulse: SharedArrayBuffer;
  readonly slot: number;
}

/** What a worker does: tries its inputs, one after the other. */
export default async function work({ name, pulse, slot, ...stretch }: Order): Promise<Tally> {
  const subject = Object.values(CAMPAIGNS)
    .flat()
    .find((each) => each.name === name);
  if (subject === undefined) throw new Error(`there is no subject ${name}`);
  const beats = new Int32Array(pulse);
  // Only readers are asked how much they allocate: the flow takes many times as long with its arrays counted.
  const unwatch = CAMPAIGNS.readers.includes(subject) ? watchAllocations() : () => undefined;
  try {
    return await tryInputs(subject, stretch, (index) => Atomics.store(beats, slot, index + 1));
  } finally {
    unwatch();
    Atomics.store(beats, slot, -1);
  }
}
