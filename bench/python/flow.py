"""Gradient flow by SciPy's integrators, without events: each at some tolerances, until the time asked for or a budget of evaluations.

Reads a problem as JSON from standard input; writes one JSON line a run.
"""

import json
import sys
import time

import numpy as np
from scipy.integrate import solve_ivp


class Budget(Exception):
    pass


def main():
    problem = json.load(sys.stdin)
    x = np.array(problem["x"])
    y = np.array(problem["y"])
    start = np.array(problem["theta"])
    width = (len(start) - 1) // 3

    def field(theta):
        w, b, v = theta[:width], theta[width : 2 * width], theta[2 * width : 3 * width]
        z = np.outer(x, w) + b
        active = z > 0
        hinges = np.where(active, z, 0.0)
        epsilon = y - (hinges @ v + theta[-1])
        s = active.T @ epsilon
        t = active.T @ (epsilon * x)
        return np.concatenate([v * t, v * s, hinges.T @ epsilon, [epsilon.sum()]])

    for method in problem["methods"]:
        for tolerance in problem["tolerances"]:
            evaluations = 0
            reached = [0.0]

            def right(time_, theta):
                nonlocal evaluations
                evaluations += 1
                if evaluations > problem["budget"]:
                    raise Budget
                reached[0] = max(reached[0], time_)
                return field(theta)

            begin = time.perf_counter()
            theta = None
            try:
                solution = solve_ivp(
                    right,
                    (0.0, problem["time"]),
                    start,
                    method=method,
                    rtol=tolerance,
                    atol=tolerance / 100,
                )
                if solution.status == 0:
                    theta = solution.y[:, -1].tolist()
            except Budget:
                pass
            print(
                json.dumps(
                    {
                        "method": method,
                        "tolerance": tolerance,
                        "evaluations": evaluations,
                        "seconds": time.perf_counter() - begin,
                        "reached": reached[0],
                        "theta": theta,
                    }
                ),
                flush=True,
            )


main()
