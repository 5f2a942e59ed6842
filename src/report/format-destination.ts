import type { Report } from './describe.js';
import type { Destination } from './destination.js';
import { WIDTH, counted, figure, measured, paragraph, section } from './text.js';

/** Where gradient flow would take the network, in words. */
export function destinationSection({
  destination,
  loss,
  spline,
  criticality,
  xName,
  xUnit,
}: Report): string[] {
  if (destination === null) return [];
  const { status, atRest, point, time, steps, sliding, farthestMove } = destination;
  const stopped = `at time ${figure(time, 3)} (${counted(steps, 'step')})`;
  const fall = fallen(loss.trained, destination.loss);
  const farthest = measured(farthestMove, xUnit ?? `in ${xName}`);
  const way = `On the way ${events(destination)}; ${counted(sliding, 'unit')} of ${spline.width} then ${sliding === 1 ? 'slides' : 'slide'} on data.`;
  const lines =
    atRest && status === 'step-limit'
      ? [
          `It is at rest, as far as gradient flow of its weights shows until its steps run out ${stopped}: ` +
            `loss ${figure(destination.loss, 6)}, ${fall}; no breakpoint among the data moves farther than ${farthest}.`,
          way,
        ]
      : [
          `Gradient flow of its weights from here ${ending(destination)} ${stopped}, loss ${figure(destination.loss, 6)}, ${fall}.`,
          `${way} No breakpoint among the data moves farther than ${farthest}.`,
        ];
  // The flow knows its weights to its own tolerance, which is not the one asked for above.
  if (point !== null && point.kind !== criticality.kind)
    lines.push(`To within ${figure(point.tolerance)}: ${lowered(point.description)}`);
  else if (point !== null) lines.push(point.description);
  return section(
    'Where it would flow from here',
    lines.flatMap((line) => paragraph(line, WIDTH)),
  );
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function ending({ status }: Destination): string {
  switch (status) {
    case 'stationary':
      return 'comes to rest';
    case 'step-limit':
      return 'is still under way';
    default:
      return `ends (${status})`;
  }
}

function fallen(before: number, after: number): string {
  if (!(after < before)) return 'no lower than it is';
  return `lower by ${figure((100 * (before - after)) / before, 2)} %`;
}

function events({ events: counts, notUnique }: Destination): string {
  const released = counts['release-active'] + counts['release-inactive'];
  const parts = [
    counts.stick > 0
      ? `${counted(counts.stick, 'breakpoint')} ${counts.stick === 1 ? 'sticks' : 'stick'} to data`
      : '',
    counts.cross > 0 ? `${counts.cross} pass${counts.cross === 1 ? 'es' : ''}` : '',
    released > 0 ? `${released} ${released === 1 ? 'is' : 'are'} released` : '',
    counts.collapse > 0
      ? `${counted(counts.collapse, 'unit')} ${counts.collapse === 1 ? 'dies' : 'die'} at the origin`
      : '',
    notUnique > 0 ? `${notUnique} of these could have gone another way` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no breakpoint meets a datum' : parts.join(', ');
}
