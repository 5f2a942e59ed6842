/** What the page and its workers say to each other. */
import type { FlowEvent } from 'relu-splines/flow';
import type { Configuration } from './engine/configuration.js';
import type { Curvature, Overlays } from './engine/heavy-analysis.js';
import type { Frame } from './engine/recording.js';
import type { Ending } from './engine/session.js';

/** What a worker is told. `run` numbers the runs: answers to an earlier one are late, and dropped. */
export type Request =
  | {
      readonly kind: 'start';
      readonly run: number;
      readonly configuration: Configuration;
      readonly playing: boolean;
      /** Flow time, or steps, to reach at once before the pace counts. */
      readonly until: number;
    }
  | { readonly kind: 'play' | 'pause' | 'step' | 'dispose' }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 'overlays'; readonly id: number; readonly configuration: Configuration }
  | { readonly kind: 'description'; readonly id: number; readonly configuration: Configuration }
  | {
      readonly kind: 'curvature';
      readonly id: number;
      readonly configuration: Configuration;
      readonly parameters: Float64Array;
    };

/** What a worker says. */
export type Report =
  | {
      readonly kind: 'frames';
      readonly run: number;
      readonly frames: readonly Frame[];
      readonly events: readonly FlowEvent[];
      /** Not null with the last frames. */
      readonly ending: Ending | null;
    }
  | { readonly kind: 'overlays'; readonly id: number; readonly overlays: Overlays }
  | { readonly kind: 'description'; readonly id: number; readonly words: string }
  | { readonly kind: 'curvature'; readonly id: number; readonly curvature: Curvature }
  /** A run could not be started or went wrong; `id` is that of a question, or null. */
  | { readonly kind: 'error'; readonly run: number; readonly id: number | null; readonly message: string };
