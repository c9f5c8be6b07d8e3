"""An independent reader and writer of the safetensors format, by the format's description alone.

read FILE       prints every tensor as JSON: {name: {dtype, shape, values}} and the metadata
write FILE      writes the tensors of write_sample below
"""
import json
import struct
import sys

import torch

TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "F64": torch.float64, "I64": torch.int64,
         "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool}


def read(path):
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(bytearray(data[begin:end]), dtype=TYPES[entry["dtype"]]) if end > begin else torch.empty(0)
        assert begin % max(1, flat.element_size()) == 0, f"{name} is not aligned"
        tensors[name] = {"dtype": entry["dtype"], "shape": entry["shape"], "values": flat.reshape(entry["shape"]).flatten().tolist()}
    print(json.dumps({"metadata": metadata, "tensors": tensors}))


def write(path):
    sample = {"half": torch.tensor([[1.5, -2.0]], dtype=torch.float16), "brain": torch.tensor([3.140625], dtype=torch.bfloat16),
              "single": torch.tensor([0.1, -7.25]), "double": torch.tensor([0.1], dtype=torch.float64),
              "long": torch.tensor([-5], dtype=torch.int64), "flags": torch.tensor([True, False])}
    names = {dtype: name for name, dtype in TYPES.items()}
    header, data = {"__metadata__": {"by": "a peer"}}, b""
    for name, tensor in sample.items():
        raw = bytes(tensor.view(torch.uint8).flatten().tolist())
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


{"read": read, "write": write}[sys.argv[1]](sys.argv[2])
