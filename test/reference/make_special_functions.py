"""Makes special-functions.json, and prints the coefficients that src/numeric holds.

    python3 test/reference/make_special_functions.py > test/reference/special-functions.json
    python3 test/reference/make_special_functions.py --coefficients

Needs mpmath and nothing else. All values are computed with 50 digits and rounded once to the nearest double.
The functions are evaluated at the doubles in `input`, taken as exact.

- K0, K1: mpmath.besselk.
- Ki1(z) = Int_0^inf exp(-z cosh t)/cosh t dt: trapezoid rule on the scaled integrand with step
  min(0.05, 0.25/sqrt z), whose error is below exp(-190); checked against the closed form with modified Struve
  functions, pi/2 - (pi z/2) (K0 L_-1 + K1 L_0), for z <= 30.
- W_-1: mpmath.lambertw(x, -1). 1 + W_-1(-(1 - delta)/e): the same with the argument formed in 50 + 330 digits.
"""

import json
import sys

import mpmath
from mpmath import mp, mpf

mp.dps = 50


def scaled_ki1(z):
    """e^z Ki1(z)."""
    step = min(mpf("0.05"), mpf("0.25") / mpmath.sqrt(z))
    total = mpf(1) / 2
    k = 1
    while True:
        t = k * step
        term = mpmath.exp(-2 * z * mpmath.sinh(t / 2) ** 2) / mpmath.cosh(t)
        total += term
        if term < mpf(10) ** -45 * total:
            return step * total
        k += 1


def ki1_by_struve(z):
    z = mpf(z)
    lower = mpmath.struvel(-1, z) * mpmath.besselk(0, z) + mpmath.struvel(0, z) * mpmath.besselk(1, z)
    return mp.pi / 2 - mp.pi * z / 2 * lower


def chebyshev_coefficients(function, shift, nodes=60):
    """Of f(z), z in [1, inf), in the variable u = 1 - 2 (1 + shift)/(z + shift); the first is halved."""
    angles = [mp.pi * (mpf(j) + mpf(1) / 2) / nodes for j in range(nodes)]
    values = [function(2 * (1 + mpf(shift)) / (1 - mpmath.cos(a)) - shift) for a in angles]
    coefficients = [
        2 / mpf(nodes) * mpmath.fsum(v * mpmath.cos(k * a) for v, a in zip(values, angles)) for k in range(nodes)
    ]
    coefficients[0] /= 2
    while abs(coefficients[-1]) < mpf("1e-17"):
        coefficients.pop()
    return coefficients


def branch_series(count):
    """1 + W(x) = sum_k c_k p^k about x = -1/e, p = sqrt(2 (1 + e x)): Corless et al. 1996, (4.23)-(4.25)."""
    mu = [mpf(-1), mpf(1)]
    alpha = [mpf(2), mpf(-1)]
    for k in range(2, count + 1):
        a = mpmath.fsum(mu[j] * mu[k + 1 - j] for j in range(2, k)) if k > 2 else mpf(0)
        alpha.append(a)
        mu.append(
            mpf(k - 1) / (k + 1) * (mu[k - 2] / 2 + alpha[k - 2] / 4) - alpha[k] / 2 - mu[k - 1] / (k + 1)
        )
    return mu[1:]


def print_coefficients():
    mp.dps = 40
    root = mpmath.sqrt
    tables = {
        "e^z sqrt(z) K0(z), shift 1": chebyshev_coefficients(
            lambda z: mpmath.exp(z) * root(z) * mpmath.besselk(0, z), 1
        ),
        "e^z sqrt(z) K1(z), shift 1": chebyshev_coefficients(
            lambda z: mpmath.exp(z) * root(z) * mpmath.besselk(1, z), 1
        ),
        "e^z sqrt(z) Ki1(z), shift 2": chebyshev_coefficients(lambda z: root(z) * scaled_ki1(z), 2),
        "1 + W(p)": branch_series(16),
    }
    for name, values in tables.items():
        print(name)
        for value in values:
            print(f"  {float(value)!r},")


def positive_arguments():
    """Doubles that cover the whole range, denser about 1, where the methods meet, and about the underflow."""
    exponents = list(range(-323, 308, 21)) + list(range(-20, 0, 2))
    grid = [float(f"1e{e}") for e in exponents]
    middle = [2.0 ** (k / 4) * 1.0321 for k in range(-40, 40)]
    seams = [5e-324, 2.0**-1022, 0.5, 1 - 2.0**-53, 1.0, 1 + 2.0**-52, 2.0, 10.0]
    # Ki1 = pi/2 - series cancels most just below 1.
    below_seam = [0.5 + 0.5 * (k + 0.37) / 100 for k in range(110)]
    tail = [600.0 + 5.3 * k for k in range(28)] + [705.3, 708.4, 744.0, 745.1, 746.0]
    return sorted(set(grid + middle + seams + below_seam + tail + [1.7976931348623157e308]))


def to_double(value):
    """The nearest double; the largest range is kept as null for what overflows."""
    number = float(value)
    return None if number in (float("inf"), float("-inf")) else number


