/** The recorded run as a video, or as single pictures where the browser records none. */
import { download } from './take-away.js';

/** What an animation is made of. */
export interface Film {
  /** How many recorded frames there are. */
  readonly frames: number;
  /** Shows one of them in the hosts. */
  readonly show: (frame: number) => void;
  /** One above the other in the film. */
  readonly hosts: readonly HTMLElement[];
  readonly ground: string;
  /** Asked between pictures: has the reader changed his mind? */
  readonly isCancelled: () => boolean;
  readonly onProgress: (shown: number, of: number) => void;
}

const MOST_PICTURES = 240;
const PICTURES_PER_SECOND = 30;

/** Single pictures, where there is no video. */
const STILLS = 24;

const TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];

/**
 * Films the run in real time and has the browser save the video.
 *
 * @returns A sentence on what came of it.
 */
export async function exportAnimation(film: Film): Promise<string> {
  if (film.frames < 2) return 'There is nothing to animate yet: play first.';
  const type =
    typeof MediaRecorder === 'undefined' ? undefined : TYPES.find((t) => MediaRecorder.isTypeSupported(t));
  return type === undefined ? exportStills(film) : exportVideo(film, type);
}

async function exportVideo(film: Film, type: string): Promise<string> {
  const { canvas, paint } = screenOf(film);
  paint();
  const recorder = new MediaRecorder(canvas.captureStream(PICTURES_PER_SECOND), {
    mimeType: type,
    videoBitsPerSecond: 6_000_000,
  });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise<void>((resolve, reject) => {
    recorder.onstop = () => {
      resolve();
    };
    recorder.onerror = () => {
      reject(new Error('The browser could not record the video.'));
    };
  });
  recorder.start();
  const count = Math.min(MOST_PICTURES, film.frames);
  for (let k = 0; k < count && !film.isCancelled(); k++) {
    film.show(frameOf(k, count, film.frames));
    paint();
    film.onProgress(k + 1, count);
    await pause(1000 / PICTURES_PER_SECOND);
  }
  recorder.stop();
  await stopped;
  if (film.isCancelled()) return 'The animation was cancelled.';
  const kind = type.startsWith('video/mp4') ? 'mp4' : 'webm';
  download(`relu-spline.${kind}`, new Blob(parts, { type }));
  return `Saved an animation of ${count} frames as relu-spline.${kind}.`;
}

async function exportStills(film: Film): Promise<string> {
  const { canvas, paint } = screenOf(film);
  const count = Math.min(STILLS, film.frames);
  for (let k = 0; k < count && !film.isCancelled(); k++) {
    film.show(frameOf(k, count, film.frames));
    paint();
    film.onProgress(k + 1, count);
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png');
    });
    if (blob !== null) download(`relu-spline-${String(k).padStart(2, '0')}.png`, blob);
    await pause(100);
  }
  return `This browser records no video; saved ${count} single pictures.`;
}

function frameOf(picture: number, pictures: number, frames: number): number {
  return Math.round((picture * (frames - 1)) / (pictures - 1));
}

/** One canvas with the pictures of all hosts below each other, as sharp as they are. */
function screenOf({ hosts, ground }: Film): { canvas: HTMLCanvasElement; paint: () => void } {
  const sources = hosts.map((host) => Array.from(host.querySelectorAll('canvas')));
  const width = Math.max(1, ...sources.flat().map((source) => source.width));
  const heights = sources.map((layers) => Math.max(0, ...layers.map(({ height }) => height)));
  const canvas = document.createElement('canvas');
  // Encoders ask for even sizes.
  canvas.width = width + (width % 2);
  const height = heights.reduce((sum, part) => sum + part, 0);
  canvas.height = Math.max(2, height + (height % 2));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gives no canvas to draw on.');
  return {
    canvas,
    paint: () => {
      context.fillStyle = ground;
      context.fillRect(0, 0, canvas.width, canvas.height);
      let top = 0;
      sources.forEach((layers, k) => {
        for (const layer of layers) context.drawImage(layer, 0, top);
        top += heights[k];
      });
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
