"""PyTorch's Adam on a shallow ReLU network, full batch: the loss ½ Σ ε² that is reached, and the seconds that takes."""

import time

import torch
from timing import answer

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def train(request):
    x = torch.tensor(request["x"], dtype=torch.float64)[:, None]
    y = torch.tensor(request["y"], dtype=torch.float64)
    parts = [torch.tensor(request[name], dtype=torch.float64, requires_grad=True) for name in ("w", "b", "v")]
    parts.append(torch.tensor(float(request["b0"]), requires_grad=True))
    optimizer = torch.optim.Adam(parts, lr=request["rate"])
    begin = time.perf_counter()
    loss = torch.tensor(0.0)
    for _ in range(request["steps"]):
        optimizer.zero_grad()
        w, b, v, b0 = parts
        loss = 0.5 * torch.sum((y - (torch.relu(x * w + b) @ v + b0)) ** 2)
        loss.backward()
        optimizer.step()
    seconds = time.perf_counter() - begin
    with torch.no_grad():
        w, b, v, b0 = parts
        loss = 0.5 * torch.sum((y - (torch.relu(x * w + b) @ v + b0)) ** 2)
    return {"seconds": seconds, "loss": float(loss)}


answer({"train": train})
