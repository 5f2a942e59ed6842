import { describe, expect, it } from 'vitest';
import { functionRoughness } from 'relu-splines';
import { followClusters, gradientFlow, breakpointClusters } from 'relu-splines/flow';
import { compareFunctions, linearSpline, naturalCubicSpline } from 'relu-splines/splines';
import {
  checkConfiguration,
  dataOf,
  startOf,
  widthOf,
} from '../../examples/explorer/engine/configuration.js';
import { fromHash, toHash } from '../../examples/explorer/engine/link.js';
import { SCENES } from '../../examples/explorer/engine/scenes.js';

const scene = (name: string): (typeof SCENES)[number] => {
  const found = SCENES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there must be a scene ${name}`);
  return found;
};
const TIMES = [0, ...Array.from({ length: 700 }, (_, k) => 1e-3 * 10 ** (k / 100))];
const trained = (name: string) => {
  const { configuration } = scene(name);
  const data = dataOf(configuration);
  const start = startOf(configuration);
  return { configuration, data, start, flow: gradientFlow(start, data, { times: TIMES, time: TIMES[700] }) };
};

describe('the guided scenes', () => {
  it('are configurations that links hold', () => {
    expect(SCENES.length).toBe(4);
    for (const { configuration } of SCENES) {
      expect(checkConfiguration(configuration)).toStrictEqual(configuration);
      expect(fromHash(toHash(configuration))).toStrictEqual(configuration);
    }
  });

  it('kernel regime: no breakpoint passes a datum, and the network becomes the natural cubic spline', () => {
    const { data, flow } = trained('cubic');
    expect(flow.status).toBe('stationary');
    expect(flow.events).toStrictEqual([]);
    const range = { low: data.x[0], high: data.x[data.x.length - 1] };
    const natural = naturalCubicSpline(data);
    const height = Math.max(...data.y) - Math.min(...data.y);
    const apart = compareFunctions(flow.network, natural, range).largest;
    // The line costs norm, in proportion to 1/60, and breakpoints are a tenth apart.
    expect(apart).toBeLessThan(0.02 * height);
    expect(apart).toBeLessThan(compareFunctions(linearSpline(data), natural, range).largest / 5);
  });

  it('adaptive regime: more than half of the units lie together in six bundles', () => {
    const { configuration, data, flow } = trained('clusters');
    const { slidingOn } = flow.memory.modes;
    const bundles = breakpointClusters(flow.network, data, { slidingOn }).filter(
      ({ units }) => units.length > 1,
    );
    expect(bundles.length).toBe(6);
    const together = bundles.reduce((sum, { units }) => sum + units.length, 0);
    expect(together).toBeGreaterThan(widthOf(configuration.init) / 2);
    expect(flow.loss).toBeLessThan(1e-15);
  });

  it('a cluster of twelve sticks, is let go, and splits', () => {
    const { data, flow } = trained('split');
    const { events } = followClusters(flow, data);
    const release = events.find(({ kind, units }) => kind.startsWith('release') && units.length === 12);
    expect(release?.time).toBeGreaterThan(5.5);
    expect(release?.time).toBeLessThan(6.5);
    const life = events.filter(({ cluster }) => cluster === release?.cluster);
    expect(life[0]).toMatchObject({ kind: 'stick' });
    expect(life[0].time).toBeLessThan(0.2);
    const after = life.filter(({ time }) => time > (release?.time ?? Infinity)).map(({ kind }) => kind);
    expect(after).toContain('split');
  });

  it('a spiky start: every datum is fitted, and nine tenths of the roughness stay', () => {
    const { start, flow } = trained('spiky');
    expect(flow.loss).toBeLessThan(1e-15);
    const before = functionRoughness(start);
    expect(before).toBeGreaterThan(1000);
    expect(functionRoughness(flow.network) / before).toBeGreaterThan(0.9);
    expect(functionRoughness(flow.network) / before).toBeLessThan(1.1);
  });
});
