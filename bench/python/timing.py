"""What all peers in Python share: how a call is timed, and one request in, one answer out, both JSON."""

import json
import sys
import time


def timed(call, request):
    """Runs `call` once to warm up, then for the seconds and at least the runs asked for. Microseconds of each, and the last result."""
    result = call()
    microseconds = []
    begin = time.perf_counter()
    while len(microseconds) < request["leastRuns"] or time.perf_counter() - begin < request["seconds"]:
        before = time.perf_counter()
        result = call()
        microseconds.append((time.perf_counter() - before) * 1e6)
    return microseconds, result


def answer(tasks):
    """Does the task that the request on standard input names: a function of the request that returns a dictionary."""
    request = json.load(sys.stdin)
    json.dump(tasks[request["task"]](request), sys.stdout)
