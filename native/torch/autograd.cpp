// Gradients: leaves, backward passes, grad mode, and segments that are computed twice to keep less in memory.
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include "autocast.hpp"

namespace sogar {
namespace {

using torch::autograd::variable_list;

variable_list list_of(const sogar_tensor* tensors, int32_t count) {
  variable_list list;
  list.reserve(count);
  for (int32_t i = 0; i < count; ++i) list.push_back(shared(tensors[i]));
  return list;
}

variable_list optional_list_of(const sogar_tensor* tensors, int32_t count) {
  return tensors == nullptr ? variable_list() : list_of(tensors, count);
}

void adopt_gradient(at::Tensor& leaf, at::Tensor grad) {
  if (!leaf.is_leaf()) throw Failure(SOGAR_INVALID_ARGUMENT, "only a leaf keeps a gradient, and this tensor is a result");
  if (grad.defined() && (grad.sizes() != leaf.sizes() || grad.dtype() != leaf.dtype() || grad.device() != leaf.device())) {
    throw Failure(SOGAR_INVALID_ARGUMENT, "a gradient has the shape, type and device of its tensor, and this one has not");
  }
  leaf.mutable_grad() = std::move(grad);
}

// A segment of a network as the caller gave it: how to compute it, and what it shall be computed under.
class Segment : public torch::CustomClassHolder {
 public:
  Segment(sogar_segment compute, void* context, sogar_release release)
      : compute_(compute), context_(context), release_(release) {}
  ~Segment() override {
    if (release_ != nullptr) release_(context_);
  }

  at::Tensor compute(const at::Tensor& input) const {
    sogar_tensor output = nullptr;
    sogar_error failed{};
    const sogar_tensor borrowed = reinterpret_cast<sogar_tensor>(input.unsafeGetTensorImpl());
    const int32_t status = compute_(context_, borrowed, &output, &failed);
    if (status != SOGAR_OK) throw Failure(status, failed.message);
    if (output == nullptr) throw Failure(SOGAR_INVALID_ARGUMENT, "a segment returned no tensor");
    live_tensors.fetch_sub(1, std::memory_order_relaxed);
    return at::Tensor(Impl::reclaim(impl_of(output)));
  }

  const AutocastSnapshot& autocast() const { return autocast_; }

 private:
  sogar_segment compute_;
  void* context_;
  sogar_release release_;
  AutocastSnapshot autocast_;
};

// The graph sees one node in place of the whole segment. `anchor` requires a gradient, so that the node is recorded even where
// the input does not: the segment's parameters want theirs in any case.
struct Recomputed : torch::autograd::Function<Recomputed> {
  static at::Tensor forward(
      torch::autograd::AutogradContext* context, at::Tensor input, at::Tensor anchor,
      c10::intrusive_ptr<torch::CustomClassHolder> segment) {
    (void)anchor;
    context->save_for_backward({input});
    context->saved_data["input_requires_grad"] = input.requires_grad();
    context->saved_data["segment"] = c10::IValue::make_capsule(segment);
    return static_cast<const Segment&>(*segment).compute(input);
  }

  static variable_list backward(torch::autograd::AutogradContext* context, variable_list output_grads) {
    const auto holder = context->saved_data["segment"].toCapsule();
    const auto& segment = static_cast<const Segment&>(*holder);
    at::Tensor input = context->get_saved_variables()[0].detach();
    input.set_requires_grad(context->saved_data["input_requires_grad"].toBool());

    at::Tensor output;
    {
      c10::AutoGradMode recording(true);
      AutocastRegion as_before(segment.autocast());
      output = segment.compute(input);
    }
    // The graph of the recomputation ends at the detached input; the segment's parameters are leaves of both graphs.
    if (output.requires_grad()) torch::autograd::backward({output}, {output_grads[0]});
    return {input.grad(), at::Tensor(), at::Tensor()};
  }
};

at::Tensor checkpoint(const at::Tensor& input, c10::intrusive_ptr<Segment> segment) {
  at::Tensor anchor = at::empty({0}).set_requires_grad(true);
  return Recomputed::apply(input, anchor, c10::intrusive_ptr<torch::CustomClassHolder>(std::move(segment)));
}

}  // namespace
}  // namespace sogar

int32_t sogar_tensor_requires_grad_set(sogar_tensor tensor, int32_t requires_grad, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    sogar::Borrowed borrowed(tensor);
    borrowed->set_requires_grad(requires_grad != 0);
    return SOGAR_OK;
  });
}

int32_t sogar_tensor_grad_get(sogar_tensor tensor, sogar_tensor* grad, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    sogar::Borrowed borrowed(tensor);
    *grad = sogar::handed_over(borrowed->grad());
    return SOGAR_OK;
  });
}

int32_t sogar_tensor_grad_set(sogar_tensor tensor, sogar_tensor grad, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    sogar::Borrowed borrowed(tensor);
    sogar::adopt_gradient(*borrowed, sogar::shared(grad));
    return SOGAR_OK;
  });
}

int32_t sogar_backward(
    const sogar_tensor* roots, const sogar_tensor* output_grads, int32_t count, int32_t keep_graph, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    torch::autograd::backward(
        sogar::list_of(roots, count), sogar::optional_list_of(output_grads, count), keep_graph != 0);
    return SOGAR_OK;
  });
}

int32_t sogar_gradients(
    const sogar_tensor* roots, const sogar_tensor* output_grads, int32_t root_count, const sogar_tensor* inputs,
    int32_t input_count, int32_t keep_graph, int32_t create_graph, sogar_tensor* grads, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    auto computed = torch::autograd::grad(
        sogar::list_of(roots, root_count), sogar::list_of(inputs, input_count),
        sogar::optional_list_of(output_grads, root_count), keep_graph != 0, create_graph != 0, /*allow_unused=*/true);
    for (int32_t i = 0; i < input_count; ++i) grads[i] = sogar::handed_over(std::move(computed[i]));
    return SOGAR_OK;
  });
}

int32_t sogar_grad_mode_set(int32_t enabled) {
  const bool found = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(enabled != 0);
  return found;
}

int32_t sogar_grad_mode_get(void) { return c10::GradMode::is_enabled(); }

int32_t sogar_checkpoint(
    sogar_tensor input, sogar_segment compute, void* context, sogar_release release, sogar_tensor* output,
    sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    auto segment = c10::make_intrusive<sogar::Segment>(compute, context, release);
    *output = sogar::handed_over(sogar::checkpoint(sogar::shared(input), std::move(segment)));
    return SOGAR_OK;
  });
}
