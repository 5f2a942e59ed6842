"""Makes width-limit.json.

    python3 test/reference/make_width_limit.py > test/reference/width-limit.json

Needs mpmath and nothing else. The kernel of an infinitely wide network and its interpolants, from the formulas of theory
11.2 to 11.4 with 120 digits, so that none of their cancellations matters, rounded once to the nearest double:
K = M0 x z - M1 (x + z) + M2 + D with the closed D, and the dense bordered solve [[D, P], [P^T, -Cinv]] of K a = y.
f(x, t) is from the eigenvectors of K, or where M2 is infinite or the line is free of PDP with the free lines projected
out. Inputs are the doubles in `input`, taken as exact. Each D is checked against mpmath.quad of its definition.
"""

import json
import sys

import mpmath
from mpmath import mp, mpf

mp.dps = 120


def density(kind):
    """p, kinks, M0, M1, M2 (None where infinite), I1, I2."""
    name = kind["kind"]
    value = {key: mpf(each) for key, each in kind.items() if key != "kind"}
    if name == "uniform":
        a, b = value["low"], value["high"]
        L = b - a

        def parts(t):
            return min(max(t, a), b), max(t - b, mpf(0))

        def I1(t):
            u, e = parts(t)
            return (u - a) ** 2 / (2 * L) + e

        def I2(t):
            u, e = parts(t)
            return (u - a) ** 3 / (6 * L) + e * L / 2 + e ** 2 / 2

        c = (a + b) / 2
        return (lambda t: 1 / L if a <= t <= b else mpf(0)), [a, b], mpf(1), c, c * c + L * L / 12, I1, I2
    if name == "cauchy":
        g = value["scale"]
        p = lambda t: g / (mp.pi * (g * g + t * t))
        I1 = lambda t: t / 2 + (t * mp.atan(t / g) - g / 2 * mp.log(g * g + t * t)) / mp.pi
        I2 = lambda t: t * t / 4 + ((t * t - g * g) / 2 * mp.atan(t / g) + g * t / 2 - g / 2 * t * mp.log(g * g + t * t)) / mp.pi
        return p, [mpf(0)], mpf(1), mpf(0), None, I1, I2
    if name == "uniform-ratio":
        r = value["halfWidth"]
        p0 = 1 / (4 * r)
        p = lambda t: p0 if abs(t) <= r else r / (4 * t * t)

        def I1(t):
            t = abs(t)
            return p0 * t * t / 2 if t <= r else p0 * (r * r / 2 + 2 * r * (t - r) - r * r * mp.log(t / r))

        def I2(t):
            s = mp.sign(t)
            t = abs(t)
            if t <= r:
                return s * p0 * t ** 3 / 6
            return s * p0 * (r ** 3 / 6 + r * r * (t - r) / 2 + r * (t - r) ** 2 - r * r * (t * mp.log(t / r) - t + r))

        return p, [-r, r], mpf(1), mpf(0), None, I1, I2
    if name == "gaussian-network":
        sb, sw = value["sigmaB"], value["sigmaW"]
        g = sb / sw
        p = lambda t: sb ** 3 * sw ** 3 / (mp.pi * (sb ** 2 + sw ** 2 * t * t) ** 2)
        # I1'' = p and I2' = I1, p = k/(g^2 + t^2)^2.
        k = sb ** 3 / (mp.pi * sw)
        I1 = lambda t: k * t * mp.atan(t / g) / (2 * g ** 3)
        I2 = lambda t: k / (2 * g ** 3) * ((t * t + g * g) / 2 * mp.atan(t / g) - g * t / 2)
        return p, [mpf(0)], sw * sw / 2, mpf(0), sb * sb / 2, I1, I2
    if name == "uniform-network":
        ab, aw = value["aB"], value["aW"]
        r = ab / aw
        q0 = aw * aw / (16 * r)
        p = lambda t: q0 if abs(t) <= r else q0 * (r / t) ** 4

        def I1(t):
            t = abs(t)
            return q0 * t * t / 2 if t <= r else q0 * (-r * r + 4 * r * t / 3 + r ** 4 / (6 * t * t))

        def I2(t):
            s = mp.sign(t)
            t = abs(t)
            if t <= r:
                return s * q0 * t ** 3 / 6
            return s * q0 * (2 * r ** 3 / 3 - r * r * t + 2 * r * t * t / 3 - r ** 4 / (6 * t))

        return p, [-r, r], aw * aw / 6, mpf(0), ab * ab / 6, I1, I2
    raise ValueError(name)


