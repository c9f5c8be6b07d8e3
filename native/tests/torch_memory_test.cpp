// Memory: who owns it, when it is let go, what a tensor says about itself.
#include "torch_claims.hpp"

namespace {

void count(void* context) { ++*static_cast<int*>(context); }

sogar_tensor lent(std::vector<float>& values, std::initializer_list<int64_t> sizes, int* released) {
  sogar_error error{};
  sogar_tensor tensor = nullptr;
  CLAIM_OK(sogar_tensor_from_memory(values.data(), sizes.begin(), nullptr, static_cast<int32_t>(sizes.size()), FLOAT32, 0, -1, count,
                                released, &tensor, &error),
       error);
  return tensor;
}

void lent_memory_is_released_once_after_the_last_view() {
  std::vector<float> values{1, 2, 3, 4};
  int released = 0;
  const sogar_tensor tensor = lent(values, {4}, &released);
  const sogar_tensor view = call("aten::select", "int", {of(tensor), of(int64_t{0}), of(int64_t{2})});
  const sogar_tensor second = sogar_tensor_share(tensor);
  sogar_tensor_free(tensor);
  sogar_tensor_free(second);
  CLAIM(released == 0);
  CLAIM(described(view).data == values.data() + 2);
  sogar_tensor_free(view);
  CLAIM(released == 1);
}

void lent_memory_is_released_on_failure_too() {
  std::vector<float> values{1};
  const int64_t negative[] = {-1};
  int released = 0;
  sogar_error error{};
  sogar_tensor tensor = nullptr;
  CLAIM(sogar_tensor_from_memory(values.data(), negative, nullptr, 1, FLOAT32, 0, -1, count, &released, &tensor, &error) < 0);
  CLAIM(released == 1 && tensor == nullptr);
}

void a_tensor_is_described() {
  std::vector<float> values(6);
  const sogar_tensor tensor = over(values, {2, 3});
  const sogar_tensor turned = call("aten::t", "", {of(tensor)});
  const auto plain = described(tensor), view = described(turned);
  CLAIM(plain.rank == 2 && plain.sizes[0] == 2 && plain.sizes[1] == 3 && plain.strides[0] == 3 && plain.strides[1] == 1);
  CLAIM(plain.element_count == 6 && plain.data == values.data() && plain.contiguous == 1 && plain.requires_grad == 0);
  CLAIM(plain.dtype == FLOAT32 && plain.device_type == 0 && plain.device_index == -1);
  CLAIM(view.sizes[0] == 3 && view.strides[0] == 1 && view.strides[1] == 3 && view.contiguous == 0);
  sogar_tensor_free(tensor);
  sogar_tensor_free(turned);
}

void nothing_is_not_a_tensor() {
  sogar_error error{};
  sogar_tensor_description description{};
  CLAIM(sogar_tensor_describe(nullptr, &description, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(sogar_tensor_share(nullptr) == nullptr);
  sogar_tensor_free(nullptr);
}

void threads_and_seeds_are_set() {
  sogar_error error{};
  CLAIM_OK(sogar_threads_set(2, &error), error);
  CLAIM(sogar_threads_get() == 2);
  CLAIM(sogar_threads_set(0, &error) == SOGAR_ENGINE_FAILED);
  CLAIM_OK(sogar_threads_set(1, &error), error);
  CLAIM_OK(sogar_seed(42, &error), error);
  CLAIM_OK(sogar_deterministic_set(1, &error), error);
  CLAIM_OK(sogar_deterministic_set(0, &error), error);
}

sogar_argument of(const std::vector<int64_t>& integers) {
  sogar_argument argument{SOGAR_INTEGERS, static_cast<int32_t>(integers.size()), {}};
  argument.value.integers = integers.data();
  return argument;
}

// Of a tensor with as many floats, which is gone when this returns.
void* memory_of(int64_t floats) {
  const sogar_argument as_usual{SOGAR_DEFAULT, 0, {}};
  const std::vector<int64_t> sizes{floats};
  const sogar_tensor tensor = call("aten::zeros", "", {of(sizes), as_usual, as_usual, as_usual, as_usual});
  void* const data = described(tensor).data;
  sogar_tensor_free(tensor);
  return data;
}

// The largest comes first: later ones never have more in use at a time, so that what is kept stays within it.
void large_memory_is_kept_for_the_same_size_within_what_was_once_in_use() {
  constexpr int64_t mib = int64_t{1} << 20, floats = mib / 4;
  sogar_error error{};
  CLAIM_OK(sogar_memory_keep(&error), error);
  memory_of(4 * floats);
  const int64_t most = sogar_memory_kept();
  CLAIM(most >= 4 * mib && most < 4 * mib + 2 * 4096);
  void* const two = memory_of(2 * floats);
  CLAIM(sogar_memory_kept() < 3 * mib);
  CLAIM(memory_of(2 * floats) == two);
  memory_of(floats);
  CLAIM(sogar_memory_kept() > 3 * mib && sogar_memory_kept() <= most);
  CLAIM(memory_of(2 * floats) == two);
  const int64_t before = sogar_memory_kept();
  memory_of(floats / 2);
  CLAIM(sogar_memory_kept() == before);
}

// A large tensor receives the memory of the one before it, and finds what that one left there.
void determinism_fills_no_new_tensor() {
  const auto made = [] {
    const sogar_argument as_usual{SOGAR_DEFAULT, 0, {}};
    const std::vector<int64_t> sizes{int64_t{1} << 19};
    return call("aten::empty", "memory_format", {of(sizes), as_usual, as_usual, as_usual, as_usual, as_usual});
  };
  sogar_error error{};
  CLAIM_OK(sogar_memory_keep(&error), error);
  CLAIM_OK(sogar_deterministic_set(1, &error), error);
  const sogar_tensor before = made();
  static_cast<float*>(described(before).data)[1000] = 3;
  sogar_tensor_free(before);
  const sogar_tensor after = made();
  CLAIM(static_cast<const float*>(described(after).data)[1000] == 3);
  sogar_tensor_free(after);
  CLAIM_OK(sogar_deterministic_set(0, &error), error);
}

void a_refusal_of_memory_lets_go_of_what_is_kept_and_counts_nothing_as_in_use() {
  memory_of(int64_t{1} << 20);
  const sogar_argument as_usual{SOGAR_DEFAULT, 0, {}};
  const std::vector<int64_t> sizes{int64_t{1} << 46};
  const sogar_argument arguments[] = {of(sizes), as_usual, as_usual, as_usual, as_usual, as_usual};
  sogar_error error{};
  sogar_argument result{};
  int32_t produced = 0;
  CLAIM(sogar_operation_call(operation("aten::empty", "memory_format"), arguments, 6, &result, 1, &produced, &error) == SOGAR_OUT_OF_MEMORY);
  CLAIM(sogar_memory_kept() == 0);
  memory_of(int64_t{1} << 20);
  const int64_t most = sogar_memory_kept();
  CLAIM(most >= int64_t{4} << 20);
  memory_of(int64_t{1} << 19);
  CLAIM(sogar_memory_kept() < most);
}

}  // namespace

int main() {
  lent_memory_is_released_once_after_the_last_view();
  lent_memory_is_released_on_failure_too();
  a_tensor_is_described();
  nothing_is_not_a_tensor();
  threads_and_seeds_are_set();
  large_memory_is_kept_for_the_same_size_within_what_was_once_in_use();
  determinism_fills_no_new_tensor();
  a_refusal_of_memory_lets_go_of_what_is_kept_and_counts_nothing_as_in_use();
  CLAIM(sogar_tensor_live_count() == 0);
  return 0;
}
