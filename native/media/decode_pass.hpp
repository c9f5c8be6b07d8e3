// One decode pass over a video: reaches the right key packet, decodes what has to be, and hands out the wanted frames.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "media/packet_index.hpp"

namespace sogar::media {

// The work done so far, for those who measure.
struct Effort {
  int64_t packets_decoded = 0;
  int64_t seeks = 0;
  int64_t damage = 0;
};

class DecodePass {
 public:
  DecodePass(RegularFile& file, std::unique_ptr<Container>& container, const PacketIndex& index, const sogar_video_limits& limits,
             const TimeAllowance& time, Effort& effort);

  // Takes a new list of frame numbers, ascending; what was decoded on the way is given up.
  void begin(std::vector<int32_t> wanted);

  // The next wanted frame, or null after the last. Borrowed until the next call; `number` is its frame number.
  const AVFrame* next(int32_t& number);

 private:
  void open_codec();
  void reach(int32_t number);
  void go_to(int32_t key);
  bool seek_to(int32_t key, bool by_pts);
  bool land(int32_t key);
  void start_over();
  void feed();
  void keep(Frame frame);
  int32_t number_of(const AVFrame& frame);
  bool is_wanted(int64_t pts) const;
  void mark_damage(const std::string& what);
  void listen(int32_t position);
  [[noreturn]] void fail_missing() const;

  RegularFile& file_;
  std::unique_ptr<Container>& container_;
  const PacketIndex& index_;
  const sogar_video_limits& limits_;
  const TimeAllowance& time_;
  Effort& effort_;

  Codec codec_;
  Packet packet_;
  Frame frame_;
  Frame shown_;
  std::vector<int32_t> wanted_;
  std::vector<int64_t> wanted_times_;
  size_t delivered_ = 0;
  std::map<int32_t, Frame> early_;  // wanted frames that came out before their turn
  int64_t damage_ = 0;

  int32_t position_;             // of the packet that the container reads next; past the end after a scan
  bool holds_packet_ = false;    // packet_ is that packet already
  int32_t start_ = -1;           // of the key packet that decoding began at; -1 when the decoder holds nothing
  bool drained_ = false;
  int32_t put_out_ = 0;          // frames that came out since the file's start, where frames have no times
};

}  // namespace sogar::media
