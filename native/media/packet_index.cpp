#include "media/packet_index.hpp"

#include <algorithm>
#include <numeric>

#include "media/libav_words.hpp"

namespace sogar::media {
namespace {

// VP8 keeps frames that are never shown in packets of their own; one bit of the first byte says so.
bool is_never_shown(const AVCodecParameters* codec, const AVPacket& packet) {
  return codec->codec_id == AV_CODEC_ID_VP8 && packet.size > 0 && (packet.data[0] & 0x10) == 0;
}

sogar_packet row_of(const AVPacket& packet, const AVCodecParameters* codec) {
  sogar_packet row{};
  row.pts = packet.pts;
  row.dts = packet.dts;
  row.bytes = packet.size;
  if ((packet.flags & AV_PKT_FLAG_KEY) != 0) row.flags |= SOGAR_PACKET_KEY;
  if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0 || packet.size == 0 || is_never_shown(codec, packet)) row.flags |= SOGAR_PACKET_HIDDEN;
  if (packet.pts == AV_NOPTS_VALUE) row.flags |= SOGAR_PACKET_UNTIMED;
  return row;
}

// A stream cut out of a longer one may begin with frames whose references are gone: what comes before the first key
// packet, in either order, cannot be decoded and is not counted.
void hide_what_precedes_the_first_key(std::vector<sogar_packet>& packets) {
  const auto key = std::find_if(packets.begin(), packets.end(), [](const sogar_packet& p) { return (p.flags & SOGAR_PACKET_KEY) != 0; });
  if (key == packets.end() || (key->flags & SOGAR_PACKET_UNTIMED) != 0) return;
  for (auto packet = packets.begin(); packet != packets.end(); ++packet) {
    const bool timed = (packet->flags & SOGAR_PACKET_UNTIMED) == 0;
    if (packet < key || (timed && packet->pts < key->pts)) packet->flags |= SOGAR_PACKET_HIDDEN;
  }
}

// What the container's own tables promise against what was there.
void require_whole(const Container& container, const std::vector<sogar_packet>& packets) {
  const auto found = static_cast<int64_t>(packets.size());
  const AVStream* stream = container.stream();
  const std::string kind = container.name();
  int64_t promised = 0;
  if (kind == "mov") promised = avformat_index_get_entries_count(stream);
  // An AVI may leave out repeated frames, hence the margin.
  if (kind == "avi") promised = stream->nb_frames * 98 / 100;
  if (found < promised)
    throw Failure(SOGAR_MEDIA_TRUNCATED, "index: the file ends after " + std::to_string(found) + " of " + std::to_string(promised) + " frames");

  // Matroska has no table of frames, only a duration; with sound in the file it need not be the video's.
  if (kind == "matroska" && container.format()->nb_streams == 1 && container.format()->duration > 0) {
    int64_t last = 0;
    for (const sogar_packet& packet : packets)
      if ((packet.flags & SOGAR_PACKET_UNTIMED) == 0) last = std::max(last, packet.pts);
    const int64_t last_us = av_rescale_q(last, stream->time_base, AVRational{1, AV_TIME_BASE});
    const int64_t promised_us = container.format()->duration;
    const int64_t frame_us = last_us / std::max<int64_t>(found - 1, 1);
    if (promised_us - last_us > 3 * frame_us + promised_us / 50)
      throw Failure(SOGAR_MEDIA_TRUNCATED, "index: the file ends at " + std::to_string(last_us / 1000) + " ms of " + std::to_string(promised_us / 1000) + " ms");
  }
}

}  // namespace

