#include "media_video.hpp"

#include <stdlib.h>

#include <cstring>
#include <filesystem>

#include "claims.hpp"
#include "media/owned.hpp"

namespace sogar::tests {
namespace {

using namespace sogar::media;

struct OutputFreed {
  void operator()(AVFormatContext* format) const noexcept {
    avio_closep(&format->pb);
    avformat_free_context(format);
  }
};

void drain(AVCodecContext* codec, AVFormatContext* format, AVPacket* packet) {
  while (avcodec_receive_packet(codec, packet) >= 0) {
    av_packet_rescale_ts(packet, codec->time_base, format->streams[0]->time_base);
    packet->stream_index = 0;
    CLAIM(av_interleaved_write_frame(format, packet) >= 0);
  }
}

}  // namespace

void write_video(const std::string& path, int frames) {
  AVFormatContext* opened = nullptr;
  CLAIM(avformat_alloc_output_context2(&opened, nullptr, nullptr, path.c_str()) >= 0);
  const std::unique_ptr<AVFormatContext, OutputFreed> format(opened);
  const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
  const Codec codec(avcodec_alloc_context3(encoder));
  codec->width = kWidth;
  codec->height = kHeight;
  codec->pix_fmt = AV_PIX_FMT_YUV420P;
  codec->time_base = AVRational{1, 25};
  codec->framerate = AVRational{25, 1};
  codec->gop_size = 10;
  codec->max_b_frames = 0;
  codec->flags |= AV_CODEC_FLAG_QSCALE;
  codec->global_quality = 2 * FF_QP2LAMBDA;
  if ((format->oformat->flags & AVFMT_GLOBALHEADER) != 0) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  CLAIM(avcodec_open2(codec.get(), encoder, nullptr) >= 0);
  AVStream* stream = avformat_new_stream(format.get(), nullptr);
  stream->time_base = codec->time_base;
  stream->avg_frame_rate = codec->framerate;
  CLAIM(avcodec_parameters_from_context(stream->codecpar, codec.get()) >= 0);
  CLAIM(avio_open(&format->pb, path.c_str(), AVIO_FLAG_WRITE) >= 0);
  CLAIM(avformat_write_header(format.get(), nullptr) >= 0);

  const Packet packet(av_packet_alloc());
  const Frame frame(av_frame_alloc());
  frame->format = codec->pix_fmt;
  frame->width = kWidth;
  frame->height = kHeight;
  CLAIM(av_frame_get_buffer(frame.get(), 0) >= 0);
  for (int number = 0; number < frames; ++number) {
    CLAIM(av_frame_make_writable(frame.get()) >= 0);
    for (int y = 0; y < kHeight; ++y) std::memset(frame->data[0] + y * frame->linesize[0], shade(number), kWidth);
    for (int plane = 1; plane < 3; ++plane)
      for (int y = 0; y < kHeight / 2; ++y) std::memset(frame->data[plane] + y * frame->linesize[plane], 128, kWidth / 2);
    frame->pts = number;
    frame->quality = codec->global_quality;
    CLAIM(avcodec_send_frame(codec.get(), frame.get()) >= 0);
    drain(codec.get(), format.get(), packet.get());
  }
  CLAIM(avcodec_send_frame(codec.get(), nullptr) >= 0);
  drain(codec.get(), format.get(), packet.get());
  CLAIM(av_write_trailer(format.get()) >= 0);
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sogar-media-XXXXXX").string();
  CLAIM(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(path_); }

}  // namespace sogar::tests
