#include "media/decode_pass.hpp"

#include <algorithm>

#include "media/libav_words.hpp"

namespace sogar::media {
namespace {

// Reading over this many packets costs less than finding a place in the file anew.
constexpr int32_t kStride = 256;

// After a seek, packets of an unknown place that are read over before the seek counts as failed.
constexpr int kStrangers = 64;

// Frames out of turn are at most as many as a decoder may reorder, 16 by the standards.
constexpr size_t kMostEarly = 32;

}  // namespace

DecodePass::DecodePass(RegularFile& file, std::unique_ptr<Container>& container, const PacketIndex& index, const sogar_video_limits& limits,
                       const TimeAllowance& time, Effort& effort)
    : file_(file),
      container_(container),
      index_(index),
      limits_(limits),
      time_(time),
      effort_(effort),
      packet_(av_packet_alloc()),
      frame_(av_frame_alloc()),
      shown_(av_frame_alloc()),
      position_(container->untouched() ? 0 : static_cast<int32_t>(index.packets().size())) {
  if (packet_ == nullptr || frame_ == nullptr || shown_ == nullptr) throw std::bad_alloc();
  open_codec();
}

void DecodePass::open_codec() {
  forget_complaint();
  const AVCodecParameters* parameters = container_->stream()->codecpar;
  const AVCodec* codec = avcodec_find_decoder(parameters->codec_id);
  if (codec == nullptr) throw Failure(SOGAR_MEDIA_UNSUPPORTED, std::string("decode: no decoder for ") + avcodec_get_name(parameters->codec_id));
  codec_.reset(avcodec_alloc_context3(codec));
  if (codec_ == nullptr) throw std::bad_alloc();
  int status = avcodec_parameters_to_context(codec_.get(), parameters);
  codec_->thread_count = 1;  // the loaders are the parallelism
  codec_->max_pixels = limits_.max_pixels;
  codec_->pkt_timebase = container_->stream()->time_base;
  codec_->err_recognition = AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER;
  codec_->flags |= AV_CODEC_FLAG_UNALIGNED;  // crop to the pixel: nobody here needs aligned rows
  if (status >= 0) {
    Options options;
    options.set("codec_whitelist", container_->format()->codec_whitelist);
    status = avcodec_open2(codec_.get(), codec, options.entries());
  }
  if (status < 0)
    throw Failure(SOGAR_MEDIA_UNSUPPORTED, std::string("decode: ") + avcodec_get_name(parameters->codec_id) + " cannot be decoded" + libav_words(status));
}

void DecodePass::begin(std::vector<int32_t> wanted) {
  wanted_ = std::move(wanted);
  wanted_times_.clear();
  for (const int32_t number : wanted_) wanted_times_.push_back(index_.frame(number).pts);
  delivered_ = 0;
  damage_ = 0;
  early_.clear();
  start_ = -1;
}

const AVFrame* DecodePass::next(int32_t& number) {
  if (delivered_ == wanted_.size()) return nullptr;
  number = wanted_[delivered_];
  auto found = early_.find(number);
  if (found == early_.end()) reach(number);
  while ((found = early_.find(number)) == early_.end()) {
    time_.require("decode");
    const int status = avcodec_receive_frame(codec_.get(), frame_.get());
    if (status >= 0) keep(std::move(frame_));
    else if (status == AVERROR(EAGAIN)) feed();
    else if (status == AVERROR_EOF) fail_missing();
    else mark_damage("the decoder stopped" + libav_words(status));
    if (frame_ == nullptr) frame_.reset(av_frame_alloc());
    if (frame_ == nullptr) throw std::bad_alloc();
    if (early_.size() > kMostEarly) fail_missing();
  }
  shown_ = std::move(found->second);
  early_.erase(found);
  ++delivered_;
  return shown_.get();
}

// Goes on from where the decoder is when the frame's key packet has been given to it or comes next, else jumps to that key.
void DecodePass::reach(int32_t number) {
  const int32_t key = index_.timed() ? index_.key_for(number) : 0;
  if (start_ >= 0 && start_ <= key && key <= position_) return;
  if (start_ >= 0 && !index_.timed()) return;
  go_to(key);
  avcodec_flush_buffers(codec_.get());
  start_ = key;
  drained_ = false;
  put_out_ = 0;
}

void DecodePass::go_to(int32_t key) {
  const bool near_ahead = position_ <= key && key - position_ <= kStride;
  if (!near_ahead) {
    // libav finds places by presentation time in containers with a table of samples, by decode time in streams.
    const bool by_pts = container_->name() != "mpegts";
    ++effort_.seeks;
    const bool sought = index_.timed() && (seek_to(key, by_pts) || seek_to(key, !by_pts));
    if (!sought) start_over();
  }
  while (position_ < key) {
    if (!holds_packet_) {
      const int status = container_->read(packet_.get());
      if (status < 0) throw Failure(SOGAR_MEDIA_SEEK, "seek: packet " + std::to_string(key) + " cannot be reached" + libav_words(status));
    }
    holds_packet_ = false;
    av_packet_unref(packet_.get());
    ++position_;
    if (position_ % 64 == 0) time_.require("seek");
  }
}

bool DecodePass::seek_to(int32_t key, bool by_pts) {
  const sogar_packet& target = index_.packets()[static_cast<size_t>(key)];
  const int64_t time = by_pts ? target.pts : target.dts;
  if (time == AV_NOPTS_VALUE) return false;
  forget_complaint();
  if (av_seek_frame(container_->format(), container_->stream()->index, time, AVSEEK_FLAG_BACKWARD) < 0) return false;
  return land(key);
}

// Reads until a packet whose place is known: the seek was good if that is the key packet or lies before it.
bool DecodePass::land(int32_t key) {
  for (int stranger = 0; stranger < kStrangers; ++stranger) {
    av_packet_unref(packet_.get());
    holds_packet_ = false;
    if (container_->read(packet_.get()) < 0) return false;
    const int32_t place = packet_->pts == AV_NOPTS_VALUE ? -1 : index_.position_of(packet_->pts);
    if (place < 0) continue;
    if (place > key) return false;
    position_ = place;
    holds_packet_ = true;
    return true;
  }
  return false;
}

void DecodePass::start_over() {
  av_packet_unref(packet_.get());
  holds_packet_ = false;
  container_.reset();  // gives up the reader of the file before the next one begins
  container_ = std::make_unique<Container>(file_, limits_, time_);
  position_ = 0;
}

// Gives the decoder its next packet, or tells it that there are no more.
void DecodePass::feed() {
  if (drained_) fail_missing();
  if (!holds_packet_) {
    forget_complaint();
    const int status = container_->read(packet_.get());
    if (status < 0) {
      if (status != AVERROR_EOF) mark_damage("reading stopped" + libav_words(status));
      drained_ = true;
      avcodec_send_packet(codec_.get(), nullptr);
      return;
    }
  }
  holds_packet_ = false;
  const int64_t pts = packet_->pts;
  const int32_t position = position_++;

  // Frames shown before the key packet but stored after it lean on a group of frames that was never decoded.
  const bool leans_back = index_.timed() && start_ > 0 && position > start_ && pts < index_.packets()[static_cast<size_t>(start_)].pts;
  if (!leans_back) {
    if ((packet_->flags & AV_PKT_FLAG_CORRUPT) != 0) mark_damage("packet " + std::to_string(position) + " is cut");
    // Frames that no other frame leans on need not be decoded unless they are wanted.
    codec_->skip_frame = index_.timed() && !is_wanted(pts) ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    forget_complaint();
    ++effort_.packets_decoded;
    const int status = avcodec_send_packet(codec_.get(), packet_.get());
    if (status == AVERROR(ENOMEM)) throw std::bad_alloc();
    if (status < 0) mark_damage("packet " + std::to_string(position) + " was refused" + libav_words(status));
    else listen(position);
  }
  av_packet_unref(packet_.get());
}

// Keeps a frame that came out of the decoder if it is wanted.
void DecodePass::keep(Frame frame) {
  const int32_t number = number_of(*frame);
  if (frame->decode_error_flags != 0 || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0)
    mark_damage("frame " + std::to_string(number) + " came out damaged" + libav_words());
  const bool still_wanted = std::binary_search(wanted_.begin() + static_cast<ptrdiff_t>(delivered_), wanted_.end(), number);
  if (number >= 0 && still_wanted) early_.insert_or_assign(number, std::move(frame));
}

// libav's HEVC decoder patches what is missing without marking the frame; that it complains is all there is to know it by. Other
// decoders mark their frames, and complain of much that does no harm.
void DecodePass::listen(int32_t position) {
  if (codec_->codec_id == AV_CODEC_ID_HEVC && heard_complaint()) mark_damage("packet " + std::to_string(position) + " is damaged" + libav_words());
}

int32_t DecodePass::number_of(const AVFrame& frame) {
  if (!index_.timed()) return put_out_++;
  const auto time = std::lower_bound(wanted_times_.begin(), wanted_times_.end(), frame.best_effort_timestamp);
  if (time == wanted_times_.end() || *time != frame.best_effort_timestamp) return -1;
  return wanted_[static_cast<size_t>(time - wanted_times_.begin())];
}

bool DecodePass::is_wanted(int64_t pts) const { return std::binary_search(wanted_times_.begin(), wanted_times_.end(), pts); }

void DecodePass::mark_damage(const std::string& what) {
  ++effort_.damage;
  if (++damage_ > limits_.max_damage)
    throw Failure(SOGAR_MEDIA_CORRUPT, "decode: " + what + (limits_.max_damage > 0 ? " (mark of damage number " + std::to_string(damage_) + ")" : ""));
}

void DecodePass::fail_missing() const {
  throw Failure(SOGAR_MEDIA_CORRUPT, "decode: frame " + std::to_string(wanted_[delivered_]) + " of " + std::to_string(index_.frame_count()) +
                                         " never came out of the decoder" + libav_words());
}

}  // namespace sogar::media
