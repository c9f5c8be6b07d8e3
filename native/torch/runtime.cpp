// The library itself: versions, devices, threads, seeds.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Logging.h>

#include "engine.hpp"
#include "torch_version.hpp"

namespace {

// libtorch fetches a symbolised stack for every error, which takes most of a millisecond and which nobody reads: our callers
// know where they called from.
const bool errors_are_cheap = [] {
  c10::SetStackTraceFetcher([]() -> std::string { return {}; });
  return true;
}();

}  // namespace

int32_t sogar_torch_abi(void) { return SOGAR_TORCH_ABI; }

void sogar_torch_sizes(int32_t* error, int32_t* argument, int32_t* description, int32_t* autocast) {
  *error = sizeof(sogar_error);
  *argument = sizeof(sogar_argument);
  *description = sizeof(sogar_tensor_description);
  *autocast = sizeof(sogar_autocast_state);
}

const char* sogar_torch_version(void) { return TORCH_VERSION; }

const char* sogar_torch_build(void) {
  static const std::string text = at::show_config();
  return text.c_str();
}

int32_t sogar_device_count(int32_t device_type) {
  const auto type = static_cast<c10::DeviceType>(device_type);
  if (type == c10::DeviceType::CPU) return 1;
  return c10::impl::hasDeviceGuardImpl(type) ? c10::impl::VirtualGuardImpl(type).deviceCount() : -1;
}

int32_t sogar_threads_set(int32_t count, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    at::set_num_threads(count);
    return SOGAR_OK;
  });
}

int32_t sogar_threads_get(void) { return at::get_num_threads(); }

int32_t sogar_seed(uint64_t seed, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    at::manual_seed(seed);
    return SOGAR_OK;
  });
}

int32_t sogar_deterministic_set(int32_t enabled, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    at::globalContext().setDeterministicAlgorithms(enabled != 0, /*warn_only=*/false);
#if SOGAR_TORCH_AT_LEAST(2, 2)
    // Else every new tensor is filled with NaN first. Nothing here reads what it has not written.
    at::globalContext().setDeterministicFillUninitializedMemory(false);
#endif
    return SOGAR_OK;
  });
}
