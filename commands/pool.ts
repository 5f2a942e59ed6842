import { Piscina } from 'piscina';

/**
 * Has workers do all orders, in their order, as many at once as there are workers; `take` gets each answer when it is
 * there.
 *
 * `Work` is the type of the worker's function.
 *
 * @param filename The bundled module of a worker.
 */
export async function overAll<Work extends (order: never) => unknown>(
  filename: URL,
  workers: number,
  orders: readonly Parameters<Work>[0][],
  take: (answer: Awaited<ReturnType<Work>>, order: Parameters<Work>[0]) => void | Promise<void>,
): Promise<void> {
  if (orders.length === 0) return;
  const threads = Math.min(workers, orders.length);
  const pool = new Piscina<Parameters<Work>[0], Awaited<ReturnType<Work>>>({
    filename: filename.href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
  });
  // Lanes over one iterator: the pool's own queue does not keep to the order.
  const queue = orders.values();
  const lane = async (): Promise<void> => {
    for (const order of queue) await take(await pool.run(order), order);
  };
  try {
    await Promise.all(Array.from({ length: threads }, lane));
  } finally {
    await pool.destroy();
  }
}
