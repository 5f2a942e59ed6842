/** How a gradient flow over many inputs ended. */
export type MultivariateFlowStatus =
  'time' | 'loss' | 'gradient' | 'sliding' | 'step-limit' | 'aborted' | 'stalled';

/** A status in words, with advice. */
export function flowMessage(
  status: MultivariateFlowStatus,
  { time, loss, held }: { readonly time: number; readonly loss: number; readonly held: string },
): string {
  const at = `at time ${time}, loss ${loss}`;
  switch (status) {
    case 'time':
      return `Reached the time asked for: ${at}.`;
    case 'loss':
      return `Reached the loss asked for: ${at}.`;
    case 'gradient':
      return `No entry of the gradient is above the bound asked for: ${at}.`;
    case 'sliding':
      return (
        `Ended ${at}: a breakplane is held on a datum by forces from either side (${held}). ` +
        'From here it would slide with the datum, which this integrator does not follow; small steps along ' +
        '`multivariateField` do, going to and fro over the datum.'
      );
    case 'step-limit':
      return (
        `Stopped by the limit on steps ${at}. Start again from the network with a higher limit, or ask for a ` +
        'larger tolerance; short steps everywhere mean that the flow is stiff.'
      );
    case 'aborted':
      return `Aborted by the signal ${at}. Start again from the network to go on.`;
    case 'stalled':
      return (
        `Stalled ${at}: the next step is too short to move time. ` +
        'The tolerance is finer than the rounding of this problem; ask for a larger one.'
      );
  }
}
