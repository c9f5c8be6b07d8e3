// Keeps the memory of large tensors for the next ones of the same size. A step frees its activations and asks for as much again in the next; the C library
// would give them back to the system, which clears every page anew.
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <vector>

#include "engine.hpp"

namespace {

// Below, the C library keeps memory by itself.
constexpr size_t smallest_kept = size_t{1} << 20;
constexpr size_t page = 4096;

// Before the data of every tensor: its alignment is libtorch's.
struct alignas(64) Header {
  size_t bytes;
};

// The size stands here too, so that a search does not fetch a line of every block.
struct Kept {
  size_t bytes;
  Header* header;
};

class KeptMemory final : public c10::Allocator {
 public:
  // Older libtorchs declare the first, newer ones the second and the copy; what the one at hand does not declare is an ordinary function here.
  c10::DataPtr allocate(size_t bytes) const { return const_cast<KeptMemory*>(this)->lend(bytes); }
  c10::DataPtr allocate(size_t bytes) { return lend(bytes); }
  void copy_data(void* to, const void* from, size_t bytes) const { std::memcpy(to, from, bytes); }

  c10::DeleterFnPtr raw_deleter() const override { return &give_back; }

  int64_t kept_bytes() {
    const std::lock_guard lock(mutex_);
    return static_cast<int64_t>(kept_bytes_);
  }

  // Never destroyed: tensors may outlive every static.
  static KeptMemory& instance() {
    static auto* memory = new KeptMemory;
    return *memory;
  }

 private:
  c10::DataPtr lend(size_t bytes) {
    const c10::Device cpu(c10::DeviceType::CPU);
    if (bytes == 0) return {nullptr, cpu};
    size_t whole = bytes + sizeof(Header);
    if (whole >= smallest_kept) whole = (whole + page - 1) / page * page;
    auto* header = whole < smallest_kept ? static_cast<Header*>(c10::alloc_cpu(whole)) : take(whole);
    if (header == nullptr) header = fresh(whole);
    header->bytes = whole;
    return {header + 1, header + 1, &give_back, cpu};
  }

  static void give_back(void* data) {
    if (data == nullptr) return;
    auto* header = static_cast<Header*>(data) - 1;
    if (header->bytes < smallest_kept) {
      c10::free_cpu(header);
    } else {
      instance().keep(header);
    }
  }

  // The youngest of the size, which is the likeliest to be in a cache; null where there is none, for which room is made.
  Header* take(size_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(kept_.rbegin(), kept_.rend(), [&](const Kept& kept) { return kept.bytes == bytes; });
    if (found != kept_.rend()) {
      auto* header = found->header;
      kept_.erase(std::next(found).base());
      kept_bytes_ -= bytes;
      lent_bytes_ += bytes;
      return header;
    }

    const size_t most = std::max(most_lent_bytes_, lent_bytes_ + bytes);
    while (!kept_.empty() && lent_bytes_ + bytes + kept_bytes_ > most) free_oldest();
    return nullptr;
  }

  Header* fresh(size_t bytes) {
    void* const memory = fresh_or_all_that_is_kept(bytes);
    const std::lock_guard lock(mutex_);
    lent_bytes_ += bytes;
    most_lent_bytes_ = std::max(most_lent_bytes_, lent_bytes_);
    return static_cast<Header*>(memory);
  }

  void* fresh_or_all_that_is_kept(size_t bytes) {
    try {
      return c10::alloc_cpu(bytes);
    } catch (const c10::Error&) {
      const std::lock_guard lock(mutex_);
      while (!kept_.empty()) free_oldest();
    }

    return c10::alloc_cpu(bytes);
  }

  void keep(Header* header) {
    const std::lock_guard lock(mutex_);
    lent_bytes_ -= header->bytes;
    kept_bytes_ += header->bytes;
    kept_.push_back({header->bytes, header});
  }

  void free_oldest() {
    kept_bytes_ -= kept_.front().bytes;
    c10::free_cpu(kept_.front().header);
    kept_.erase(kept_.begin());
  }

  std::mutex mutex_;
  std::vector<Kept> kept_;  // oldest first
  size_t kept_bytes_ = 0;
  size_t lent_bytes_ = 0;       // of large tensors
  size_t most_lent_bytes_ = 0;  // so far; what is lent and what is kept are together never more
};

}  // namespace

int32_t sogar_memory_keep(sogar_error* error) {
  return sogar::guarded_engine(error, [] {
    c10::SetCPUAllocator(&KeptMemory::instance(), /*priority=*/1);
    return SOGAR_OK;
  });
}

int64_t sogar_memory_kept(void) { return KeptMemory::instance().kept_bytes(); }
