// Gradients: into memory of the caller's, as values, through segments that are computed twice, under autocast.
#include <thread>

#include "torch_claims.hpp"

namespace {

sogar_tensor leaf(std::vector<float>& values, std::initializer_list<int64_t> sizes) {
  sogar_error error{};
  const sogar_tensor tensor = over(values, sizes);
  CLAIM_OK(sogar_tensor_requires_grad_set(tensor, 1, &error), error);
  return tensor;
}

// Sum of squares.
sogar_tensor loss_of(sogar_tensor tensor) {
  const sogar_tensor squares = call("aten::square", "", {of(tensor)});
  const sogar_tensor sum = call("aten::sum", "", {of(squares)});
  sogar_tensor_free(squares);
  return sum;
}

void gradients_add_up_in_the_memory_that_was_given() {
  sogar_error error{};
  std::vector<float> values{3, 4}, gradients{0, 0}, other{0};
  const sogar_tensor weight = leaf(values, {2}), grad = over(gradients, {2}), wrong = over(other, {1});
  CLAIM_OK(sogar_tensor_grad_set(weight, grad, &error), error);
  for (int pass = 0; pass < 2; ++pass) {
    const sogar_tensor loss = loss_of(weight);
    CLAIM_OK(sogar_backward(&loss, nullptr, 1, 0, &error), error);
    CLAIM(sogar_tensor_grad_set(loss, nullptr, &error) == SOGAR_INVALID_ARGUMENT);  // no leaf
    CLAIM(sogar_backward(&loss, nullptr, 1, 0, &error) == SOGAR_ENGINE_FAILED);     // the graph is gone
    sogar_tensor_free(loss);
  }
  CLAIM((gradients == std::vector<float>{12, 16}));
  CLAIM(sogar_tensor_grad_set(weight, wrong, &error) == SOGAR_INVALID_ARGUMENT);
  for (sogar_tensor tensor : {weight, grad, wrong}) sogar_tensor_free(tensor);
}

void gradients_come_as_values() {
  sogar_error error{};
  std::vector<float> values{3};
  const sogar_tensor inputs[] = {leaf(values, {1}), leaf(values, {1})};
  const sogar_tensor loss = loss_of(inputs[0]);
  sogar_tensor grads[2], kept = nullptr;
  CLAIM_OK(sogar_gradients(&loss, nullptr, 1, inputs, 2, 0, 0, grads, &error), error);
  CLAIM((values_of(grads[0]) == std::vector<float>{6}));
  CLAIM(grads[1] == nullptr);
  CLAIM_OK(sogar_tensor_grad_get(inputs[0], &kept, &error), error);
  CLAIM(kept == nullptr);
  for (sogar_tensor tensor : {inputs[0], inputs[1], loss, grads[0]}) sogar_tensor_free(tensor);
}

// A segment input * weight, and what became of it.
struct Product {
  sogar_tensor weight;
  int computed = 0;
  int released = 0;
  int fail_at = 0;
  int32_t result_dtype = 0;

  static int32_t compute(void* context, sogar_tensor input, sogar_tensor* output, sogar_error* error) {
    auto* self = static_cast<Product*>(context);
    if (++self->computed == self->fail_at) {
      std::strcpy(error->message, "stopped on purpose");
      return SOGAR_CANCELLED;
    }
    *output = call("aten::matmul", "", {of(input), of(self->weight)});
    self->result_dtype = described(*output).dtype;
    return SOGAR_OK;
  }

