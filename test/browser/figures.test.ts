/** What trains in the browser is what the library computes here, to the last digit. */
import { describe, expect, it } from 'vitest';
import { descend } from 'relu-splines/descent';
import { gradientFlow } from 'relu-splines/flow';
import { dataOf, startOf } from '../../examples/explorer/engine/configuration.js';
import { fromHash, toHash } from '../../examples/explorer/engine/link.js';
import { parametersOf } from '../../examples/explorer/engine/recording.js';
import { SCENES } from '../../examples/explorer/engine/scenes.js';
import type { PlainFrame } from './explorer.js';
import { closeWell, explorers } from './explorer.js';

const { open } = explorers();

describe('gradient flow', () => {
  it.each([
    ['sine', '#'],
    ['PyTorch, motorcycle', '#data=mcycle&init=torch&width=64&speed=3'],
    ['a cluster that splits', toHash(SCENES[2].configuration)],
  ])('is that of gradientFlow: %s', async (_, hash) => {
    const explorer = await open(hash === '#' ? '' : hash);
    await explorer.hasFrames(100);
    await explorer.at('play').click();
    const frames = await explorer.frames();
    await closeWell(explorer);
    const configuration = fromHash(hash);
    const times = frames.map(({ time }) => time);
    const past = new AbortController();
    const { trajectory } = gradientFlow(startOf(configuration), dataOf(configuration), {
      times,
      signal: past.signal,
      // Not by `time`, which would cut the last step short.
      onProgress: ({ time }) => {
        if (time >= times[times.length - 1]) past.abort();
      },
    });
    expect(trajectory).toHaveLength(frames.length);
    expect(
      trajectory.map(({ time, loss, network, slidingOn }) => ({
        time,
        loss,
        parameters: Array.from(parametersOf(network)),
        slidingOn: Array.from(slidingOn),
      })),
    ).toEqual(frames.map(({ time, loss, parameters, slidingOn }) => ({ time, loss, parameters, slidingOn })));
  });
});

describe.each(['gd', 'adam'] as const)('descent by %s', (method) => {
  it('is that of descend', async () => {
    const hash = `#method=${method}&rate=0.01&init=he,1&width=30&data=random`;
    const explorer = await open(hash);
    await explorer.hasFrames(60);
    await explorer.at('play').click();
    const frames = await explorer.frames();
    await closeWell(explorer);
    const configuration = fromHash(hash);
    const chosen = [1, 10, 30, frames.length - 1].map((k) => frames[k]);
    const own = chosen.map(({ step }): PlainFrame => {
      const { network, loss } = descend(startOf(configuration), dataOf(configuration), {
        method,
        learningRate: 0.01,
        steps: step,
      });
      return {
        time: step * 0.01,
        step,
        loss,
        parameters: Array.from(parametersOf(network)),
        slidingOn: null,
      };
    });
    expect(chosen).toEqual(own);
  });
});
