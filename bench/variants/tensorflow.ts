import type { Instance } from '../instances.js';
import type { Session } from '../session.js';

/** TensorFlow.js in this process, float32, one thread. */
export interface Tensorflow {
  /** Loss and gradient of an instance by automatic differentiation, O(N·H). */
  readonly lossAndGradient: (instance: Instance) => () => number;
  /** The gradient alone, in the order of the library's. */
  readonly gradient: (instance: Instance) => Float64Array;
  /** One Adam step after another, from an instance on. */
  readonly adam: (instance: Instance, rate: number) => () => number;
}

/** What is used of a tensor. */
interface Tensor {
  add: (other: Tensor) => Tensor;
  sub: (other: Tensor) => Tensor;
  mul: (other: Tensor | number) => Tensor;
  matMul: (other: Tensor) => Tensor;
  relu: () => Tensor;
  square: () => Tensor;
  sum: () => Tensor;
  dataSync: () => Float32Array;
  dispose: () => void;
}

/** What is used of the package: its own types come with it, and it is not always there. */
interface Api {
  ready: () => Promise<void>;
  setBackend: (name: string) => Promise<boolean>;
  tensor: (values: Float32Array, shape: readonly number[]) => Tensor;
  variable: (initial: Tensor) => Tensor;
  tidy: <T>(call: () => T) => T;
  valueAndGrads: (
    f: (...parameters: Tensor[]) => Tensor,
  ) => (parameters: readonly Tensor[]) => { value: Tensor; grads: Tensor[] };
  train: {
    adam: (rate: number) => { minimize: (f: () => Tensor, returnCost: true) => Tensor };
  };
}

/** The package `@tensorflow/tfjs` with its plain JavaScript backend, where it is installed. */
export async function openTensorflow(session: Session): Promise<Tensorflow | undefined> {
  const found = (await session.npm('tfjs', '@tensorflow/tfjs')) as ({ default?: Api } & Api) | undefined;
  if (found === undefined) return undefined;
  const tf = found.default ?? found;
  await tf.setBackend('cpu');
  await tf.ready();
  return {
    lossAndGradient(instance) {
      const { x, y, parameters } = tensors(tf, instance);
      const valueAndGradients = tf.valueAndGrads((...of) => lossOf(x, y, of));
      return () =>
        tf.tidy(() => {
          const { value, grads } = valueAndGradients(parameters);
          for (const gradient of grads) gradient.dataSync();
          return value.dataSync()[0];
        });
    },
    gradient(instance) {
      const { x, y, parameters } = tensors(tf, instance);
      const { grads } = tf.valueAndGrads((...of) => lossOf(x, y, of))(parameters);
      return Float64Array.from(grads.flatMap((each) => Array.from(each.dataSync())));
    },
    adam(instance, rate) {
      const { x, y, parameters } = tensors(tf, instance);
      const variables = parameters.map((each) => tf.variable(each));
      const optimizer = tf.train.adam(rate);
      return () => {
        const cost = optimizer.minimize(() => lossOf(x, y, variables), true);
        const [loss] = cost.dataSync();
        cost.dispose();
        return loss;
      };
    },
  };
}

function tensors(tf: Api, { network, data }: Instance): { x: Tensor; y: Tensor; parameters: Tensor[] } {
  const count = data.x.length;
  const width = network.inputWeights.length;
  const tensor = (values: ArrayLike<number>, ...shape: number[]): Tensor =>
    tf.tensor(Float32Array.from(values), shape);
  return {
    x: tensor(data.x, count, 1),
    y: tensor(data.y, count, 1),
    parameters: [
      tensor(network.inputWeights, 1, width),
      tensor(network.inputBiases, 1, width),
      tensor(network.outputWeights, width, 1),
      tensor([network.outputBias], 1, 1),
    ],
  };
}

function lossOf(x: Tensor, y: Tensor, [w, b, v, b0]: readonly Tensor[]): Tensor {
  return x.matMul(w).add(b).relu().matMul(v).add(b0).sub(y).square().sum().mul(0.5);
}
