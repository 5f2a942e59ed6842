import type { BreakpointCluster } from './breakpoint-clusters.js';
import { beginLife, dismiss, enter, isOpen, nameSign, note } from './cluster-lives.js';
import type { ClusterEvent, Following, OpenLife } from './cluster-lives.js';
import { NONE } from '../steps/modes.js';

/**
 * Brings the free lives up to the clusters found off the data at a recorded point.
 *
 * A life goes on in the found cluster that holds most of its members, two at least; where several lives want the same
 * one, that with most members there has it and the others merge into it. Ties: the first in the list.
 */
export function matchFreeClusters(
  follow: Following,
  found: readonly BreakpointCluster[],
  time: number,
): void {
  const { lives, lifeOf } = follow;
  const open = lives.map((life, id) => ({ life, id })).filter(({ life }) => isFree(life));
  const pieces = new Map(open.map(({ life, id }) => [id, piecesOf(life, found)]));
  const heirs = new Map(open.map(({ id }) => [id, largest(pieces.get(id) ?? [])]));

  const owner = found.map((_, j) => {
    const claims = open.filter(({ id }) => heirs.get(id) === j);
    const sizes = claims.map(({ id }) => pieces.get(id)?.[j].length ?? 0);
    return claims.length === 0 ? NONE : claims[sizes.indexOf(Math.max(...sizes))].id;
  });

  // Who was with whom, before anybody moves.
  const origins = found.map(({ units }) => units.map((unit) => lifeOf[unit]));
  for (const { life, id } of open) part(follow, life, id, pieces.get(id) ?? [], heirs.get(id) ?? NONE, time);
  found.forEach((cluster, j) => {
    const from = [...new Set(origins[j])].filter((id) => id !== NONE && isFree(lives[id], time));
    if (owner[j] === NONE) {
      const id = beginLife(follow, { ...cluster, datum: NONE }, time);
      receive(follow, id, cluster.units, { time, kind: 'gather', others: from });
      return;
    }
    const id = owner[j];
    nameSign(lives[id], cluster.outputSign);
    const merged = from.filter((other) => other !== id && heirs.get(other) === j);
    const others = from.filter((other) => other !== id && !merged.includes(other));
    const [fromMerged, alone] = [true, false].map((isMerged) =>
      cluster.units.filter((unit) => lifeOf[unit] !== id && merged.includes(lifeOf[unit]) === isMerged),
    );
    receive(follow, id, fromMerged, { time, kind: 'merge', others: merged });
    for (const other of merged) lives[other].to = time;
    receive(follow, id, alone, { time, kind: 'gather', others });
  });
}

/** Takes units into a free life, if there are any. */
function receive(
  follow: Following,
  id: number,
  units: readonly number[],
  event: Pick<ClusterEvent, 'time' | 'kind' | 'others'>,
): void {
  if (units.length === 0) return;
  enter(follow, id, units);
  note(follow, { ...event, cluster: id, datum: null, units });
}

/** Is it a free life that goes on, or went on until `time`? */
function isFree(life: OpenLife, time = NaN): boolean {
  return life.datum === NONE && (isOpen(life) || life.to === time);
}

/** The members of a life in each of the found clusters. */
function piecesOf({ members }: OpenLife, found: readonly BreakpointCluster[]): number[][] {
  return found.map(({ units }) => units.filter((unit) => members.has(unit)));
}

/** The index of the largest piece of two or more, or −1. */
function largest(pieces: readonly (readonly number[])[]): number {
  const most = pieces.reduce((size, piece) => Math.max(size, piece.length), 0);
  return most < 2 ? NONE : pieces.findIndex(({ length }) => length === most);
}

/** Dismisses the members that are no longer with the largest piece, or all where there is none. */
function part(
  follow: Following,
  life: OpenLife,
  id: number,
  pieces: readonly (readonly number[])[],
  heir: number,
  time: number,
): void {
  const stays = new Set(heir === NONE ? [] : pieces[heir]);
  const gone = [...life.members].filter((unit) => !stays.has(unit));
  if (gone.length === 0) return;
  dismiss(follow, gone);
  note(follow, { time, cluster: id, kind: heir === NONE ? 'smear' : 'split', datum: null, units: gone });
}
