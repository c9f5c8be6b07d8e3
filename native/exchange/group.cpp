#include "group.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "common/guarded.hpp"
#include "sogar_exchange.h"

// The loops over elements are compiled for several instruction sets; the loader takes the best that the processor has.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define FOR_EACH_PROCESSOR
#endif

namespace sogar::exchange {
namespace {

constexpr uint64_t badge_slot = 1;
constexpr uint64_t ring_slot = 2;

// Gloo waits five of a connection's timeouts for its peer to connect.
constexpr int connect_timeouts = 5;

// Each segment costs a handshake of two small messages before it travels; smaller ones were slower by a third (bench/results).
constexpr std::size_t segment_bytes = 1024 * 1024;

// Turns that may be under way at once: while one is added, the next ones travel, and the one after them has shaken hands.
constexpr std::size_t turns_under_way = 4;

// Unsigned, so that sums wrap around instead of being undefined; the bits are those of int32.
FOR_EACH_PROCESSOR void add_integers(void* to, const void* left, const void* right, std::size_t count) {
  auto* t = static_cast<uint32_t*>(to);
  const auto* l = static_cast<const uint32_t*>(left);
  const auto* r = static_cast<const uint32_t*>(right);
  for (std::size_t i = 0; i < count; ++i) t[i] = l[i] + r[i];
}

FOR_EACH_PROCESSOR void add_floats(void* to, const void* left, const void* right, std::size_t count) {
  auto* t = static_cast<float*>(to);
  const auto* l = static_cast<const float*>(left);
  const auto* r = static_cast<const float*>(right);
  for (std::size_t i = 0; i < count; ++i) t[i] = l[i] + r[i];
}

FOR_EACH_PROCESSOR void take_greater(void* to, const void* left, const void* right, std::size_t count) {
  auto* t = static_cast<uint8_t*>(to);
  const auto* l = static_cast<const uint8_t*>(left);
  const auto* r = static_cast<const uint8_t*>(right);
  for (std::size_t i = 0; i < count; ++i) t[i] = std::max(l[i], r[i]);
}

Reduction::Add adder(const int32_t*) { return add_integers; }
Reduction::Add adder(const float*) { return add_floats; }

// Puts this rank's parts of a segment together, just before it is sent or added to.
void gather_inputs(const Reduction& reduction, Segment segment) {
  if (reduction.input_count == 0 || segment.length == 0) return;
  uint8_t* to = reduction.values + segment.offset;
  const auto part = [&](int32_t i) { return static_cast<const uint8_t*>(reduction.inputs[i]) + segment.offset; };
  if (reduction.input_count == 1) {
    if (to != part(0)) std::memcpy(to, part(0), segment.length);
    return;
  }
  const std::size_t count = segment.length / reduction.element_bytes;
  reduction.add(to, part(0), part(1), count);
  for (int32_t i = 2; i < reduction.input_count; ++i) reduction.add(to, to, part(i), count);
}

}  // namespace

class Group::Context : public gloo::Context {
 public:
  Context(Device device, int rank, int size, std::chrono::milliseconds connect) : gloo::Context(rank, size) {
    device_ = std::move(device);
    transportContext_ = device_->createContext(rank, size);
    transportContext_->setTimeout(connect / connect_timeouts);
    for (int peer = 0; peer < size; ++peer)
      if (peer != rank) transportContext_->createPair(peer);
  }
};

// Waits on buffers that an abort from another thread ends.
class Group::Waits {
 public:
  Waits(Group& group, std::vector<gloo::transport::UnboundBuffer*> buffers) : group_(group) {
    std::lock_guard<std::mutex> lock(group.gate_);
    if (group.aborted_) throw aborted();
    group.waited_for_ = std::move(buffers);
  }

  ~Waits() {
    std::lock_guard<std::mutex> lock(group_.gate_);
    group_.waited_for_.clear();
  }

  void received(gloo::transport::UnboundBuffer& buffer) const {
    if (!buffer.waitRecv(group_.stall_)) throw aborted();
  }

  void sent(gloo::transport::UnboundBuffer& buffer) const {
    if (!buffer.waitSend(group_.stall_)) throw aborted();
  }

 private:
  static Failure aborted() { return Failure(SOGAR_CANCELLED, "the group was aborted"); }

