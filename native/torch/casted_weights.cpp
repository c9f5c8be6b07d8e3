#include "casted_weights.hpp"

#include <c10/core/GradMode.h>

#include <unordered_map>

#include "autocast.hpp"

namespace sogar {
namespace {

struct Casted {
  at::Tensor weight;  // held, so that its address names no other tensor meanwhile
  at::Tensor copy;
};

thread_local std::unordered_map<const at::TensorImpl*, Casted> casted_weights;

bool is_weight(const at::Tensor& tensor) {
  return tensor.defined() && tensor.scalar_type() == at::kFloat && tensor.requires_grad() && tensor.is_leaf() && !tensor.is_view();
}

}  // namespace

at::Tensor casted(at::Tensor tensor) {
  // A copy made without a graph has no way back to its weight, so none is kept for later.
  if (!c10::GradMode::is_enabled() || !is_weight(tensor)) return tensor;
  const Autocast wanted = autocast_of(tensor.device().type());
  if (!wanted.enabled) return tensor;

  Casted& kept = casted_weights[tensor.unsafeGetTensorImpl()];
  if (!kept.copy.defined() || kept.copy.scalar_type() != wanted.dtype) kept = {tensor, tensor.to(wanted.dtype)};
  return kept.copy;
}

void forget_casted_weights() { casted_weights.clear(); }

}  // namespace sogar
