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

/** Milliseconds after which an answer is given up, with its worker. */
const PATIENCE = 15_000;

/** Starts the workers. */
export function startRunner(callbacks: RunnerCallbacks): Runner {
  let run = 0;
  let question = 0;
  let overlays = -1;
  let curvature: { readonly id: number; readonly timer: number } | null = null;

  const hear = ({ data: report }: MessageEvent<Report>): void => {
    switch (report.kind) {
      case 'frames':
        if (report.run === run) callbacks.onFrames(report);
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
        if (report.id !== null || report.run === run) callbacks.onError(report.message, report.id === null);
    }
  };
  const hire = (): Worker => {
    const worker = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = hear;
    worker.onerror = (event) => {
      event.preventDefault();
      const said = event.message === '' ? 'it could not be loaded' : event.message;
      callbacks.onError(`The worker failed: ${said}`, worker === trainer);
    };
    return worker;
  };
  const answered = (id: number): void => {
    if (curvature?.id !== id) return;
    clearTimeout(curvature.timer);
    curvature = null;
  };
  const trainer = hire();
  let analyst = hire();
  const tell = (request: Request): void => {
    trainer.postMessage(request);
  };
  return {
    start: (configuration, playing, until) => {
      run++;
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
