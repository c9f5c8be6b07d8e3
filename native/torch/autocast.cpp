// Autocast regions of the calling thread.
#include "autocast.hpp"

int32_t sogar_autocast_enter(
    int32_t device_type, int32_t enabled, int32_t dtype, sogar_autocast_state* previous, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    const auto device = static_cast<c10::DeviceType>(device_type);
    const auto found = sogar::autocast_of(device);
    *previous = {device_type, found.enabled, static_cast<int32_t>(found.dtype), 0};
    sogar::set_autocast(device, {enabled != 0, static_cast<at::ScalarType>(dtype)});
    sogar::enter_autocast();
    return SOGAR_OK;
  });
}

int32_t sogar_autocast_leave(const sogar_autocast_state* previous, sogar_error* error) {
  return sogar::guarded_engine(error, [&] {
    const auto device = static_cast<c10::DeviceType>(previous->device_type);
    sogar::leave_autocast();
    sogar::set_autocast(device, {previous->enabled != 0, static_cast<at::ScalarType>(previous->dtype)});
    return SOGAR_OK;
  });
}
