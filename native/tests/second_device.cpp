// A second device for tests on machines without a GPU: libtorch's lazy backend. It computes on the CPU, but its tensors have a device type of their own, memory that
// nobody can point into, and no dealings with the CPU's tensors but by copies. It aborts the process where an operation is given tensors of both.
#include <ATen/ATen.h>
#include <torch/csrc/lazy/ts_backend/ts_backend_impl.h>
#include <torch/library.h>

#include "sogar_error.h"

namespace {

std::vector<at::Tensor> unbind_copy(const at::Tensor& tensor, int64_t axis) {
  std::vector<at::Tensor> parts;
  for (int64_t index = 0; index < tensor.size(axis); ++index) parts.push_back(at::select_copy(tensor, axis, index));
  return parts;
}

std::vector<at::Tensor> split_copy(const at::Tensor& tensor, int64_t size, int64_t axis) {
  std::vector<at::Tensor> parts;
  for (int64_t start = 0; start < tensor.size(axis); start += size) {
    parts.push_back(at::slice_copy(tensor, axis, start, std::min(start + size, tensor.size(axis))));
  }
  return parts;
}

}  // namespace

// What the backend of libtorch 1.13 gets wrong: detach loses the shape of a view, and lists of tensors come back on the CPU. Views are made of copies here.
TORCH_LIBRARY_IMPL(aten, Lazy, library) {
  library.impl("detach_copy", [](const at::Tensor& tensor) { return tensor.clone(); });
  library.impl("unbind_copy.int", unbind_copy);
  library.impl("split_copy.Tensor", split_copy);
}

/* Starts the backend; returns its device type. Once in a process. */
extern "C" SOGAR_API int32_t sogar_second_device_start(void) {
  torch::lazy::InitTorchScriptBackend();
  return static_cast<int32_t>(c10::DeviceType::Lazy);
}
