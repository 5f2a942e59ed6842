"""Networks in NumPy and PyTorch, in doubles and on one thread: deep ones of one input, shallow ones of many, and features held."""

import numpy as np
from timing import answer, timed


def torch_ready():
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    return torch


def layers_of(request, torch, trained):
    def tensor(values):
        return torch.tensor(values, dtype=torch.float64, requires_grad=trained)

    return [
        (tensor(layer["weights"]), tensor(layer["biases"]))
        for layer in request["layers"]
    ]


def forward(x, layers, torch):
    for k, (weights, biases) in enumerate(layers):
        x = torch.nn.functional.linear(x, weights, biases)
        if k + 1 < len(layers):
            x = torch.relu(x)
    return x[:, 0]


def deep_forward(request):
    torch = torch_ready()
    layers = layers_of(request, torch, False)
    x = torch.linspace(request["low"], request["high"], request["points"])[:, None]
    with torch.no_grad():
        times, values = timed(lambda: forward(x, layers, torch), request)
    return {"microseconds": times, "values": values[:: max(1, request["points"] // 1000)].tolist()}


def deep_gradient(request):
    torch = torch_ready()
    layers = layers_of(request, torch, True)
    x = torch.tensor(request["x"], dtype=torch.float64)[:, None]
    y = torch.tensor(request["y"], dtype=torch.float64)
    parts = [part for layer in layers for part in layer]

    def call():
        for part in parts:
            part.grad = None
        loss = 0.5 * torch.sum((y - forward(x, layers, torch)) ** 2)
        loss.backward()
        return float(loss)

    times, loss = timed(call, request)
    return {"microseconds": times, "loss": loss, "gradient": torch.cat([part.grad.flatten() for part in parts]).tolist()}


def many_inputs(request):
    """Loss and gradient of many inputs, [w…, b…, v…, b₀], by the library asked for."""
    shape = (len(request["b"]), request["inputs"])
    if request["library"] == "numpy":
        w, b, v = np.array(request["w"]).reshape(shape), np.array(request["b"]), np.array(request["v"])
        b0, y = request["b0"], np.array(request["y"])
        x = np.array(request["x"]).reshape(len(y), shape[1])

        def call():
            z = x @ w.T + b
            active = z > 0
            hinges = np.where(active, z, 0.0)
            epsilon = y - (hinges @ v + b0)
            back = np.where(active, np.multiply.outer(epsilon, v), 0.0)
            parts = [-(back.T @ x).ravel(), -back.sum(axis=0), -(hinges.T @ epsilon), [-epsilon.sum()]]
            return 0.5 * float(epsilon @ epsilon), np.concatenate(parts)

        times, (loss, gradient) = timed(call, request)
        return {"microseconds": times, "loss": loss, "gradient": gradient.tolist()}
    torch = torch_ready()
    y = torch.tensor(request["y"], dtype=torch.float64)
    x = torch.tensor(request["x"], dtype=torch.float64).reshape(len(y), shape[1])
    parts = [torch.tensor(request["w"], dtype=torch.float64).reshape(shape), *(torch.tensor(request[name], dtype=torch.float64) for name in ("b", "v"))]
    parts.append(torch.tensor(float(request["b0"])))
    for part in parts:
        part.requires_grad_(True)

    def call_torch():
        for part in parts:
            part.grad = None
        w, b, v, b0 = parts
        loss = 0.5 * torch.sum((y - (torch.relu(x @ w.T + b) @ v + b0)) ** 2)
        loss.backward()
        return float(loss)

    times, loss = timed(call_torch, request)
    gradient = torch.cat([part.grad.flatten() for part in parts])
    return {"microseconds": times, "loss": loss, "gradient": gradient.tolist()}


def kernel(request):
    """Delta-slopes of least norm for features (s(x − β))₊, by singular values (lstsq) or by the N × N kernel (solve)."""
    x, y, beta, s = (np.array(request[name], dtype=float) for name in ("x", "y", "breakpoints", "orientations"))

    def features():
        return np.maximum(s * (x[:, None] - beta), 0.0)

    if request["library"] == "numpy":

        def call():
            return np.linalg.lstsq(features(), y, rcond=None)[0]

    else:
        torch = torch_ready()

        def call():
            phi = torch.relu(torch.from_numpy(s) * (torch.from_numpy(x)[:, None] - torch.from_numpy(beta)))
            return (phi.T @ torch.linalg.solve(phi @ phi.T, torch.from_numpy(y))).numpy()

    times, mu = timed(call, request)
    residual = float(np.abs(features() @ mu - y).max())
    return {"microseconds": times, "norm": float(np.sqrt(mu @ mu)), "residual": residual}


answer({"deep-forward": deep_forward, "deep-gradient": deep_gradient, "many-inputs": many_inputs, "kernel": kernel})
