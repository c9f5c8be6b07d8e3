// Tensors as objects: memory of the caller's, references, what they look like.
#include <ATen/core/Tensor.h>
#include <ATen/ops/from_blob.h>

#include "engine.hpp"

namespace sogar {

std::atomic<int64_t> live_tensors{0};

namespace {

// From the first line on the maker owns the loan, so `release` is called once on every way out.
at::Tensor over_memory(
    void* data, c10::IntArrayRef sizes, const int64_t* strides, int32_t device_type, int32_t device_index, int32_t dtype,
    sogar_release release, void* context) {
  auto maker = at::for_blob(data, sizes);
  if (release != nullptr) maker.context(context, release);
  if (strides != nullptr) maker.strides(c10::IntArrayRef(strides, sizes.size()));
  const c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
  return maker.options(at::TensorOptions(static_cast<at::ScalarType>(dtype)).device(device))
      .target_device(device)
      .make_tensor();
}

void describe(const at::Tensor& tensor, sogar_tensor_description* description) {
  const int64_t rank = tensor.dim();
  if (rank > SOGAR_MAX_RANK) {
    throw Failure(SOGAR_INVALID_ARGUMENT,
        "a tensor of " + std::to_string(rank) + " axes; at most " + std::to_string(SOGAR_MAX_RANK) + " can be described");
  }
  description->element_count = tensor.numel();
  description->data = tensor.has_storage() ? tensor.data_ptr() : nullptr;
  description->rank = static_cast<int32_t>(rank);
  description->dtype = static_cast<int32_t>(tensor.scalar_type());
  description->device_type = static_cast<int32_t>(tensor.device().type());
  description->device_index = tensor.device().index();
  description->contiguous = tensor.is_contiguous();
  description->requires_grad = tensor.requires_grad();
  for (int64_t axis = 0; axis < rank; ++axis) {
    description->sizes[axis] = tensor.size(axis);
    description->strides[axis] = tensor.stride(axis);
  }
}

}  // namespace
}  // namespace sogar

int32_t sogar_tensor_from_memory(
    void* data, const int64_t* sizes, const int64_t* strides, int32_t rank, int32_t dtype, int32_t device_type,
    int32_t device_index, sogar_release release, void* context, sogar_tensor* tensor, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    *tensor = sogar::handed_over(sogar::over_memory(
        data, c10::IntArrayRef(sizes, rank), strides, device_type, device_index, dtype, release, context));
    return SOGAR_OK;
  });
}

void sogar_tensor_free(sogar_tensor tensor) {
  if (tensor == nullptr) return;
  sogar::live_tensors.fetch_sub(1, std::memory_order_relaxed);
  sogar::Impl::reclaim(sogar::impl_of(tensor)).reset();
}

sogar_tensor sogar_tensor_share(sogar_tensor tensor) { return sogar::handed_over(sogar::shared(tensor)); }

int32_t sogar_tensor_describe(sogar_tensor tensor, sogar_tensor_description* description, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    sogar::Borrowed borrowed(tensor);
    sogar::describe(*borrowed, description);
    return SOGAR_OK;
  });
}

int64_t sogar_tensor_live_count(void) { return sogar::live_tensors.load(std::memory_order_relaxed); }
