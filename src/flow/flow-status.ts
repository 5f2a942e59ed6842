/** How a gradient flow ended. */
export type FlowStatus = 'time' | 'loss' | 'stationary' | 'step-limit' | 'aborted' | 'stalled';

/** A status in words, with advice; `point` says what a stationary point is, where that is known. */
export function messageFor(status: FlowStatus, time: number, loss: number, point: string | null): string {
  const at = `at time ${time}, loss ${loss}`;
  switch (status) {
    case 'time':
      return `Reached the time asked for: ${at}.`;
    case 'loss':
      return `Reached the loss asked for: ${at}.`;
    case 'stationary':
      return (
        `Stationary ${at}: motion below tolerance over a doubling of time, no growth rate above 1/t. ` +
        (point ?? 'See criticality(network, data) for what kind of point it is.')
      );
    case 'step-limit':
      return `Stopped by the limit on steps ${at}. Resume with a higher limit, or ask for a larger tolerance.`;
    case 'aborted':
      return `Aborted by the signal ${at}. What there is can be resumed.`;
    case 'stalled':
      if (!Number.isFinite(loss)) {
        return `Stalled ${at}: the loss is not finite, weights or data are too large.`;
      }
      return (
        `Stalled ${at}: the next step is too short to move time, or events at one instant do not end. ` +
        'The tolerance is finer than the rounding of this problem; ask for a larger one.'
      );
  }
}
