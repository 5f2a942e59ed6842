"""Writes numpy.json: archives made by NumPy, with the values NumPy itself reads from them.

Run `python make-numpy.py` in this folder (made with NumPy 2.4). Values are the float64 elements in C order,
little-endian, as hexadecimal digits. `halves` is the SHA-256 of all 2^16 half-precision numbers so written, in
the order of their bits, with every NaN as one pattern.
"""

import base64
import hashlib
import io
import json
import zipfile

import numpy as np

rng = np.random.default_rng(20240501)


def hexadecimal(array):
    return np.ascontiguousarray(array, dtype="<f8").tobytes().hex()


def described(arrays):
    return {
        name: {"shape": list(array.shape), "values": hexadecimal(array)}
        for name, array in arrays.items()
        if array.dtype.kind == "f"
    }


class Unseekable(io.RawIOBase):
    """A sink that cannot go back, so that sizes follow the data (data descriptors)."""

    def __init__(self):
        super().__init__()
        self.content = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.content += bytes(data)
        return len(data)


def archive(arrays, save=np.savez):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def archive_of_version(arrays, version):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array, version=version)
            target.writestr(name + ".npy", content.getvalue())
    return file.getvalue()


def streamed(arrays):
    sink = Unseekable()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array)
            target.writestr(name + ".npy", content.getvalue())
    return bytes(sink.content)


def network(dtype, order="C"):
    return {
        "0.weight": np.array(rng.normal(size=(5, 1)), dtype=dtype, order=order),
        "0.bias": np.array(rng.normal(size=5), dtype=dtype),
        "2.weight": np.array(rng.normal(size=(4, 5)), dtype=dtype, order=order),
        "2.bias": np.array(rng.normal(size=4), dtype=dtype),
    }


cases = []


def case(name, content, arrays):
    # What is expected is what NumPy reads back, not what was handed to it.
    with np.load(io.BytesIO(content)) as loaded:
        read = {key: loaded[key] for key in arrays}
    cases.append(
        {
            "name": name,
            "file": base64.b64encode(content).decode(),
            "tensors": described(read),
            "skipped": [key for key, array in read.items() if array.dtype.kind != "f"],
        }
    )


for dtype in ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
    for order in "CF":
        arrays = network(dtype, order)
        case(f"{dtype} in {order} order", archive(arrays), arrays)

arrays = network("<f4")
case("compressed", archive(arrays, np.savez_compressed), arrays)
case("format version 2", archive_of_version(arrays, (2, 0)), arrays)
case("format version 3", archive_of_version(arrays, (3, 0)), arrays)
case("streamed, sizes after the data", streamed(arrays), arrays)

cube = {"cube": np.asfortranarray(rng.normal(size=(2, 3, 4))), "cube.big": np.asfortranarray(rng.normal(size=(3, 1, 2, 2)), dtype=">f4")}
case("more dimensions in F order", archive(cube), cube)
odd = {"scalar": np.float64(0.1), "empty": np.zeros((0, 3)), "step": np.int64(7), "mask": np.array([True, False]), "größe": np.array([1.5])}
case("a scalar, an empty array, integers, a name beyond ASCII", archive(odd), {k: np.asarray(v) for k, v in odd.items()})
extremes = {
    "half": np.array([0x0001, 0x03FF, 0x0400, 0x7BFF, 0x8000, 0x8001], dtype="<u2").view("<f2"),
    "single": np.array([1, 0x007FFFFF, 0x7F7FFFFF, 0x80000000], dtype="<u4").view("<f4"),
    "double": np.array([5e-324, -0.0, 1.7976931348623157e308]),
}
case("subnormal numbers, the largest, negative zero", archive(extremes), extremes)

halves = np.arange(2**16, dtype="<u2").view("<f2").astype("<f8")
halves[np.isnan(halves)] = np.nan
digest = hashlib.sha256(halves.astype("<f8").tobytes()).hexdigest()

with open("numpy.json", "w", encoding="utf-8", newline="\n") as file:
    json.dump({"numpy": np.__version__, "halves": digest, "cases": cases}, file, indent=1, ensure_ascii=False)
    file.write("\n")
