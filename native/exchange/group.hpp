// One process's side of a Gloo group: a connection to each peer, and the collectives over them.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include <gloo/context.h>
#include <gloo/transport/device.h>
#include <gloo/transport/unbound_buffer.h>

#include "ring.hpp"

namespace sogar::exchange {

using Device = std::shared_ptr<gloo::transport::Device>;
using Buffer = std::unique_ptr<gloo::transport::UnboundBuffer>;

// Does what Gloo's own rendezvous does with a store, on addresses that come from the caller.
class Group {
 public:
  Group(Device device, int rank, int size, std::chrono::milliseconds stall, std::chrono::milliseconds connect);
  ~Group();
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  void address_for(int peer, uint8_t* address) const;
  void connect(const uint8_t* addresses, const uint8_t* badges);

  template <typename T>
  void sum(T* values, const T* const* inputs, int32_t input_count, int64_t count);
  void max(uint8_t* values, int64_t count);

  // From any thread.
  void abort() noexcept;

 private:
  class Context;
  class Waits;

  void require_peer(int rank) const;
  void show_badges(const uint8_t* badges);
  void all_reduce(const Reduction& reduction);

  const std::chrono::milliseconds stall_;
  std::shared_ptr<Context> context_;
  std::vector<std::vector<char>> addresses_;

  // What an abort has to end: closing connections alone does not wake who waits for them.
  std::mutex gate_;
  bool aborted_ = false;
  std::vector<gloo::transport::UnboundBuffer*> waited_for_;
};

}  // namespace sogar::exchange
