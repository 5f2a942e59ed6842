/** How a gradient flow over many inputs ended. */
export type MultivariateFlowStatus =
  'time' | 'loss' | 'gradient' | 'stationary' | 'step-limit' | 'aborted' | 'stalled';

/** A status in words, with advice. */
export function flowMessage(status: MultivariateFlowStatus, time: number, loss: number): string {
  const at = `at time ${time}, loss ${loss}`;
  switch (status) {
    case 'time':
      return `Reached the time asked for: ${at}.`;
    case 'loss':
      return `Reached the loss asked for: ${at}.`;
    case 'gradient':
      return `No entry of the gradient is above the bound asked for: ${at}.`;
    case 'stationary':
      return `Stationary ${at}: motion below tolerance over a doubling of time.`;
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
        'The tolerance is finer than the rounding of this problem; ask for a larger one. On a lattice, where many ' +
        'data meet one plane at once, move the start by a little.'
      );
  }
}
