#include "ring.hpp"

#include <algorithm>

namespace sogar::exchange {
namespace {

// With one segment a rank waits for what it has just sent; with two a short chunk pays for two handshakes.
constexpr std::size_t short_chunk_bytes = 64 * 1024;

std::size_t divided_up(std::size_t value, std::size_t by) { return (value + by - 1) / by; }

}  // namespace

Ring::Ring(int rank, int size, std::size_t count, std::size_t element_bytes, std::size_t segment_bytes)
    : rank_(rank), size_(size), bytes_(count * element_bytes), element_bytes_(element_bytes) {
  const std::size_t chunk = divided_up(count, size_);
  const std::size_t least = chunk * element_bytes > short_chunk_bytes ? 2 : 1;
  segments_per_chunk_ = std::max(least, divided_up(chunk * element_bytes, segment_bytes));
  segment_elements_ = divided_up(chunk, segments_per_chunk_);
}

Segment Ring::segment(std::size_t chunk, std::size_t turn) const {
  const std::size_t index = chunk % size_ * segments_per_chunk_ + turn % segments_per_chunk_;
  const std::size_t offset = std::min(bytes_, index * longest_segment());
  return {offset, std::min(longest_segment(), bytes_ - offset)};
}

}  // namespace sogar::exchange
