"""Microseconds a step of PyTorch on one thread: python3 descent.py gd|adam N H SECONDS LEAST_RUNS, one number a run."""
import sys
import time
import torch

method, count, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
seconds, least = float(sys.argv[4]), int(sys.argv[5])
torch.set_num_threads(1)
torch.manual_seed(1)
double = torch.float64
x = 2 * torch.rand(count, 1, dtype=double) - 1
y = torch.sin(4 * x[:, 0])
w, b, v = (torch.rand(width, dtype=double) * 2 - 1 for _ in range(3))
parameters = [w, b, v / width**0.5, torch.zeros((), dtype=double)]
for parameter in parameters:
    parameter.requires_grad_(True)
make = {"gd": torch.optim.SGD, "adam": torch.optim.Adam}[method]
optimizer = make(parameters, lr=1e-4)


def step():
    optimizer.zero_grad()
    w, b, v, b0 = parameters
    loss = 0.5 * ((torch.relu(x * w + b) @ v + b0 - y) ** 2).sum()
    loss.backward()
    optimizer.step()


for _ in range(50):
    step()
begin = time.perf_counter()
runs = 0
while runs < least or time.perf_counter() - begin < seconds:
    before = time.perf_counter()
    for _ in range(20):
        step()
    print((time.perf_counter() - before) * 1e6 / 20)
    runs += 1