def curved(law, x, z):
    _, _, _, _, _, I1, I2 = law
    m, M = min(x, z), max(x, z)
    return (M - m) * (I1(M) + I1(m)) - 2 * (I2(M) - I2(m))


def kernel(law, x, z):
    _, _, M0, M1, M2, _, _ = law
    return None if M2 is None else M0 * x * z - M1 * (x + z) + M2 + curved(law, x, z)


def curved_by_quadrature(law, x, z):
    p, kinks = law[:2]
    m, M = min(x, z), max(x, z)
    digits = mp.dps
    mp.dps = 60
    cuts = [m] + sorted(k for k in kinks if m < k < M) + [M]
    value = mp.quad(lambda b: (b - m) * (M - b) * p(b), cuts)
    mp.dps = digits
    return value


def interpolant(law, x, y, free, grid):
    p, _, M0, M1, M2, _, _ = law
    N = len(x)
    inverse = mp.matrix(2, 2)
    if not free:
        if M2 is None:
            inverse[1, 1] = 1 / M0
        else:
            inverse = mp.matrix([[M2, -M1], [-M1, M0]]) ** -1
    A = mp.matrix(N + 2, N + 2)
    rhs = mp.matrix(N + 2, 1)
    for i in range(N):
        rhs[i] = y[i]
        for j in range(N):
            A[i, j] = curved(law, x[i], x[j])
        A[i, N] = A[N, i] = 1
        A[i, N + 1] = A[N + 1, i] = x[i]
    for i in range(2):
        for j in range(2):
            A[N + i, N + j] = -inverse[i, j]
    u = mp.lu_solve(A, rhs)
    a = [u[i] for i in range(N)]
    f = lambda t: sum(a[i] * curved(law, t, x[i]) for i in range(N)) + u[N] + u[N + 1] * t
    slope = lambda t: mp.diff(f, t, h=mpf(10) ** -40)
    second = lambda t: p(t) * sum(a[i] * abs(t - x[i]) for i in range(N))
    return a, [f(t) for t in grid], [slope(t) for t in grid], [second(t) for t in grid], sum(a[i] * y[i] for i in range(N))


def trained(law, x, y, free, times):
    """f at the data at each time."""
    M0, M2 = law[2], law[4]
    N = len(x)
    basis = [] if (M2 is not None and not free) else [[mpf(1)] * N] + ([list(x)] if free else [])
    ortho = []
    for vector in basis:
        for other in ortho:
            share = sum(s * t for s, t in zip(vector, other))
            vector = [s - share * t for s, t in zip(vector, other)]
        length = mp.sqrt(sum(s * s for s in vector))
        ortho.append([s / length for s in vector])
    entry = (lambda i, j: kernel(law, x[i], x[j])) if not basis else (lambda i, j: curved(law, x[i], x[j]) + M0 * x[i] * x[j])
    K = mp.matrix(N, N)
    project = mp.eye(N)
    for i in range(N):
        for j in range(N):
            K[i, j] = entry(i, j)
            for vector in ortho:
                project[i, j] -= vector[i] * vector[j]
    K = project * K * project
    start = project * mp.matrix(y)
    values, vectors = mp.eigsy(K)
    out = []
    for t in times:
        f = [y[n] for n in range(N)]
        for k in range(N):
            share = sum(vectors[n, k] * start[n] for n in range(N))
            for n in range(N):
                f[n] -= mp.exp(-values[k] * t) * share * vectors[n, k]
        out.append(f)
    return out


DENSITIES = [
    {"kind": "uniform", "low": -1.5, "high": 2.0},
    {"kind": "cauchy", "scale": 0.7},
    {"kind": "uniform-ratio", "halfWidth": 0.6},
    {"kind": "gaussian-network", "sigmaB": 1.0, "sigmaW": 1.4},
    {"kind": "uniform-network", "aB": 0.7, "aW": 1.3},
]
PAIRS = [
    (0.1, 0.7), (-3.0, 0.2), (3.0, 2.5), (-3.0, 4.0), (0.3, 1.1), (0.5, 0.5), (0.5, 0.5000001), (-1.0, -1.0 + 2.0 ** -40),
    (100.0, 100.5), (-1000.0, 10000.0), (1e6, 1e6 + 1), (1e-9, 3e-9), (0.6, 0.61), (-1e9, 1e9), (-1e9, 1.0), (-2.0, 1e9),
]
X = [-1.0, -0.3, 0.2, 0.9, 1.4]
Y = [0.5, -1.0, 0.7, 0.1, -0.4]
GRID = [-30.0, -1.7, -1.4, -0.9, -0.31, 0.0, 0.55, 1.39, 1.8, 2.5, 40.0]


