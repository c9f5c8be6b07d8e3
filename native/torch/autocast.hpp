// Autocast under one set of names: libtorch renamed its setters in 2.4.
#pragma once

#include <ATen/autocast_mode.h>

#include "casted_weights.hpp"
#include "engine.hpp"
#include "torch_version.hpp"

namespace sogar {

struct Autocast {
  bool enabled;
  at::ScalarType dtype;
};

inline bool serves_autocast(c10::DeviceType device) { return device == c10::DeviceType::CPU || device == c10::DeviceType::CUDA; }

// The calling thread's autocast for one device type.
inline Autocast autocast_of(c10::DeviceType device) {
  if (!serves_autocast(device)) return {false, at::kFloat};
#if SOGAR_TORCH_AT_LEAST(2, 4)
  return {at::autocast::is_autocast_enabled(device), at::autocast::get_autocast_dtype(device)};
#else
  return device == c10::DeviceType::CPU
      ? Autocast{at::autocast::is_cpu_enabled(), at::autocast::get_autocast_cpu_dtype()}
      : Autocast{at::autocast::is_enabled(), at::autocast::get_autocast_gpu_dtype()};
#endif
}

inline void set_autocast(c10::DeviceType device, Autocast wanted) {
  if (!serves_autocast(device)) {
    if (!wanted.enabled) return;  // as it is
    throw Failure(SOGAR_INVALID_ARGUMENT,
        "autocast serves the CPU (0) and CUDA (1), not device type " + std::to_string(static_cast<int>(device)));
  }
#if SOGAR_TORCH_AT_LEAST(2, 4)
  at::autocast::set_autocast_enabled(device, wanted.enabled);
  at::autocast::set_autocast_dtype(device, wanted.dtype);
#else
  if (device == c10::DeviceType::CPU) {
    at::autocast::set_cpu_enabled(wanted.enabled);
    at::autocast::set_autocast_cpu_dtype(wanted.dtype);
  } else {
    at::autocast::set_enabled(wanted.enabled);
    at::autocast::set_autocast_gpu_dtype(wanted.dtype);
  }
#endif
}

inline void enter_autocast() {
  at::autocast::set_autocast_cache_enabled(false);  // casted_weights.hpp says why
  at::autocast::increment_nesting();
}

inline void leave_autocast() {
  if (at::autocast::decrement_nesting() == 0) forget_casted_weights();
}

// Both device types' autocast, to be taken on one thread and put back on another.
class AutocastSnapshot {
 public:
  AutocastSnapshot() : cpu_(autocast_of(c10::DeviceType::CPU)), cuda_(autocast_of(c10::DeviceType::CUDA)) {}
  void apply() const {
    set_autocast(c10::DeviceType::CPU, cpu_);
    set_autocast(c10::DeviceType::CUDA, cuda_);
  }

 private:
  Autocast cpu_;
  Autocast cuda_;
};

// One nested region that starts with a given state and gives back what it found.
class AutocastRegion {
 public:
  explicit AutocastRegion(const AutocastSnapshot& wanted) {
    wanted.apply();
    enter_autocast();
  }
  AutocastRegion(const AutocastRegion&) = delete;
  AutocastRegion& operator=(const AutocastRegion&) = delete;
  ~AutocastRegion() {
    leave_autocast();
    found_.apply();
  }

 private:
  AutocastSnapshot found_;
};

}  // namespace sogar
