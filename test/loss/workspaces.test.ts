import { describe, it } from 'vitest';
import {
  dataMoments,
  dataset,
  hessianVectorWorkspace,
  hessianWorkspace,
  momentWorkspace,
  shallowNetwork,
  sweepWorkspace,
} from 'relu-splines';
import { deepNetwork, deepWorkspace } from 'relu-splines/deep';
import { multivariateDataset, multivariateWorkspace } from 'relu-splines/multivariate';
import { expectRefusal } from '../laws/refusal.js';

const data = dataset([0, 1], [1, 2]);
const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });

describe('workspaces refuse', () => {
  const makers = {
    sweepWorkspace: (width: number) => sweepWorkspace(data, width),
    hessianWorkspace: (width: number) => hessianWorkspace(data, width),
    momentWorkspace: (width: number) => momentWorkspace(dataMoments(data), width),
    multivariateWorkspace: (width: number) =>
      multivariateWorkspace(multivariateDataset([[1, 2]], [5]), width),
  };

  it.each(Object.entries(makers))('%s: widths that nothing can be made for', (name, make) => {
    for (const width of [-1, 0.5, NaN]) {
      expectRefusal(
        () => make(width),
        'RangeError',
        `${name}: width must be an integer of at least 0, got ${width}`,
      );
    }
    for (const [width, shown] of [
      ['1', '"1"'],
      [undefined, 'undefined'],
    ]) {
      expectRefusal(() => make(width as never), 'TypeError', `${name}: width must be a number, got ${shown}`);
    }
    for (const width of [2 ** 24 + 1, 2 ** 31, Infinity]) {
      expectRefusal(() => make(width), 'RangeError', `${name}: width must be at most 16777216, got ${width}`);
    }
    make(0);
  });

  it('what is not data', () => {
    const what = 'data must be made by dataset(x, y), got an object';
    const loose = { x: [1], y: [1] } as never;
    expectRefusal(() => sweepWorkspace(loose, 1), 'TypeError', `sweepWorkspace: ${what}`);
    expectRefusal(() => hessianWorkspace(loose, 1), 'TypeError', `hessianWorkspace: ${what}`);
    expectRefusal(
      () => hessianVectorWorkspace(network, loose),
      'TypeError',
      `hessianVectorWorkspace: ${what}`,
    );
    const deep = deepNetwork([{ weights: [[1]] }, { weights: [[2]] }]);
    expectRefusal(() => deepWorkspace(deep, loose), 'TypeError', `deepWorkspace: ${what}`);
    expectRefusal(
      () => momentWorkspace(data as never, 1),
      'TypeError',
      'momentWorkspace: moments must be made by dataMoments(data), got an object',
    );
    expectRefusal(
      () => multivariateWorkspace(null as never, 1),
      'TypeError',
      'multivariateWorkspace: data must be an object, got null',
    );
  });

  it('what is not a network', () => {
    expectRefusal(
      () => hessianVectorWorkspace(null as never, data),
      'TypeError',
      'hessianVectorWorkspace: network must be an object, got null',
    );
    expectRefusal(
      () => deepWorkspace(network as never, data),
      'TypeError',
      'deepWorkspace: network must be a DeepNetwork, got a ShallowNetwork: use toDeepNetwork first',
    );
  });
});
