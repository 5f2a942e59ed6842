import { describe, it } from 'vitest';
import { descend } from 'relu-splines/descent';
import { expectRefusal } from '../laws/refusal.js';
import { small } from './descent.help.js';

const { network, data, options } = small;

describe('descend refuses', () => {
  const refused = (wrong: object, kind: 'TypeError' | 'RangeError' | 'ShapeError', message: string): void => {
    expectRefusal(() => descend(network, data, { ...options, ...wrong }), kind, `descend: ${message}`);
  };
  const sgd = { method: 'sgd', batchSize: 2 } as const;

  it('a learning rate that is not positive and finite', () => {
    refused({ learningRate: 0 }, 'RangeError', 'learningRate must be positive, got 0');
    refused({ learningRate: -1 }, 'RangeError', 'learningRate must be positive, got -1');
    refused({ learningRate: NaN }, 'RangeError', 'learningRate must be finite, got NaN');
    refused({ learningRate: '1' }, 'TypeError', 'learningRate must be a number, got "1"');
    refused({ learningRate: undefined }, 'TypeError', 'learningRate must be a number, got undefined');
  });

  it('unknown names', () => {
    refused({ method: 'sdg' }, 'RangeError', `method must be one of 'gd', 'sgd', 'adam', got "sdg"`);
    refused(
      { lossUnit: 'mse' },
      'RangeError',
      `lossUnit must be one of 'half-sum', 'sum', 'mean', got "mse"`,
    );
    refused({ kernel: 'gpu' }, 'RangeError', `kernel must be one of 'sweeps', 'moments', got "gpu"`);
  });

  it('options of another method', () => {
    refused({ betas: [0.9, 0.99] }, 'RangeError', "betas belongs to method 'adam', got method 'gd'");
    refused({ ...sgd, epsilon: 1e-8 }, 'RangeError', "epsilon belongs to method 'adam', got method 'sgd'");
    refused({ batchSize: 2 }, 'RangeError', "batchSize belongs to method 'sgd', got method 'gd'");
  });

  it('batch sizes outside of 1…N', () => {
    refused({ ...sgd, batchSize: 0 }, 'RangeError', 'batchSize must be an integer from 1 to 4, got 0');
    refused({ ...sgd, batchSize: 5 }, 'RangeError', 'batchSize must be an integer from 1 to 4, got 5');
    refused({ ...sgd, batchSize: 1.5 }, 'RangeError', 'batchSize must be an integer from 1 to 4, got 1.5');
    refused({ method: 'sgd' }, 'TypeError', "batchSize must be a number for method 'sgd', got undefined");
    refused(
      { ...sgd, batchSize: 1, batchNormalisation: true },
      'RangeError',
      'batchSize must be at least 2 with batchNormalisation, got 1',
    );
  });

  it('stops and records that make no sense', () => {
    refused({ steps: -1 }, 'RangeError', 'steps must be an integer of at least 0, got -1');
    refused({ steps: undefined }, 'TypeError', 'steps must be a number, got undefined');
    refused({ stopAtLoss: -1 }, 'RangeError', 'stopAtLoss must not be negative, got -1');
    refused({ stopAtGradientNorm: NaN }, 'RangeError', 'stopAtGradientNorm must be finite, got NaN');
    refused({ record: 0 }, 'RangeError', 'record must be an integer of at least 1, got 0');
    refused({ record: [0, 501] }, 'RangeError', 'record[1] must be an integer from 0 to 500, got 501');
    refused({ record: [5, 5] }, 'RangeError', 'record must increase, got 5 before 5');
    refused({ record: 'all' }, 'TypeError', 'record must be a number or an array of numbers, got "all"');
    refused({ onProgress: 1 }, 'TypeError', 'onProgress must be a function, got 1');
    refused({ signal: {} }, 'TypeError', 'signal must be an AbortSignal, got an object');
  });

  it('constants of Adam outside of their range', () => {
    const adam = { method: 'adam' } as const;
    refused({ ...adam, betas: [0.9, 1] }, 'RangeError', 'betas[1] must be in [0, 1), got 1');
    refused({ ...adam, betas: [0.9] }, 'ShapeError', 'betas must be two numbers, got 1');
    refused({ ...adam, epsilon: 0 }, 'RangeError', 'epsilon must be positive, got 0');
  });

  it('seeds that are none, and an ε that is not positive', () => {
    refused({ ...sgd, seed: 0.5 }, 'RangeError', 'seed must be an integer of at least 0, got 0.5');
    refused({ ...sgd, stream: -1 }, 'RangeError', 'stream must be an integer of at least 0, got -1');
    refused(
      { batchNormalisation: { epsilon: 0 } },
      'RangeError',
      'batchNormalisation.epsilon must be positive, got 0',
    );
  });

  it('what is no network, or not finite', () => {
    expectRefusal(
      () => descend({ ...network, inputBiases: Float64Array.of(0, NaN) }, data, options),
      'RangeError',
      'descend: the weights of unit 1 must be finite, got w = -1, b = NaN, v = 0.5',
    );
  });

  it('a state that does not belong to the run', () => {
    const gd = descend(network, data, { ...options, steps: 10 }).state;
    const batched = descend(network, data, { ...options, ...sgd, steps: 10 }).state;
    const resumed = (
      state: object,
      wrong: object,
      kind: 'RangeError' | 'ShapeError',
      message: string,
    ): void => {
      refused({ resume: { ...gd, ...state }, ...wrong }, kind, message);
    };
    resumed(
      {},
      { steps: 9 },
      'RangeError',
      'steps must be at least the 10 that the resumed run has taken, got 9',
    );
    resumed(
      {},
      { method: 'adam' },
      'RangeError',
      "resume.moments must have moments for method 'adam', got null",
    );
    resumed({}, sgd, 'RangeError', 'resume.batches must be there for a run with batches, got null');
    resumed(
      batched,
      {},
      'RangeError',
      'resume.batches must be null for a run over all data at once, got an object',
    );
    resumed(
      {},
      { batchNormalisation: true },
      'ShapeError',
      'resume.values must have length 11 for this network and these options, got 7',
    );
    resumed(
      { values: gd.values.map(() => NaN) },
      {},
      'RangeError',
      'resume.values[0] must be finite, got NaN',
    );
    // What a state of another making may lack.
    refused(
      { method: 'adam', resume: { ...gd, moments: undefined } },
      'TypeError',
      'resume.moments must be an object, got undefined',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: undefined } },
      'TypeError',
      'resume.batches must be an object, got undefined',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: { ...batched.batches, order: undefined } } },
      'TypeError',
      'resume.batches.order must be an array of numbers, got undefined',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: { ...batched.batches, order: [0, 1, 1, 2] } } },
      'RangeError',
      'resume.batches.order must hold every datum once, got 1 twice',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: { ...batched.batches, order: [0] } } },
      'ShapeError',
      'resume.batches.order must have the length of x, 4, got 1',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: { ...batched.batches, position: 3 } } },
      'RangeError',
      'resume.batches.position must be an integer from 0 to 2, got 3',
    );
  });
});
