"""SciPy's splines: the natural cubic one, the smoothing one for a given λ, and linear ones by least squares or by FITPACK's choice of knots."""

import numpy as np
from scipy.interpolate import CubicSpline, UnivariateSpline, make_lsq_spline
from timing import answer, timed


def natural(request):
    x, y, at = (np.array(request[name], dtype=float) for name in ("x", "y", "at"))
    times, values = timed(lambda: CubicSpline(x, y, bc_type="natural")(at), request)
    return {"microseconds": times, "values": values.tolist()}


def smoothing(request):
    from scipy.interpolate import make_smoothing_spline

    x, y = (np.array(request[name], dtype=float) for name in ("x", "y"))
    times, values = timed(lambda: make_smoothing_spline(x, y, lam=request["lambda"])(x), request)
    return {"microseconds": times, "values": values.tolist()}


def least_squares(request):
    """So many knots at the quantiles of x, which is sorted; None where they do not lie between enough different x."""
    x, y = (np.array(request[name], dtype=float) for name in ("x", "y"))
    knots = np.quantile(x, np.arange(1, request["knots"] + 1) / (request["knots"] + 1))
    t = np.concatenate([[x[0], x[0]], knots, [x[-1], x[-1]]])
    try:
        return {"rss": float(np.sum((make_lsq_spline(x, y, t, k=1)(x) - y) ** 2))}
    except (ValueError, np.linalg.LinAlgError):
        return {"rss": None}


def fitpack(request):
    """How many knots FITPACK (Dierckx) takes to get a residual sum of squares down to the one given; None if it cannot."""
    x, y = (np.array(request[name], dtype=float) for name in ("x", "y"))
    times, spline = timed(lambda: UnivariateSpline(x, y, k=1, s=request["rss"]), request)
    rss = float(spline.get_residual())
    reached = rss <= 1.01 * request["rss"]
    return {"microseconds": times, "rss": rss, "knots": len(spline.get_knots()) - 2 if reached else None}


answer({"natural": natural, "smoothing": smoothing, "least-squares": least_squares, "fitpack": fitpack})
