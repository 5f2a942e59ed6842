/** The name of a parameter taken apart: `net.0.weight` is the weight of `net.0.`. */
export interface ParameterName {
  /** What names the layer, up to and with its last separator; empty for a plain `weight`. */
  readonly stem: string;
  readonly role: 'weight' | 'bias';
}

/** Takes the name of a weight or a bias apart; null for any other name. A dot, slash or underscore separates. */
export function parameterName(name: string): ParameterName | null {
  const match = /^(|.*[./_])(weight|bias)$/s.exec(name);
  if (!match) return null;
  return { stem: match[1], role: match[2] === 'weight' ? 'weight' : 'bias' };
}

/**
 * Whether a tensor of integers of that name can be left out.
 *
 * PyTorch keeps counters and masks beside the weights (`num_batches_tracked`), which are not needed. A weight or
 * a bias of integers is a quantised or a hand-made one; dropping it would change the network.
 */
export function isSkippable(name: string): boolean {
  return parameterName(name) === null;
}
