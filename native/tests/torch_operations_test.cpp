// Operations: found by name, called with every kind of argument, refused with a reason.
#include "torch_claims.hpp"

namespace {

void the_library_says_what_it_is() {
  int32_t error = 0, argument = 0, description = 0, autocast = 0;
  sogar_torch_sizes(&error, &argument, &description, &autocast);
  CLAIM(sogar_torch_abi() == SOGAR_TORCH_ABI);
  CLAIM(error == 1024 && argument == 16 && description == 168 && autocast == 16);
  CLAIM(std::strlen(sogar_torch_version()) > 0);
  CLAIM(std::strstr(sogar_torch_build(), "PyTorch") != nullptr);
  CLAIM(sogar_device_count(0) == 1);
  CLAIM(sogar_device_count(4) == -1);  // OpenCL, which this libtorch was built without
}

void an_operation_is_called_with_defaults_for_what_is_left_out() {
  std::vector<float> left{1, 2, 3, 4}, right{10, 20, 30, 40};
  const sogar_tensor a = over(left, {2, 2}), b = over(right, {2, 2});
  const sogar_tensor sum = call("aten::add", "Tensor", {of(a), of(b)});
  const sogar_tensor scaled = call("aten::add", "Tensor", {of(a), of(b), of(2.0)});
  CLAIM((values_of(sum) == std::vector<float>{11, 22, 33, 44}));
  CLAIM((values_of(scaled) == std::vector<float>{21, 42, 63, 84}));
  for (sogar_tensor tensor : {a, b, sum, scaled}) sogar_tensor_free(tensor);
}

void lists_come_in_and_go_out() {
  std::vector<float> left{1, 2}, right{3, 4};
  const sogar_tensor tensors[] = {over(left, {2}), over(right, {2})};
  sogar_argument list{SOGAR_TENSORS, 2, {}};
  list.value.tensors = tensors;
  const sogar_tensor joined = call("aten::cat", "", {list});
  CLAIM((values_of(joined) == std::vector<float>{1, 2, 3, 4}));

  sogar_error error{};
  sogar_argument parts[2], arguments[] = {of(joined), of(int64_t{2})};
  int32_t produced = 0;
  CLAIM_OK(sogar_operation_call(operation("aten::split", "Tensor"), arguments, 2, parts, 2, &produced, &error), error);
  CLAIM(produced == 2);
  CLAIM((values_of(parts[1].value.tensor) == right));

  const int64_t before = sogar_tensor_live_count();
  sogar_argument little[1];
  CLAIM(sogar_operation_call(operation("aten::split", "Tensor"), arguments, 2, little, 1, &produced, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(says(error, "more results than the 1"));
  CLAIM(sogar_tensor_live_count() == before);  // what was handed over before the failure went back
  for (sogar_tensor tensor : {tensors[0], tensors[1], joined, parts[0].value.tensor, parts[1].value.tensor}) sogar_tensor_free(tensor);
}

void numbers_and_truth_values_come_back_as_such() {
  std::vector<float> values{2.5f};
  const sogar_tensor tensor = over(values, {1});
  sogar_error error{};
  sogar_argument result{}, one[] = {of(tensor)}, two[] = {of(tensor), of(tensor)};
  int32_t produced = 0;
  CLAIM_OK(sogar_operation_call(operation("aten::item", ""), one, 1, &result, 1, &produced, &error), error);
  CLAIM(result.tag == SOGAR_REAL && result.value.real == 2.5);
  CLAIM_OK(sogar_operation_call(operation("aten::equal", ""), two, 2, &result, 1, &produced, &error), error);
  CLAIM(result.tag == SOGAR_BOOLEAN && result.value.integer == 1);
  sogar_tensor_free(tensor);
}

void refusals_say_why() {
  sogar_error error{};
  const sogar_operation* none = nullptr;
  CLAIM(sogar_operation_find("aten::no_such_thing", "", &none, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(none == nullptr && says(error, "aten::no_such_thing"));

  std::vector<float> values{1, 2, 3};
  const sogar_tensor a = over(values, {3}), b = over(values, {1, 3});
  sogar_argument result{}, both[] = {of(a), of(b), of(a)};
  int32_t produced = 0;
  CLAIM(sogar_operation_call(operation("aten::mm", ""), both, 2, &result, 1, &produced, &error) == SOGAR_ENGINE_FAILED);
  CLAIM(error.code == SOGAR_ENGINE_FAILED && says(error, "matrix") && result.value.tensor == nullptr);
  CLAIM(sogar_operation_call(operation("aten::mm", ""), both, 1, &result, 1, &produced, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(says(error, "'mat2' has no default"));
  CLAIM(sogar_operation_call(operation("aten::mm", ""), both, 3, &result, 1, &produced, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(says(error, "takes 2 arguments, not 3"));
  both[1].tag = 99;
  CLAIM(sogar_operation_call(operation("aten::mm", ""), both, 2, &result, 1, &produced, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(says(error, "unknown tag 99"));
  CLAIM(sogar_operation_call(operation("aten::mm", ""), both, 1, &result, 1, &produced, nullptr) == SOGAR_INVALID_ARGUMENT);
  sogar_tensor_free(a);
  sogar_tensor_free(b);
}

}  // namespace

int main() {
  the_library_says_what_it_is();
  an_operation_is_called_with_defaults_for_what_is_left_out();
  lists_come_in_and_go_out();
  numbers_and_truth_values_come_back_as_such();
  refusals_say_why();
  CLAIM(sogar_tensor_live_count() == 0);
  return 0;
}
