// Owners of libav's objects: each is freed by its own function, and by nothing else.
#pragma once

#include <memory>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

namespace sogar::media {

// For the libav functions that take a pointer to the pointer.
template <auto free>
struct Freed {
  template <typename T>
  void operator()(T* object) const noexcept {
    free(&object);
  }
};

struct ScalerFreed {
  void operator()(SwsContext* scaler) const noexcept { sws_freeContext(scaler); }
};

struct IoFreed {
  void operator()(AVIOContext* io) const noexcept {
    av_freep(&io->buffer);
    avio_context_free(&io);
  }
};

using Packet = std::unique_ptr<AVPacket, Freed<av_packet_free>>;
using Frame = std::unique_ptr<AVFrame, Freed<av_frame_free>>;
using Codec = std::unique_ptr<AVCodecContext, Freed<avcodec_free_context>>;
using Format = std::unique_ptr<AVFormatContext, Freed<avformat_close_input>>;
using Scaler = std::unique_ptr<SwsContext, ScalerFreed>;
using Io = std::unique_ptr<AVIOContext, IoFreed>;

// A dictionary of options; libav takes out what it understood.
class Options {
 public:
  Options() = default;
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;
  ~Options() { av_dict_free(&entries_); }

  void set(const char* name, const char* value) { av_dict_set(&entries_, name, value, 0); }
  void set(const char* name, int64_t value) { av_dict_set_int(&entries_, name, value, 0); }
  AVDictionary** entries() noexcept { return &entries_; }
  AVDictionary* copy() const {
    AVDictionary* copied = nullptr;
    av_dict_copy(&copied, entries_, 0);
    return copied;
  }

 private:
  AVDictionary* entries_ = nullptr;
};

}  // namespace sogar::media
