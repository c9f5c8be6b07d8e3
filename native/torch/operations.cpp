// Every operation of ATen through the boxed dispatcher: found once by name, called with packed arguments.
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "casted_weights.hpp"
#include "engine.hpp"

struct sogar_operation {
  c10::OperatorHandle handle;
  std::string name;
  bool multiplies_by_weights;
};

namespace sogar {
namespace {

std::string full_name(const char* name, const char* overload) {
  return *overload == '\0' ? std::string(name) : std::string(name) + "." + overload;
}

// The operations that networks apply weights by, and that autocast computes in low precision. Another one that is given a weight
// casts it each time, which is slower and no less right.
bool multiplies_by_weights(const std::string& name) {
  static const std::set<std::string> known{
      "aten::baddbmm", "aten::bmm", "aten::conv2d", "aten::conv3d", "aten::linear", "aten::matmul"};
  return known.count(name) > 0;
}

// Operations are found once and kept, so that a handle never dangles.
const sogar_operation* found(const char* name, const char* overload) {
  static std::mutex gate;
  static std::map<std::string, sogar_operation> known;

  const std::string full = full_name(name, overload);
  const std::lock_guard<std::mutex> held(gate);
  const auto place = known.find(full);
  if (place != known.end()) return &place->second;

  const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
  if (!handle.has_value()) {
    throw Failure(SOGAR_INVALID_ARGUMENT, "this libtorch has no operation " + full);
  }
  return &known.emplace(full, sogar_operation{*handle, full, multiplies_by_weights(full)}).first->second;
}

c10::IValue tensor_list(const sogar_argument& argument) {
  c10::List<at::Tensor> list;
  list.reserve(argument.count);
  for (int32_t i = 0; i < argument.count; ++i) list.push_back(shared(argument.value.tensors[i]));
  return list;
}

c10::IValue optional_tensor_list(const sogar_argument& argument) {
  c10::List<c10::optional<at::Tensor>> list;
  list.reserve(argument.count);
  for (int32_t i = 0; i < argument.count; ++i) {
    const sogar_tensor tensor = argument.value.tensors[i];
    list.push_back(tensor == nullptr ? c10::optional<at::Tensor>() : c10::optional<at::Tensor>(shared(tensor)));
  }
  return list;
}

c10::Device device(int64_t packed) {
  return c10::Device(
      static_cast<c10::DeviceType>(packed >> 32), static_cast<c10::DeviceIndex>(static_cast<int32_t>(packed)));
}

const c10::IValue& default_of(const sogar_operation& operation, std::size_t index) {
  const auto& wanted = operation.handle.schema().arguments()[index];
  if (!wanted.default_value().has_value()) {
    throw Failure(SOGAR_INVALID_ARGUMENT, operation.name + ": the argument '" + wanted.name() + "' has no default");
  }
  return *wanted.default_value();
}

c10::IValue tensor(const sogar_operation& operation, const sogar_argument& argument) {
  if (argument.value.tensor == nullptr) return {};
  at::Tensor given = shared(argument.value.tensor);
  return operation.multiplies_by_weights ? casted(std::move(given)) : given;
}

c10::IValue boxed(const sogar_operation& operation, const sogar_argument& argument, std::size_t index) {
  switch (argument.tag) {
    case SOGAR_NONE:
      return {};
    case SOGAR_TENSOR:
      return tensor(operation, argument);
    case SOGAR_INTEGER:
      return argument.value.integer;
    case SOGAR_REAL:
      return argument.value.real;
    case SOGAR_BOOLEAN:
      return argument.value.integer != 0;
    case SOGAR_INTEGERS:
      return c10::IntArrayRef(argument.value.integers, argument.count);
    case SOGAR_REALS:
      return c10::ArrayRef<double>(argument.value.reals, argument.count);
    case SOGAR_TENSORS:
      return tensor_list(argument);
    case SOGAR_OPTIONAL_TENSORS:
      return optional_tensor_list(argument);
    case SOGAR_TEXT:
      return std::string(argument.value.text);
    case SOGAR_DEVICE:
      return device(argument.value.integer);
    case SOGAR_DEFAULT:
      return default_of(operation, index);
    default:
      throw Failure(SOGAR_INVALID_ARGUMENT,
          operation.name + ": argument " + std::to_string(index) + " has the unknown tag " + std::to_string(argument.tag));
  }
}

// The results as the caller sees them: lists laid out one by one.
class Results {
 public:
  Results(const sogar_operation& operation, sogar_argument* results, int32_t capacity)
      : operation_(operation), results_(results), capacity_(capacity) {}

