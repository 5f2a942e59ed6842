/** The worker: runs a session off the page, or answers what takes longer than a frame. */
import { dataOf } from './engine/configuration.js';
import { messageOf } from './engine/checks.js';
import { curvatureOf, descriptionOf, overlaysOf } from './engine/heavy-analysis.js';
import { pacer } from './engine/pacing.js';
import type { Batch, Pacer } from './engine/pacing.js';
import { startSession } from './engine/session.js';
import type { Session } from './engine/session.js';
import type { Report, Request } from './protocol.js';

/** As TypeScript's DOM library does not know it: what a worker is to itself. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  readonly postMessage: (report: Report, transfer: Transferable[]) => void;
  readonly close: () => void;
}
const scope = globalThis as unknown as WorkerScope;

/** Milliseconds from tick to tick, and those of them that may be worked. */
const TICK = 1000 / 60;
const WORK = 12;

/** Milliseconds that one frame asked for by hand may take. */
const LONGEST_STEP = 2000;

let run = -1;
let session: Session | null = null;
let tap: Pacer | null = null;
let playing = false;
let catchingUp = false;
let timer: ReturnType<typeof setTimeout> | null = null;
let due = 0;

scope.onmessage = ({ data: request }) => {
  try {
    obey(request);
  } catch (error) {
    const id = 'id' in request ? request.id : null;
    say({ kind: 'error', run, id, message: messageOf(error) });
  }
};

function obey(request: Request): void {
  switch (request.kind) {
    case 'start': {
      halt();
      ({ run, playing } = request);
      session = null;
      tap = null;
      session = startSession(request.configuration);
      tap = pacer(session, request.until, () => performance.now());
      // A run that does not play shows its start, or what `until` asks for.
      catchingUp = true;
      due = performance.now();
      tick(request.until);
      return;
    }
    case 'play':
      playing = true;
      due = performance.now();
      schedule();
      return;
    case 'pause':
      playing = false;
      catchingUp = false;
      return;
    case 'step':
      playing = false;
      catchingUp = false;
      emit(LONGEST_STEP);
      return;
    case 'speed':
      session?.setSpeed(request.speed);
      return;
    case 'dispose':
      halt();
      scope.close();
      return;
    case 'overlays':
      say({ kind: 'overlays', id: request.id, overlays: overlaysOf(request.configuration) });
      return;
    case 'description':
      say({ kind: 'description', id: request.id, words: descriptionOf(request.configuration) });
      return;
    case 'curvature': {
      const curvature = curvatureOf(request.parameters, dataOf(request.configuration));
      say({ kind: 'curvature', id: request.id, curvature });
    }
  }
}

/** One tick of a run: emits what is due and asks for the next tick. */
function tick(until: number): void {
  const batch = emit(WORK);
  const last = batch?.frames.at(-1);
  if (last !== undefined && last.time >= until) catchingUp = false;
  if (playing || catchingUp) schedule(until);
}

function emit(budget: number): Batch | null {
  const batch = tap?.tick(budget) ?? null;
  if (batch !== null) {
    const buffers = batch.frames.flatMap(({ parameters, slidingOn }) =>
      slidingOn === null ? [parameters.buffer] : [parameters.buffer, slidingOn.buffer],
    );
    say({ kind: 'frames', run, ...batch }, buffers as ArrayBuffer[]);
  }
  return batch;
}

/** The next tick is due a sixtieth of a second after the last was, or at once where the work is behind. */
function schedule(until = -Infinity): void {
  if (timer !== null || tap === null || tap.finished()) return;
  const now = performance.now();
  due = Math.max(due + TICK, now);
  timer = setTimeout(() => {
    timer = null;
    try {
      tick(until);
    } catch (error) {
      halt();
      say({ kind: 'error', run, id: null, message: messageOf(error) });
    }
  }, due - now);
}

function halt(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
}

function say(report: Report, transfer: Transferable[] = []): void {
  scope.postMessage(report, transfer);
}