PacketIndex::PacketIndex(std::vector<sogar_packet> packets) : packets_(std::move(packets)) {
  const auto count = static_cast<int32_t>(packets_.size());
  const auto pts = [this](int32_t position) { return packets_[static_cast<size_t>(position)].pts; };
  const auto earlier = [&](int32_t a, int32_t b) { return pts(a) < pts(b); };
  for (int32_t position = 0; position < count; ++position) {
    const int32_t flags = packets_[static_cast<size_t>(position)].flags;
    const bool shown = (flags & SOGAR_PACKET_HIDDEN) == 0;
    if ((flags & SOGAR_PACKET_UNTIMED) == 0) by_time_.push_back(position);
    else if (shown) timed_ = false;
    if (shown) frames_.push_back(position);
    if ((flags & SOGAR_PACKET_KEY) != 0) keys_.push_back(position);
  }
  std::stable_sort(by_time_.begin(), by_time_.end(), earlier);
  if (!timed_) return;
  std::stable_sort(frames_.begin(), frames_.end(), earlier);
  timed_ = std::adjacent_find(frames_.begin(), frames_.end(), [&](int32_t a, int32_t b) { return pts(a) == pts(b); }) == frames_.end();
}

int32_t PacketIndex::key_for(int32_t number) const {
  const int32_t own = frames_[static_cast<size_t>(number)];
  const int64_t shown_at = packets_[static_cast<size_t>(own)].pts;
  auto key = std::upper_bound(keys_.begin(), keys_.end(), own);
  while (key != keys_.begin())
    if (packets_[static_cast<size_t>(*--key)].pts <= shown_at) return *key;
  return 0;
}

int32_t PacketIndex::position_of(int64_t pts) const {
  const auto found = std::lower_bound(by_time_.begin(), by_time_.end(), pts,
                                      [this](int32_t position, int64_t time) { return packets_[static_cast<size_t>(position)].pts < time; });
  return found != by_time_.end() && packets_[static_cast<size_t>(*found)].pts == pts ? *found : -1;
}

PacketIndex scan(Container& container, const sogar_video_limits& limits, const TimeAllowance& time) {
  forget_complaint();
  const int64_t complaints_before = demuxer_complaints();
  Packet packet(av_packet_alloc());
  if (packet == nullptr) throw std::bad_alloc();
  std::vector<sogar_packet> packets;
  bool cut = false;
  int status = 0;
  while ((status = container.read(packet.get())) >= 0) {
    if (static_cast<int64_t>(packets.size()) >= limits.max_packets)
      throw Failure(SOGAR_MEDIA_TOO_LARGE, "index: more than the " + std::to_string(limits.max_packets) + " packets allowed");
    packets.push_back(row_of(*packet, container.stream()->codecpar));
    cut = (packet->flags & AV_PKT_FLAG_CORRUPT) != 0;
    av_packet_unref(packet.get());
    if (packets.size() % 64 == 0) time.require("index");
  }
  time.require("index");
  if (status != AVERROR_EOF) throw Failure(SOGAR_MEDIA_INDEX, "index: reading stops after " + std::to_string(packets.size()) + " packets" + libav_words(status));
  if (packets.empty()) throw Failure(SOGAR_MEDIA_INDEX, "index: the video stream holds no packets" + libav_words());
  if (cut) throw Failure(SOGAR_MEDIA_TRUNCATED, "index: the file ends in the middle of packet " + std::to_string(packets.size()) + libav_words());
  // Of a whole file demuxers say nothing; of a torn one they skip what they cannot read, and only say so.
  if (demuxer_complaints() - complaints_before > limits.max_damage) throw Failure(SOGAR_MEDIA_INDEX, "index: the container is damaged" + libav_words());
  require_whole(container, packets);
  hide_what_precedes_the_first_key(packets);

  PacketIndex index(std::move(packets));
  if (index.frame_count() * 2 < static_cast<int64_t>(index.packets().size()))
    throw Failure(SOGAR_MEDIA_INDEX, "index: of " + std::to_string(index.packets().size()) + " packets only " + std::to_string(index.frame_count()) +
                                         " can be shown; the others precede the first key frame or are cut off");
  return index;
}

}  // namespace sogar::media
