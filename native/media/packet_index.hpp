// The index of a video: its packets in decode order, and its frames in presentation order.
#pragma once

#include <vector>

#include "media/container.hpp"

namespace sogar::media {

class PacketIndex {
 public:
  PacketIndex() = default;
  explicit PacketIndex(std::vector<sogar_packet> packets);

  const std::vector<sogar_packet>& packets() const noexcept { return packets_; }
  bool empty() const noexcept { return packets_.empty(); }

  // Whether every frame has a presentation time of its own. Where not, frame i is the i-th that the decoder puts out.
  bool timed() const noexcept { return timed_; }
  int64_t frame_count() const noexcept { return static_cast<int64_t>(frames_.size()); }

  // The packet that holds frame `number`.
  const sogar_packet& frame(int32_t number) const { return packets_[static_cast<size_t>(frames_[static_cast<size_t>(number)])]; }

  // Where decoding has to begin for frame `number`: the last key packet in decode order that is shown no later than it.
  int32_t key_for(int32_t number) const;

  // The position in decode order of the packet with this time, or -1.
  int32_t position_of(int64_t pts) const;

 private:
  std::vector<sogar_packet> packets_;
  std::vector<int32_t> frames_;   // positions of the packets that are shown, by presentation time
  std::vector<int32_t> by_time_;  // positions of all timed packets, by presentation time
  std::vector<int32_t> keys_;     // positions of the key packets
  bool timed_ = true;
};

// Reads every packet of the video stream once. Leaves the container at the file's end.
PacketIndex scan(Container& container, const sogar_video_limits& limits, const TimeAllowance& time);

}  // namespace sogar::media
