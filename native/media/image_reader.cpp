#include "media/image_reader.hpp"

#include <algorithm>
#include <array>

#include "media/libav_words.hpp"
#include "media/regular_file.hpp"

namespace sogar::media {
namespace {

// Far beyond any frame of a data set; what is larger is another kind of file.
constexpr int64_t kMostBytes = int64_t{256} << 20;

constexpr std::array<uint8_t, 3> kJpeg{0xFF, 0xD8, 0xFF};
constexpr std::array<uint8_t, 8> kPng{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

template <size_t count>
bool begins_with(const std::array<uint8_t, count>& mark, const uint8_t* bytes, int size) {
  return size >= static_cast<int>(count) && std::equal(mark.begin(), mark.end(), bytes);
}

}  // namespace

void ImageReader::read(const char* path, const char* root, sogar_frame& shown) {
  TimeAllowance time(limits_.deadline_us);
  const TimeAllowance::Running running(time);
  if (packet_ == nullptr) packet_.reset(av_packet_alloc());
  if (frame_ == nullptr) frame_.reset(av_frame_alloc());
  if (packet_ == nullptr || frame_ == nullptr) throw std::bad_alloc();
  load(path, root, time);

  AVCodecContext* decoder = decoder_of(packet_->data, packet_->size);
  forget_complaint();
  av_frame_unref(frame_.get());
  avcodec_flush_buffers(decoder);
  int status = avcodec_send_packet(decoder, packet_.get());
  if (status >= 0) status = avcodec_send_packet(decoder, nullptr);
  if (status >= 0) status = avcodec_receive_frame(decoder, frame_.get());
  av_packet_unref(packet_.get());
  time.require("decode");
  if (status < 0) {
    const std::string words = libav_words(status);
    throw Failure(words.find("max pixel count") != std::string::npos ? SOGAR_MEDIA_TOO_LARGE : SOGAR_MEDIA_CORRUPT, "decode: the image cannot be decoded" + words);
  }
  // A decoder that reaches the end of a cut file fills the rest with grey and only complains.
  if ((frame_->decode_error_flags != 0 || (frame_->flags & AV_FRAME_FLAG_CORRUPT) != 0 || heard_complaint()) && limits_.max_damage == 0)
    throw Failure(SOGAR_MEDIA_CORRUPT, "decode: the image is damaged" + libav_words());
  picture_.show(*frame_, shown);
}

void ImageReader::load(const char* path, const char* root, const TimeAllowance& time) {
  RegularFile file(path, root, time);
  const Io reader = file.open_reader();
  const int64_t bytes = avio_size(reader.get());
  if (bytes > kMostBytes)
    throw Failure(SOGAR_MEDIA_TOO_LARGE, "open: " + std::to_string(bytes) + " bytes are beyond the limit of " + std::to_string(kMostBytes) + " for an image");
  av_packet_unref(packet_.get());
  const int got = av_get_packet(reader.get(), packet_.get(), static_cast<int>(bytes));
  time.require("open");
  if (got < bytes) throw Failure(SOGAR_MEDIA_TRUNCATED, "open: the file cannot be read to its end" + libav_words(got < 0 ? got : 0));
}

AVCodecContext* ImageReader::decoder_of(const uint8_t* bytes, int size) {
  const bool is_jpeg = begins_with(kJpeg, bytes, size);
  if (!is_jpeg && !begins_with(kPng, bytes, size)) throw Failure(SOGAR_MEDIA_NOT_VIDEO, "probe: neither a JPEG nor a PNG image");
  Codec& codec = is_jpeg ? jpeg_ : png_;
  if (codec == nullptr) open(codec, is_jpeg ? AV_CODEC_ID_MJPEG : AV_CODEC_ID_PNG);
  return codec.get();
}

void ImageReader::open(Codec& opened, AVCodecID id) {
  const AVCodec* kind = avcodec_find_decoder(id);
  if (kind == nullptr) throw Failure(SOGAR_MEDIA_UNSUPPORTED, std::string("decode: no decoder for ") + avcodec_get_name(id));
  Codec codec(avcodec_alloc_context3(kind));
  if (codec == nullptr) throw std::bad_alloc();
  codec->thread_count = 1;
  codec->max_pixels = limits_.max_pixels;
  codec->err_recognition = AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER;
  codec->flags |= AV_CODEC_FLAG_UNALIGNED;
  const int status = avcodec_open2(codec.get(), kind, nullptr);
  if (status < 0) throw Failure(SOGAR_MEDIA_UNSUPPORTED, std::string("decode: ") + avcodec_get_name(id) + " cannot be decoded" + libav_words(status));
  opened = std::move(codec);
}

}  // namespace sogar::media
