// The exports: arguments are checked here, and whatever Gloo throws gets its status.
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>

#include <gloo/common/error.h>
#include <gloo/common/logging.h>
#include <gloo/transport/tcp/device.h>

#include "common/guarded.hpp"
#include "group.hpp"
#include "sogar_exchange.h"

struct sogar_exchange_device {
  sogar::exchange::Device gloo;
};

struct sogar_exchange_group {
  sogar::exchange::Group group;
};

namespace {

using sogar::Failure;
using std::chrono::milliseconds;

void require(bool holds, const char* what) {
  if (!holds) throw Failure(SOGAR_INVALID_ARGUMENT, what);
}

// Gloo's messages begin with the place in its sources, "[/build/gloo.../pair.cc:598] ": nobody looks there.
const char* without_place(const char* message) {
  if (*message != '[') return message;
  const char* end = std::strstr(message, "] ");
  return end == nullptr ? message : end + 2;
}

template <typename Body>
int32_t guarded_gloo(sogar_error* error, Body&& body) noexcept {
  return sogar::guarded(error, [&] {
    try {
      body();
      return static_cast<int32_t>(SOGAR_OK);
    } catch (const gloo::Exception& failed) {
      throw Failure(SOGAR_ENGINE_FAILED, without_place(failed.what()));
    } catch (const gloo::EnforceNotMet& failed) {
      throw Failure(SOGAR_ENGINE_FAILED, without_place(failed.what()));
    }
  });
}

// Gloo would say so too, but forget to free what it had looked up.
void require_own(const char* address) {
  addrinfo hints = {};
  hints.ai_flags = AI_NUMERICHOST;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address, nullptr, &hints, &found) != 0)
    throw Failure(SOGAR_INVALID_ARGUMENT, std::string("'") + address + "' is no numeric address; the name of a host may mean several");
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, freeaddrinfo);
  const int socket = ::socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  const bool is_bound = socket >= 0 && bind(socket, found->ai_addr, found->ai_addrlen) == 0;
  const int reason = errno;
  if (socket >= 0) close(socket);
  if (!is_bound)
    throw Failure(SOGAR_OPEN_FAILED, std::string("no interface of this machine has the address ") + address + ": " + std::strerror(reason));
}

}  // namespace

int32_t sogar_exchange_abi(void) { return SOGAR_EXCHANGE_ABI; }

int32_t sogar_exchange_device_open(const char* address, sogar_exchange_device** device, sogar_error* error) {
  return guarded_gloo(error, [&] {
    require_own(address);
    gloo::transport::tcp::attr attributes(address);
    *device = new sogar_exchange_device{gloo::transport::tcp::CreateDevice(attributes)};
  });
}

void sogar_exchange_device_free(sogar_exchange_device* device) { delete device; }

int32_t sogar_exchange_group_open(
    sogar_exchange_device* device, int32_t rank, int32_t size, int32_t stall_ms, int32_t connect_ms, sogar_exchange_group** group,
    sogar_error* error) {
  return guarded_gloo(error, [&] {
    require(size >= 2 && rank >= 0 && rank < size, "a group has two ranks or more, from 0");
    require(stall_ms >= 1 && connect_ms >= 5, "a group waits 1 ms or more for bytes and 5 ms or more for connections");
    *group = new sogar_exchange_group{{device->gloo, rank, size, milliseconds(stall_ms), milliseconds(connect_ms)}};
  });
}

int32_t sogar_exchange_group_address(const sogar_exchange_group* group, int32_t peer, uint8_t* address, sogar_error* error) {
  return guarded_gloo(error, [&] { group->group.address_for(peer, address); });
}

int32_t sogar_exchange_group_connect(sogar_exchange_group* group, const uint8_t* addresses, const uint8_t* badges, sogar_error* error) {
  return guarded_gloo(error, [&] { group->group.connect(addresses, badges); });
}

int32_t sogar_exchange_sum_int32(
    sogar_exchange_group* group, int32_t* values, const int32_t* const* inputs, int32_t input_count, int64_t count, sogar_error* error) {
  return guarded_gloo(error, [&] {
    require(count >= 0 && input_count >= 0, "counts are not negative");
    group->group.sum(values, inputs, input_count, count);
  });
}

int32_t sogar_exchange_sum_float(
    sogar_exchange_group* group, float* values, const float* const* inputs, int32_t input_count, int64_t count, sogar_error* error) {
  return guarded_gloo(error, [&] {
    require(count >= 0 && input_count >= 0, "counts are not negative");
    group->group.sum(values, inputs, input_count, count);
  });
}

int32_t sogar_exchange_max_uint8(sogar_exchange_group* group, uint8_t* values, int64_t count, sogar_error* error) {
  return guarded_gloo(error, [&] {
    require(count >= 0, "a count is not negative");
    group->group.max(values, count);
  });
}

void sogar_exchange_group_abort(sogar_exchange_group* group) { group->group.abort(); }

void sogar_exchange_group_free(sogar_exchange_group* group) { delete group; }