  // What was handed over before a result failed goes back.
  ~Results() {
    if (complete_) return;
    for (int32_t i = 0; i < count_; ++i) {
      if (results_[i].tag == SOGAR_TENSOR) sogar_tensor_free(results_[i].value.tensor);
    }
  }

  void take(c10::IValue&& value) {
    if (value.isTensor()) {
      take(std::move(value).toTensor());
    } else if (value.isTensorList()) {
      for (const at::Tensor& tensor : value.toTensorVector()) take(tensor);
    } else if (value.isInt()) {
      next(SOGAR_INTEGER).value.integer = value.toInt();
    } else if (value.isDouble()) {
      next(SOGAR_REAL).value.real = value.toDouble();
    } else if (value.isBool()) {
      next(SOGAR_BOOLEAN).value.integer = value.toBool();
    } else if (value.isNone()) {
      next(SOGAR_NONE).value.integer = 0;
    } else {
      throw Failure(SOGAR_INVALID_ARGUMENT, operation_.name + ": a result of type " + value.tagKind() + " cannot be returned");
    }
  }

  int32_t finish() {
    complete_ = true;
    return count_;
  }

 private:
  void take(at::Tensor tensor) {
    sogar_argument& result = next(SOGAR_TENSOR);
    result.value.tensor = handed_over(std::move(tensor));
  }

  sogar_argument& next(int32_t tag) {
    if (count_ == capacity_) {
      throw Failure(SOGAR_INVALID_ARGUMENT,
          operation_.name + ": there are more results than the " + std::to_string(capacity_) + " there is room for");
    }
    results_[count_] = {tag, 0, {}};
    return results_[count_++];
  }

  const sogar_operation& operation_;
  sogar_argument* results_;
  int32_t capacity_;
  int32_t count_ = 0;
  bool complete_ = false;
};

int32_t call(const sogar_operation& operation, const sogar_argument* arguments, int32_t count, sogar_argument* results,
             int32_t capacity, int32_t* produced) {
  const auto& wanted = operation.handle.schema().arguments();
  if (count < 0 || static_cast<std::size_t>(count) > wanted.size()) {
    throw Failure(SOGAR_INVALID_ARGUMENT,
        operation.name + " takes " + std::to_string(wanted.size()) + " arguments, not " + std::to_string(count));
  }

  torch::jit::Stack stack;
  stack.reserve(wanted.size());
  for (int32_t i = 0; i < count; ++i) stack.push_back(boxed(operation, arguments[i], i));
  for (std::size_t i = count; i < wanted.size(); ++i) stack.push_back(default_of(operation, i));

  operation.handle.callBoxed(stack);

  if (capacity == 0) return SOGAR_OK;
  Results taken(operation, results, capacity);
  for (c10::IValue& value : stack) taken.take(std::move(value));
  *produced = taken.finish();
  return SOGAR_OK;
}

}  // namespace
}  // namespace sogar

int32_t sogar_operation_find(
    const char* name, const char* overload, const sogar_operation** operation, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    *operation = sogar::found(name, overload);
    return SOGAR_OK;
  });
}

int32_t sogar_operation_call(
    const sogar_operation* operation, const sogar_argument* arguments, int32_t count, sogar_argument* results,
    int32_t capacity, int32_t* produced, sogar_error* error) {
  return sogar::guarded_engine(
      error, [&] { return sogar::call(*operation, arguments, count, results, capacity, produced); });
}