  static void release(void* context) { ++static_cast<Product*>(context)->released; }
};

void a_segment_is_computed_again_and_its_weights_learn() {
  sogar_error error{};
  std::vector<float> weights{2}, inputs{5};
  const sogar_tensor weight = leaf(weights, {1, 1}), input = leaf(inputs, {1, 1});
  Product product{weight};
  sogar_tensor output = nullptr, grad = nullptr;
  CLAIM_OK(sogar_checkpoint(input, Product::compute, &product, Product::release, &output, &error), error);
  CLAIM(product.computed == 1 && product.released == 0);
  const sogar_tensor loss = loss_of(output);
  CLAIM_OK(sogar_backward(&loss, nullptr, 1, 0, &error), error);
  CLAIM(product.computed == 2);
  CLAIM_OK(sogar_tensor_grad_get(weight, &grad, &error), error);
  CLAIM((values_of(grad) == std::vector<float>{100}));  // d/dw (w x)^2 = 2 w x^2
  sogar_tensor_free(grad);
  CLAIM_OK(sogar_tensor_grad_get(input, &grad, &error), error);
  CLAIM((values_of(grad) == std::vector<float>{40}));  // d/dx (w x)^2 = 2 w^2 x
  for (sogar_tensor tensor : {grad, loss, output, weight, input}) sogar_tensor_free(tensor);
  CLAIM(product.released == 1);
}

void a_segment_learns_where_its_input_does_not() {
  sogar_error error{};
  std::vector<float> weights{2}, inputs{5};
  const sogar_tensor weight = leaf(weights, {1, 1}), input = over(inputs, {1, 1});
  Product product{weight};
  sogar_tensor output = nullptr, grad = nullptr;
  CLAIM_OK(sogar_checkpoint(input, Product::compute, &product, Product::release, &output, &error), error);
  const sogar_tensor loss = loss_of(output);
  CLAIM_OK(sogar_backward(&loss, nullptr, 1, 0, &error), error);
  CLAIM_OK(sogar_tensor_grad_get(weight, &grad, &error), error);
  CLAIM((values_of(grad) == std::vector<float>{100}));
  for (sogar_tensor tensor : {grad, loss, output, weight, input}) sogar_tensor_free(tensor);
  CLAIM(product.released == 1);
}

void a_segment_that_fails_is_let_go_and_says_why() {
  sogar_error error{};
  std::vector<float> values{2};
  const sogar_tensor weight = leaf(values, {1, 1}), input = over(values, {1, 1});
  Product first{weight}, second{weight};
  first.fail_at = 1;
  second.fail_at = 2;
  sogar_tensor output = nullptr;
  CLAIM(sogar_checkpoint(input, Product::compute, &first, Product::release, &output, &error) == SOGAR_CANCELLED);
  CLAIM(says(error, "stopped on purpose") && output == nullptr && first.released == 1);

  CLAIM_OK(sogar_checkpoint(input, Product::compute, &second, Product::release, &output, &error), error);
  const sogar_tensor loss = loss_of(output);
  CLAIM(sogar_backward(&loss, nullptr, 1, 0, &error) == SOGAR_CANCELLED);
  CLAIM(says(error, "stopped on purpose"));
  for (sogar_tensor tensor : {loss, output, weight, input}) sogar_tensor_free(tensor);
  CLAIM(second.released == 1);
}

void autocast_is_restored_for_the_second_computation_and_afterwards() {
  sogar_error error{};
  std::vector<float> weights{2}, inputs{5};
  const sogar_tensor weight = leaf(weights, {1, 1}), input = over(inputs, {1, 1});
  Product product{weight};
  sogar_autocast_state before{};
  sogar_tensor output = nullptr;
  CLAIM_OK(sogar_autocast_enter(0, 1, BFLOAT16, &before, &error), error);
  CLAIM(before.enabled == 0);
  CLAIM_OK(sogar_checkpoint(input, Product::compute, &product, Product::release, &output, &error), error);
  CLAIM_OK(sogar_autocast_leave(&before, &error), error);
  CLAIM(product.result_dtype == BFLOAT16);
  product.result_dtype = 0;

  const sogar_tensor loss = loss_of(output);
  CLAIM_OK(sogar_backward(&loss, nullptr, 1, 0, &error), error);
  CLAIM(product.computed == 2 && product.result_dtype == BFLOAT16);
  const sogar_tensor plain = call("aten::matmul", "", {of(input), of(weight)});
  CLAIM(described(plain).dtype == FLOAT32);
  CLAIM(sogar_autocast_enter(7, 1, BFLOAT16, &before, &error) == SOGAR_INVALID_ARGUMENT);
  for (sogar_tensor tensor : {plain, loss, output, weight, input}) sogar_tensor_free(tensor);
}

// The gradients of the two uses are 256 and 1, and 257 is no number of bfloat16: their sum there is 256, which is what one copy of
// the weight for both uses receives.
void a_weight_is_cast_once_whatever_regions_other_threads_leave() {
  sogar_error error{};
  std::vector<float> weights{1}, large{256}, small{1};
  const sogar_tensor weight = leaf(weights, {1, 1}), first = over(large, {1, 1}), second = over(small, {1, 1});
  sogar_autocast_state before{};
  CLAIM_OK(sogar_autocast_enter(0, 1, BFLOAT16, &before, &error), error);
  const sogar_tensor once = call("aten::linear", "", {of(first), of(weight)});
  std::thread([] {
    sogar_error failed{};
    sogar_autocast_state found{};
    CLAIM_OK(sogar_autocast_enter(0, 1, BFLOAT16, &found, &failed), failed);
    CLAIM_OK(sogar_autocast_leave(&found, &failed), failed);
  }).join();
  const sogar_tensor again = call("aten::linear", "", {of(second), of(weight)});
  CLAIM_OK(sogar_autocast_leave(&before, &error), error);

  const sogar_tensor sum = call("aten::add", "Tensor", {of(once), of(again)});
  CLAIM_OK(sogar_backward(&sum, nullptr, 1, 0, &error), error);
  sogar_tensor grad = nullptr;
  CLAIM_OK(sogar_tensor_grad_get(weight, &grad, &error), error);
  CLAIM((values_of(grad) == std::vector<float>{256}));
  for (sogar_tensor tensor : {grad, sum, again, once, second, first, weight}) sogar_tensor_free(tensor);
}

void recording_is_switched() {
  std::vector<float> values{1};
  const sogar_tensor weight = leaf(values, {1});
  CLAIM(sogar_grad_mode_set(0) == 1);
  CLAIM(sogar_grad_mode_get() == 0);
  const sogar_tensor silent = call("aten::square", "", {of(weight)});
  CLAIM(sogar_grad_mode_set(1) == 0);
  const sogar_tensor recorded = call("aten::square", "", {of(weight)});
  CLAIM(described(silent).requires_grad == 0 && described(recorded).requires_grad == 1);
  for (sogar_tensor tensor : {weight, silent, recorded}) sogar_tensor_free(tensor);
}

}  // namespace

int main() {
  gradients_add_up_in_the_memory_that_was_given();
  gradients_come_as_values();
  a_segment_is_computed_again_and_its_weights_learn();
  a_segment_learns_where_its_input_does_not();
  a_segment_that_fails_is_let_go_and_says_why();
  autocast_is_restored_for_the_second_computation_and_afterwards();
  a_weight_is_cast_once_whatever_regions_other_threads_leave();
  recording_is_switched();
  CLAIM(sogar_tensor_live_count() == 0);
  return 0;
}
