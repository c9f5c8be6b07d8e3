// The order in which a ring sums: which segment goes out, which one comes in, and what is done with it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sogar::exchange {

// What is combined, and how. `add` puts left and right together into `to`, which may be one of them.
struct Reduction {
  using Add = void (*)(void* to, const void* left, const void* right, std::size_t count);

  uint8_t* values;
  const void* const* inputs;  // this rank's parts, `input_count` of them; with none, `values` is the part
  int32_t input_count;
  std::size_t count;
  std::size_t element_bytes;
  Add add;
};

// A stretch of the values, in bytes; empty behind their end.
struct Segment {
  std::size_t offset;
  std::size_t length;
};

// The plan of one all-reduce. The values are cut into as many chunks as there are ranks and each chunk into segments. In each turn a rank
// sends a segment to the next rank and receives one from the rank before. In the first half of the turns what comes is added to what is there,
// after which each rank holds one chunk of the whole sum; in the second half whole chunks go round. Both halves are one pipeline: a segment is
// sent `segments_per_chunk` turns after it was received, so that many may be under way at once.
class Ring {
 public:
  Ring(int rank, int size, std::size_t count, std::size_t element_bytes, std::size_t segment_bytes);

  std::size_t segments_per_chunk() const { return segments_per_chunk_; }
  std::size_t longest_segment() const { return segment_elements_ * element_bytes_; }
  std::size_t turns() const { return 2 * (size_ - 1) * segments_per_chunk_; }

  // Whether what comes in this turn is added to what is there.
  bool adds(std::size_t turn) const { return turn < turns() / 2; }
  // Whether what goes out in this turn has not been touched before.
  bool is_first_use(std::size_t turn) const { return turn < segments_per_chunk_; }

  Segment sent(std::size_t turn) const { return segment(rank_ + size_ * 2 - turn / segments_per_chunk_, turn); }
  Segment received(std::size_t turn) const { return segment(rank_ + size_ * 2 - 1 - turn / segments_per_chunk_, turn); }

 private:
  Segment segment(std::size_t chunk, std::size_t turn) const;

  const std::size_t rank_, size_, bytes_, element_bytes_;
  std::size_t segments_per_chunk_, segment_elements_;
};

}  // namespace sogar::exchange