def bessel_case(name, order_or_ki1, z):
    plain, scaled, log = [], [], []
    for argument in z:
        x = mpf(argument)
        big = argument > 1e5
        if order_or_ki1 == "ki1":
            s = scaled_ki1(x) if argument > 0 else mp.pi / 2
        elif big:
            # The asymptotic series is exact to 50 digits here, and besselk is slow.
            mu4 = 4 * order_or_ki1**2
            term, s = mpf(1), mpf(1)
            for k in range(1, 40):
                term *= (mu4 - (2 * k - 1) ** 2) / (8 * k * x)
                s += term
            s *= mpmath.sqrt(mp.pi / (2 * x))
        else:
            s = mpmath.exp(x) * mpmath.besselk(order_or_ki1, x)
        plain.append(to_double(s * mpmath.exp(-x)))
        scaled.append(to_double(s))
        log.append(float(mpmath.log(s) - x))
    # Below 2^-1022 a double has fewer digits: half the spacing of subnormals, twice for the rounding of exp.
    elementwise = {"rel": 1e-14, "abs": 5e-324, "norm": "elementwise"}
    return {
        "name": name,
        "input": {"z": z},
        "expected": {"value": plain, "scaled": scaled, "log": log},
        "tolerance": {
            "value": elementwise,
            "scaled": {"rel": 1e-14, "abs": 0, "norm": "elementwise"},
            "log": {"rel": 1e-14, "abs": 1e-15, "norm": "elementwise"},
        },
    }


def integral_case(z):
    small = [x for x in z if x <= 1]
    # Pi/2 - Ki1 cancels for small z: the digits of z are added to the working precision.
    values = []
    for x in small:
        with mpmath.workdps(400 if x < 1e-20 else 90):
            q = mpf(x) ** 2 / 4
            log_part = -(mpmath.log(mpf(x) / 2) + mpmath.euler)
            total, term, harmonic = mpf(0), mpf(1), mpf(0)
            for k in range(60):
                if k:
                    term *= q / k**2
                    harmonic += mpf(1) / k
                total += term / (2 * k + 1) * (log_part + harmonic + mpf(1) / (2 * k + 1))
            values.append(float(mpf(x) * total))
    return {
        "name": "integral of K0 from 0 to z",
        "input": {"z": small},
        "expected": {"value": values},
        "tolerance": {"value": {"rel": 1e-14, "abs": 5e-324, "norm": "elementwise"}},
    }


def lambert_cases():
    inverse_e = 0.36787944117144233
    x = [-(10.0**-k) for k in range(1, 320, 9)] + [-5e-324, -0.2, -0.3, -0.35, -0.367, -0.3678, -0.36787944]
    x += [-inverse_e * (1 - 2.0**-k) for k in range(1, 53)]
    x = sorted(set(v for v in x if 1 + mp.e * mpf(v) > 0))
    w = [float(mpmath.lambertw(mpf(v), -1).real) for v in x]
    delta = sorted(set([2.0**-k for k in range(1, 60)] + [10.0**-k for k in range(16, 320, 16)] + [5e-324]
                       + [0.005 * 1.05**k for k in range(-8, 100)] + [0.7, 0.9, 0.999, 1 - 2.0**-53]))
    shifted = []
    for d in delta:
        with mpmath.workdps(50 + 330):
            # Newton on ln(1 + y) - y = ln(1 - d), since lambertw stops short of the branch point.
            log_q = mpmath.log1p(-mpf(d))
            y = mpmath.sqrt(-2 * log_q) - log_q
            for _ in range(40):
                step = (y - mpmath.log1p(y) + log_q) * (1 + y) / y
                y -= step
                if abs(step) < abs(y) * mpf(10) ** -40:
                    break
            shifted.append(float(-y))
    for d, s in zip(delta, shifted):
        if 1e-3 < d < 1:
            direct = 1 + mpmath.lambertw(-(1 - mpf(d)) / mp.e, -1).real
            assert abs(direct - mpf(s)) < mpf(10) ** -14 * abs(direct), d
    exact = {"rel": 1e-14, "abs": 0, "norm": "elementwise"}
    return [
        {"name": "W_-1", "input": {"x": x}, "expected": {"value": w}, "tolerance": {"value": exact}},
        {
            "name": "1 + W_-1 from the branch",
            "input": {"delta": delta},
            "expected": {"value": shifted},
            "tolerance": {"value": exact},
        },
    ]


def main():
    if "--coefficients" in sys.argv:
        print_coefficients()
        return
    z = positive_arguments()
    worst = mpf(0)
    for x in z:
        if 1e-6 < x <= 30:
            other = ki1_by_struve(x)
            worst = max(worst, abs(scaled_ki1(mpf(x)) * mpmath.exp(-mpf(x)) / other - 1))
    cases = [
        bessel_case("K0", 0, z),
        bessel_case("K1", 1, z),
        {**bessel_case("Ki1", "ki1", z), "check": f"against Struve functions: {mpmath.nstr(worst, 2)} relative"},
        integral_case(z),
        *lambert_cases(),
    ]
    about = {
        "what": "Modified Bessel functions K0 and K1, Bickley function Ki1, integral of K0, Lambert W_-1.",
        "how": "make_special_functions.py beside this file: mpmath, 50 digits, rounded once to the nearest double.",
        "versions": {"mpmath": mpmath.__version__},
        "layout": "value[j], scaled[j] = e^z value, log[j] belong to z[j]; null where the value is above the largest double.",
        "tolerance": "relative 1e-14; below 2^-1022 one unit of the subnormals more.",
    }
    json.dump({"about": about, "cases": cases}, sys.stdout, indent=1)
    sys.stdout.write("\n")


main()