  Group& group_;
};

Group::Group(Device device, int rank, int size, std::chrono::milliseconds stall, std::chrono::milliseconds connect)
    : stall_(stall), context_(std::make_shared<Context>(std::move(device), rank, size, connect)), addresses_(size) {
  // Read now: once a peer has connected, a pair tells the connection's address instead.
  for (int peer = 0; peer < size; ++peer) {
    if (peer == rank) continue;
    addresses_[peer] = context_->getPair(peer)->address().bytes();
    if (addresses_[peer].size() > SOGAR_EXCHANGE_ADDRESS_BYTES)
      throw Failure(SOGAR_INTERNAL, "an address of Gloo takes " + std::to_string(addresses_[peer].size()) + " bytes");
  }
}

// A close that does not linger: no socket is left behind in TIME_WAIT over many generations.
Group::~Group() { abort(); }

void Group::address_for(int peer, uint8_t* address) const {
  require_peer(peer);
  std::memset(address, 0, SOGAR_EXCHANGE_ADDRESS_BYTES);
  std::memcpy(address, addresses_[peer].data(), addresses_[peer].size());
}

void Group::connect(const uint8_t* addresses, const uint8_t* badges) {
  for (int peer = 0; peer < context_->size; ++peer) {
    if (peer == context_->rank) continue;
    const Waits none(*this, {});
    // All addresses of one Gloo have one length.
    const auto* start = reinterpret_cast<const char*>(addresses) + std::size_t{SOGAR_EXCHANGE_ADDRESS_BYTES} * peer;
    context_->getPair(peer)->connect(std::vector<char>(start, start + addresses_[peer].size()));
  }

  show_badges(badges);
}

void Group::show_badges(const uint8_t* badges) {
  constexpr std::size_t length = SOGAR_EXCHANGE_BADGE_BYTES;
  const int size = context_->size, rank = context_->rank;
  std::vector<uint8_t> shown(badges, badges + length * size), seen(length * size);
  const Buffer out = context_->createUnboundBuffer(shown.data(), shown.size());
  const Buffer in = context_->createUnboundBuffer(seen.data(), seen.size());
  const Waits waits(*this, {out.get(), in.get()});
  for (int peer = 0; peer < size; ++peer) {
    if (peer == rank) continue;
    in->recv(peer, badge_slot, length * peer, length);
    out->send(peer, badge_slot, length * peer, length);
  }

  for (int each = 1; each < size; ++each) {
    waits.received(*in);
    waits.sent(*out);
  }

  for (int peer = 0; peer < size; ++peer) {
    if (peer != rank && std::memcmp(&seen[length * peer], &badges[length * rank], length) != 0)
      throw Failure(SOGAR_INVALID_ARGUMENT, "who connected as rank " + std::to_string(peer) + " does not know the badge of rank " + std::to_string(rank));
  }
}

template <typename T>
void Group::sum(T* values, const T* const* inputs, int32_t input_count, int64_t count) {
  all_reduce({reinterpret_cast<uint8_t*>(values), reinterpret_cast<const void* const*>(inputs), input_count, static_cast<std::size_t>(count),
              sizeof(T), adder(values)});
}

template void Group::sum(int32_t*, const int32_t* const*, int32_t, int64_t);
template void Group::sum(float*, const float* const*, int32_t, int64_t);

void Group::max(uint8_t* values, int64_t count) {
  all_reduce({values, nullptr, 0, static_cast<std::size_t>(count), sizeof(uint8_t), take_greater});
}

void Group::all_reduce(const Reduction& reduction) {
  if (reduction.count == 0) return;
  const int size = context_->size, next = (context_->rank + 1) % size, before = (context_->rank + size - 1) % size;
  const Ring ring(context_->rank, size, reduction.count, reduction.element_bytes, segment_bytes);
  const std::size_t depth = std::min(turns_under_way, ring.segments_per_chunk());

  const std::unique_ptr<uint8_t[]> landing(new uint8_t[depth * ring.longest_segment()]);
  const Buffer landed = context_->createUnboundBuffer(landing.get(), depth * ring.longest_segment());
  const Buffer whole = context_->createUnboundBuffer(reduction.values, reduction.count * reduction.element_bytes);
  const Waits waits(*this, {landed.get(), whole.get()});

  const auto begin = [&](std::size_t turn) {
    const Segment in = ring.received(turn), out = ring.sent(turn);
    if (in.length > 0) {
      if (ring.adds(turn)) landed->recv(before, ring_slot, turn % depth * ring.longest_segment(), in.length);
      else whole->recv(before, ring_slot, in.offset, in.length);
    }
    if (ring.is_first_use(turn)) gather_inputs(reduction, out);
    if (out.length > 0) whole->send(next, ring_slot, out.offset, out.length);
  };

  const auto end = [&](std::size_t turn) {
    const Segment in = ring.received(turn);
    if (ring.adds(turn)) {
      gather_inputs(reduction, in);
      if (in.length > 0) {
        waits.received(*landed);
        uint8_t* to = reduction.values + in.offset;
        reduction.add(to, to, landing.get() + turn % depth * ring.longest_segment(), in.length / reduction.element_bytes);
      }
    } else if (in.length > 0) {
      waits.received(*whole);
    }
    if (ring.sent(turn).length > 0) waits.sent(*whole);
  };

  for (std::size_t turn = 0; turn < ring.turns() + depth; ++turn) {
    if (turn >= depth) end(turn - depth);
    if (turn < ring.turns()) begin(turn);
  }
}

void Group::abort() noexcept {
  std::lock_guard<std::mutex> lock(gate_);
  if (aborted_) return;
  aborted_ = true;
  for (auto* buffer : waited_for_) {
    buffer->abortWaitRecv();
    buffer->abortWaitSend();
  }
  try {
    context_->closeConnections();
  } catch (...) {
    // What could not be closed is closed when the group is freed.
  }
}

void Group::require_peer(int rank) const {
  if (rank < 0 || rank >= context_->size || rank == context_->rank)
    throw Failure(SOGAR_INVALID_ARGUMENT, "rank " + std::to_string(rank) + " is no peer of rank " + std::to_string(context_->rank) + " of " +
                                              std::to_string(context_->size));
}

}  // namespace sogar::exchange
