// Memory: who owns it, when it is let go, what a tensor says about itself.
#include "torch_claims.hpp"

namespace {

void count(void* context) { ++*static_cast<int*>(context); }

sogar_tensor lent(std::vector<float>& values, std::initializer_list<int64_t> sizes, int* released) {
  sogar_error error{};
  sogar_tensor tensor = nullptr;
  must(sogar_tensor_from_memory(values.data(), sizes.begin(), nullptr, static_cast<int32_t>(sizes.size()), FLOAT32, 0, -1, count,
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
  must(sogar_threads_set(2, &error), error);
  CLAIM(sogar_threads_get() == 2);
  CLAIM(sogar_threads_set(0, &error) == SOGAR_ENGINE_FAILED);
  must(sogar_threads_set(1, &error), error);
  must(sogar_seed(42, &error), error);
  must(sogar_deterministic_set(1, &error), error);
  must(sogar_deterministic_set(0, &error), error);
}

}  // namespace

int main() {
  lent_memory_is_released_once_after_the_last_view();
  lent_memory_is_released_on_failure_too();
  a_tensor_is_described();
  nothing_is_not_a_tensor();
  threads_and_seeds_are_set();
  CLAIM(sogar_tensor_live_count() == 0);
  return 0;
}
