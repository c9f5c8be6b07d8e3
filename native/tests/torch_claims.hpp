// Small words for tests that talk to libtorch through the C ABI alone.
#pragma once

#include <cstring>
#include <initializer_list>
#include <vector>

#include "claims.hpp"
#include "sogar_torch.h"

enum { FLOAT32 = 6, BFLOAT16 = 15 };

inline sogar_argument of(sogar_tensor tensor) {
  sogar_argument argument{SOGAR_TENSOR, 0, {}};
  argument.value.tensor = tensor;
  return argument;
}

inline sogar_argument of(int64_t integer) {
  sogar_argument argument{SOGAR_INTEGER, 0, {}};
  argument.value.integer = integer;
  return argument;
}

inline sogar_argument of(double real) {
  sogar_argument argument{SOGAR_REAL, 0, {}};
  argument.value.real = real;
  return argument;
}

inline const sogar_operation* operation(const char* name, const char* overload) {
  sogar_error error{};
  const sogar_operation* found = nullptr;
  CLAIM_OK(sogar_operation_find(name, overload, &found, &error), error);
  return found;
}

// Calls an operation with one tensor as its result.
inline sogar_tensor call(const char* name, const char* overload, std::initializer_list<sogar_argument> arguments) {
  sogar_error error{};
  sogar_argument result{};
  int32_t produced = 0;
  CLAIM_OK(sogar_operation_call(operation(name, overload), arguments.begin(), static_cast<int32_t>(arguments.size()), &result, 1,
                            &produced, &error),
       error);
  CLAIM(produced == 1 && result.tag == SOGAR_TENSOR);
  return result.value.tensor;
}

// A tensor over `values`, which must outlive it.
inline sogar_tensor over(std::vector<float>& values, std::initializer_list<int64_t> sizes) {
  sogar_error error{};
  sogar_tensor tensor = nullptr;
  CLAIM_OK(sogar_tensor_from_memory(values.data(), sizes.begin(), nullptr, static_cast<int32_t>(sizes.size()), FLOAT32, 0, -1,
                                nullptr, nullptr, &tensor, &error),
       error);
  return tensor;
}

inline sogar_tensor_description described(sogar_tensor tensor) {
  sogar_error error{};
  sogar_tensor_description description{};
  CLAIM_OK(sogar_tensor_describe(tensor, &description, &error), error);
  return description;
}

inline std::vector<float> values_of(sogar_tensor tensor) {
  const auto description = described(tensor);
  CLAIM(description.dtype == FLOAT32 && description.contiguous);
  const float* data = static_cast<const float*>(description.data);
  return {data, data + description.element_count};
}

inline bool says(const sogar_error& error, const char* text) { return std::strstr(error.message, text) != nullptr; }
