"""Reads exported features with NumPy alone and prints them as JSON: features.npy with its neighbours, or a .safetensors file."""
import json
import struct
import sys

import numpy


def read_npy(path):
    stem = path[:-len(".npy")]
    features = numpy.load(path, allow_pickle=False)
    labels = numpy.load(stem + ".labels.npy", allow_pickle=False)
    return features, labels, numpy.load(stem + ".names.npy", allow_pickle=False).tolist()


def read_safetensors(path):
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(size)), file.read()

    def array(name, kind):
        begin, end = header[name]["data_offsets"]
        return numpy.frombuffer(data[begin:end], dtype=kind).reshape(header[name]["shape"])

    return array("features", "<f4"), array("labels", "<i8"), json.loads(header["__metadata__"]["names"])


path = sys.argv[1]
features, labels, names = (read_npy if path.endswith(".npy") else read_safetensors)(path)
assert features.dtype == numpy.float32 and labels.dtype == numpy.int64 and features.flags["C_CONTIGUOUS"]
print(json.dumps({"features": features.tolist(), "labels": labels.tolist(), "names": names}))
