// How tensors cross the border, and how libtorch's exceptions become statuses.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <atomic>

#include "common/guarded.hpp"
#include "sogar_torch.h"

namespace sogar {

using Impl = c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>;

inline at::TensorImpl* impl_of(sogar_tensor tensor) { return reinterpret_cast<at::TensorImpl*>(tensor); }

extern std::atomic<int64_t> live_tensors;

// A tensor of ours for the length of a scope, without touching its reference count.
class Borrowed {
 public:
  explicit Borrowed(sogar_tensor tensor) : tensor_(Impl::reclaim(checked(tensor))) {}
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  ~Borrowed() { (void)tensor_.unsafeReleaseTensorImpl(); }
  at::Tensor& operator*() { return tensor_; }
  at::Tensor* operator->() { return &tensor_; }

 private:
  static at::TensorImpl* checked(sogar_tensor tensor) {
    if (tensor == nullptr) throw Failure(SOGAR_INVALID_ARGUMENT, "a tensor is wanted here, and there is none");
    return impl_of(tensor);
  }

  at::Tensor tensor_;
};

// A reference of its own to a tensor of the caller's; null becomes the undefined tensor.
inline at::Tensor shared(sogar_tensor tensor) {
  return tensor == nullptr ? at::Tensor() : at::Tensor(Impl::reclaim_copy(impl_of(tensor)));
}

// Hands a tensor over to the caller; the undefined tensor becomes null.
inline sogar_tensor handed_over(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  live_tensors.fetch_add(1, std::memory_order_relaxed);
  return reinterpret_cast<sogar_tensor>(tensor.unsafeReleaseTensorImpl());
}

inline int32_t code_of(const c10::Error& refusal) {
  const bool memory = dynamic_cast<const c10::OutOfMemoryError*>(&refusal) != nullptr ||
      std::strstr(refusal.what_without_backtrace(), "DefaultCPUAllocator") != nullptr;
  return memory ? SOGAR_OUT_OF_MEMORY : SOGAR_ENGINE_FAILED;
}

// `guarded`, for bodies that call libtorch.
template <typename Body>
int32_t guarded_engine(sogar_error* error, Body&& body) noexcept {
  return guarded(error, [&]() -> int32_t {
    try {
      return body();
    } catch (const c10::Error& refusal) {
      return report(error, code_of(refusal), refusal.what_without_backtrace());
    }
  });
}

}  // namespace sogar
