/** The two workers: one trains, the other answers what takes longer than a frame. */
import type { Configuration } from '../engine/configuration.js';
import type { Report, Request } from '../protocol.js';

/** What comes from the workers. */
export interface RunnerCallbacks {
  readonly onFrames: (report: Extract<Report, { kind: 'frames' }>) => void;
  readonly onOverlays: (report: Extract<Report, { kind: 'overlays' }>) => void;
  readonly onDescription: (words: string) => void;
  readonly onCurvature: (report: Extract<Report, { kind: 'curvature' }>) => void;
  /** `ofRun`: the run is over with that. */
  readonly onError: (message: string, ofRun: boolean) => void;
}

/** What the workers can be told. */
export interface Runner {
  /** Ends the run there is and starts another; returns its number. */
  readonly start: (configuration: Configuration, playing: boolean, until: number) => number;
  readonly tell: (kind: 'play' | 'pause' | 'step') => void;
  readonly setSpeed: (speed: number) => void;
  /** Asks for overlays; an answer to an earlier question will not come any more. */
  readonly askOverlays: (configuration: Configuration) => void;
  /** Asks what the library's report says of the start. */
  readonly askDescription: (configuration: Configuration) => void;
  /** Asks for curvature, unless an answer is still being worked on; whether it asked. */
  readonly askCurvature: (configuration: Configuration, parameters: Float64Array) => boolean;
  readonly dispose: () => void;
}

/** Milliseconds after which an answer, or the start of a run, is given up, with its worker. */
const PATIENCE = 15_000;

/** A worker that owes the first frame of a run for so many milliseconds is replaced when another run begins. */
const IMPATIENCE = 1000;

/** Starts the workers. */
export function startRunner(callbacks: RunnerCallbacks): Runner {
  let run = 0;
  let question = 0;
  let overlays = -1;
  let curvature: { readonly id: number; readonly timer: number } | null = null;

  const hear = ({ data: report }: MessageEvent<Report>): void => {
    switch (report.kind) {
      case 'frames':
        if (report.run !== run) return;
        begun();
        callbacks.onFrames(report);
        return;
      case 'overlays':
        if (report.id === overlays) callbacks.onOverlays(report);
        return;
      case 'description':
        callbacks.onDescription(report.words);
        return;
      case 'curvature':
        answered(report.id);
        callbacks.onCurvature(report);
        return;
      case 'error':
        if (report.id !== null) answered(report.id);
        else if (report.run === run) begun();
        if (report.id !== null || report.run === run) callbacks.onError(report.message, report.id === null);
    }
  };
  const hire = (): Worker => {
    const worker = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = hear;
    worker.onerror = (event) => {
      event.preventDefault();
      const said = event.message === '' ? 'it could not be loaded' : event.message;
      const isTrainer = worker === trainer;
      if (isTrainer) {
        begun();
        hasFailed = true;
      }
      callbacks.onError(`The worker failed: ${said}`, isTrainer);
    };
    return worker;
  };
  const answered = (id: number): void => {
    if (curvature?.id !== id) return;
    clearTimeout(curvature.timer);
    curvature = null;
  };
  /** The run asked for last, while its first frame has not come. */
  let owed: { readonly since: number; readonly timer: number } | null = null;
  const begun = (): void => {
    if (owed !== null) clearTimeout(owed.timer);
    owed = null;
  };
  let hasFailed = false;
  let trainer = hire();
  let analyst = hire();
  const replaceTrainer = (): void => {
    begun();
    trainer.terminate();
    trainer = hire();
    hasFailed = false;
  };
  const tell = (request: Request): void => {
    trainer.postMessage(request);
  };
  return {
    start: (configuration, playing, until) => {
      run++;
      if (hasFailed || (owed !== null && performance.now() - owed.since > IMPATIENCE)) replaceTrainer();
      begun();
      const timer = window.setTimeout(() => {
        replaceTrainer();
        callbacks.onError(
          'The run was given up: no frame came within 15 seconds. Make the network or the data smaller.',
          true,
        );
      }, PATIENCE);
      owed = { since: performance.now(), timer };
      tell({ kind: 'start', run, configuration, playing, until });
      return run;
    },
    tell: (kind) => {
      tell({ kind });
    },
    setSpeed: (speed) => {
      tell({ kind: 'speed', speed });
    },
    askOverlays: (configuration) => {
      overlays = question++;
      analyst.postMessage({ kind: 'overlays', id: overlays, configuration } satisfies Request);
    },
    askDescription: (configuration) => {
      analyst.postMessage({ kind: 'description', id: question++, configuration } satisfies Request);
    },
    askCurvature: (configuration, parameters) => {
      if (curvature !== null) return false;
      const id = question++;
      const timer = window.setTimeout(() => {
        curvature = null;
        analyst.terminate();
        analyst = hire();
        callbacks.onError(
          'The curvature was given up after 15 seconds: the network is too wide for it.',
          false,
        );
      }, PATIENCE);
      curvature = { id, timer };
      analyst.postMessage({ kind: 'curvature', id, configuration, parameters } satisfies Request);
      return true;
    },
    dispose: () => {
      tell({ kind: 'dispose' });
      analyst.terminate();
    },
  };
}
