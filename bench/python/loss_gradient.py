"""Loss and gradient of a shallow ReLU network, vectorised over units and data, O(N*H).

    loss_gradient.py INPUT SECONDS RUN LEAST OUTPUT LIBRARY

INPUT and the lines printed are those of bench/c/loss_gradient.c. LIBRARY is numpy, or torch with automatic
differentiation; both in float64 on one thread. Ends with status 4 where the library is not installed.
"""

import os
import sys
import time

# Read when NumPy is loaded: its matrix products would take all cores.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

try:
    import numpy as np

    if sys.argv[6] == "torch":
        import torch

        torch.set_num_threads(1)
except ImportError:
    sys.exit(4)


def with_numpy(x, y, w, b, v, b0):
    z = np.outer(x, w)
    z += b
    active = z > 0
    z *= active
    epsilon = y - (z @ v + b0)
    t = (epsilon * x) @ active
    s = epsilon @ active
    return 0.5 * (epsilon @ epsilon), np.concatenate([-v * t, -v * s, -(epsilon @ z), [-epsilon.sum()]])


def with_torch(x, y, w, b, v, b0):
    for parameter in (w, b, v, b0):
        parameter.grad = None
    f = torch.relu(torch.addmm(b, x[:, None], w[None, :])) @ v + b0
    loss = 0.5 * ((y - f) ** 2).sum()
    loss.backward()
    return loss.detach(), lambda: torch.cat([w.grad, b.grad, v.grad, b0.grad]).numpy()


def main():
    path, seconds, length, least, output, library = sys.argv[1:]
    values = np.fromfile(path)
    count, width = int(values[1]), int(values[2])
    sizes = [count, count, width, width, width, 1]
    instances = []
    for part in values[3:].reshape(int(values[0]), -1):
        arrays = np.split(part, np.cumsum(sizes)[:-1])
        if library == "torch":
            arrays = [torch.tensor(a, requires_grad=k > 1) for k, a in enumerate(arrays)]
        instances.append(arrays)
    function = with_torch if library == "torch" else with_numpy

    calls, start = 0, time.perf_counter()
    while calls < 2 or time.perf_counter() - start < 0.1:
        function(*instances[calls % len(instances)])
        calls += 1
    each = int(float(length) * calls / (time.perf_counter() - start)) + 1
    done, runs, start = 0, 0, time.perf_counter()
    while runs < int(least) or time.perf_counter() - start < float(seconds):
        before = time.perf_counter()
        for _ in range(each):
            function(*instances[done % len(instances)])
            done += 1
        print((time.perf_counter() - before) * 1e9 / each)
        runs += 1
    loss, gradient = function(*instances[0])
    np.concatenate([[float(loss)], gradient() if callable(gradient) else gradient]).tofile(output)


main()