def number(value):
    # What cancels exactly leaves 1e-119.
    return None if value is None else 0.0 if abs(value) < mpf(10) ** -80 else float(value)


def exact(values):
    return [mpf(each) for each in values]


def kernel_case(kind):
    law = density(kind)
    worst = mpf(0)
    ks, ds = [], []
    for x, z in PAIRS:
        D = curved(law, mpf(x), mpf(z))
        if abs(D) > mpf(10) ** -80 and abs(x - z) < 20:
            worst = max(worst, abs(curved_by_quadrature(law, mpf(x), mpf(z)) / D - 1))
        ks.append(number(kernel(law, mpf(x), mpf(z))))
        ds.append(number(D))
    return {
        "name": f"kernel, {kind['kind']}",
        "input": {"kind": "kernel", "density": kind, "x": [p[0] for p in PAIRS], "z": [p[1] for p in PAIRS]},
        "expected": {"kernel": ks, "curved": ds},
        "check": f"D against quadrature of its definition with 60 digits: relative {float(worst):.0e}",
    }


def interpolant_case(name, kind, free, x, y, grid, times=()):
    law = density(kind)
    a, f, slope, second, norm = interpolant(law, exact(x), exact(y), free, exact(grid))
    case = {
        "name": f"{name}, {kind['kind']}, line {'free' if free else 'penalised'}",
        "input": {"kind": "interpolant", "density": kind, "free": free, "x": x, "y": y, "grid": grid, "times": list(times)},
        "expected": {
            "a": [number(each) for each in a],
            "value": [number(each) for each in f],
            "slope": [number(each) for each in slope],
            "second": [number(each) for each in second],
            "norm": number(norm),
            "trained": [[number(each) for each in row] for row in trained(law, exact(x), exact(y), free, exact(times))],
        },
    }
    return case


def main():
    cases = [kernel_case(kind) for kind in DENSITIES]
    for kind in DENSITIES:
        for free in (False, True):
            cases.append(interpolant_case("five data", kind, free, X, Y, GRID, [0.5, 20.0, 1000.0, 30000.0]))
    for kind in DENSITIES:
        cases.append(interpolant_case("one datum", kind, False, [0.4], [1.5], GRID))
        cases.append(interpolant_case("two data", kind, False, [-0.5, 2.25], [1.5, -1.0], GRID))
    for half in (1e3, 1e6, 1e9):
        kind = {"kind": "uniform", "low": -half, "high": half}
        cases.append(interpolant_case(f"half-width {half:g}", kind, False, X, Y, GRID))
    cases.append(interpolant_case("two data beyond either end", {"kind": "uniform", "low": -0.5, "high": 0.5}, False, [-2.0, -1.0, -0.2, 0.1, 0.8, 3.0], Y + [2.0], GRID))
    cases.append(interpolant_case("data at 1e6", {"kind": "uniform", "low": 999998.0, "high": 1000002.5}, False, [1e6 + t for t in X], Y, [1e6 + t for t in GRID]))
    for kind in DENSITIES[1:]:
        cases.append(interpolant_case("far data", kind, False, [1000.0 + t for t in X], Y, [1000.0 + t for t in GRID]))
    cases.append(interpolant_case("close data", DENSITIES[1], False, [-1.0, 0.2, 0.2 + 2.0 ** -30, 0.9], [0.5, -1.0, 0.7, 0.1], GRID))
    about = {
        "what": "Kernel of an infinitely wide network and its interpolants.",
        "how": "mpmath with 120 digits, theory 11.2 to 11.4 as they stand; see make_width_limit.py.",
        "versions": {"python": sys.version.split()[0], "mpmath": mpmath.__version__},
    }
    json.dump({"about": about, "cases": cases}, sys.stdout, indent=1)
    print()


main()
