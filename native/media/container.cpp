#include "media/container.hpp"

#include <array>
#include <cstring>
#include <vector>

#include "media/libav_words.hpp"

namespace sogar::media {
namespace {

constexpr const char* kContainers = "mov,mp4,m4a,3gp,3g2,mj2,avi,matroska,webm,mpegts,mpeg,h264,hevc";

// Decoders that see hostile bytes are few on purpose. Audio is among none of them: it is never read.
constexpr const char* kCodecs =
    "h264,hevc,mpeg4,mpeg1video,mpeg2video,vp8,vp9,libdav1d,av1,mjpeg,h263,msmpeg4v2,msmpeg4,wmv2,ffv1,prores";

bool is_read_here(const AVInputFormat* kind) {
  constexpr std::array names{"mov,mp4,m4a,3gp,3g2,mj2", "avi", "matroska,webm", "mpegts", "mpeg", "h264", "hevc"};
  for (const char* name : names)
    if (std::strcmp(kind->name, name) == 0) return true;
  return false;
}

// Containers that give no presentation times to some frames, which libav can work out from the frames around.
bool lacks_times(const AVInputFormat* kind) {
  return std::strcmp(kind->name, "avi") == 0 || std::strcmp(kind->name, "mpeg") == 0;
}

int refuse_to_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EACCES); }

int out_of_time(void* file) { return static_cast<RegularFile*>(file)->out_of_time() ? 1 : 0; }

[[noreturn]] void fail(int32_t code, const std::string& message) { throw Failure(code, message); }

void require_small_frames(const AVCodecParameters* codec, const sogar_video_limits& limits) {
  if (int64_t{codec->width} * codec->height > limits.max_pixels)
    fail(SOGAR_MEDIA_TOO_LARGE, "probe: frames of " + std::to_string(codec->width) + "x" + std::to_string(codec->height) + " are beyond the limit of " +
                                    std::to_string(limits.max_pixels) + " pixels");
}

}  // namespace

Container::Container(RegularFile& file, const sogar_video_limits& limits, const TimeAllowance& time)
    : file_(file), limits_(limits), time_(time), io_(file.open_reader()) {
  const AVInputFormat* kind = nullptr;
  probe(kind);
  open(kind);
  look_into_streams();
}

std::string Container::name() const {
  const std::string all = format_->iformat->name;
  return all.substr(0, all.find(','));
}

int Container::read(AVPacket* packet) {
  read_from_ = true;
  while (true) {
    const int status = av_read_frame(format_.get(), packet);
    if (status < 0 || packet->stream_index == stream_->index) return status;
    av_packet_unref(packet);
  }
}

void Container::probe(const AVInputFormat*& found) {
  forget_complaint();
  // No file name is given, so that contents alone decide.
  const int status = av_probe_input_buffer2(io_.get(), &found, "", nullptr, 0, 0);
  time_.require("probe");
  if (status < 0 || found == nullptr) fail(SOGAR_MEDIA_NOT_VIDEO, "probe: not a known container" + libav_words(status));
  if (!is_read_here(found))
    fail(SOGAR_MEDIA_NOT_VIDEO, std::string("probe: it is ") + found->long_name + " (" + found->name + "), which is not read here; " + kContainers + " are");
}

void Container::open(const AVInputFormat* kind) {
  forget_complaint();
  AVFormatContext* context = avformat_alloc_context();
  if (context == nullptr) throw std::bad_alloc();
  context->pb = io_.get();
  context->io_open = refuse_to_open;
  context->interrupt_callback = {out_of_time, &file_};
  context->flags |= AVFMT_FLAG_CUSTOM_IO;
  if (lacks_times(kind)) context->flags |= AVFMT_FLAG_GENPTS;

  Options options;
  options.set("format_whitelist", kContainers);
  options.set("codec_whitelist", kCodecs);
  options.set("protocol_whitelist", "file");
  options.set("max_streams", limits_.max_streams);
  options.set("enable_drefs", "0");
  const int status = avformat_open_input(&context, "", kind, options.entries());  // frees the context where it fails
  if (status >= 0) format_.reset(context);
  time_.require("probe");
  if (status < 0) fail(SOGAR_MEDIA_BROKEN, std::string("probe: broken ") + kind->long_name + libav_words(status));
}

void Container::look_into_streams() {
  forget_complaint();
  const auto stream_count = static_cast<int>(format_->nb_streams);
  if (stream_count > limits_.max_streams)
    fail(SOGAR_MEDIA_TOO_LARGE, "probe: " + std::to_string(stream_count) + " streams, more than the " + std::to_string(limits_.max_streams) + " allowed");

  // What the header says already; a decoder that meets it would refuse, and forget the size.
  for (int i = 0; i < stream_count; ++i) require_small_frames(format_->streams[i]->codecpar, limits_);

  // These decoders run while libav looks into the streams, so they get the same bounds as ours.
  Options codec_options;
  codec_options.set("max_pixels", limits_.max_pixels);
  codec_options.set("threads", "1");
  std::vector<AVDictionary*> per_stream(static_cast<size_t>(stream_count));
  for (auto& options : per_stream) options = codec_options.copy();
  const int status = avformat_find_stream_info(format_.get(), per_stream.empty() ? nullptr : per_stream.data());
  for (auto& options : per_stream) av_dict_free(&options);
  time_.require("probe");
  if (status < 0) fail(SOGAR_MEDIA_BROKEN, "probe: the streams cannot be made out" + libav_words(status));

  for (unsigned i = 0; i < format_->nb_streams; ++i) {
    AVStream* stream = format_->streams[i];
    const bool is_video = stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
    if (is_video && stream_ == nullptr) stream_ = stream;
    else stream->discard = AVDISCARD_ALL;
  }
  if (stream_ == nullptr) fail(SOGAR_MEDIA_NO_STREAM, "probe: no video stream among " + std::to_string(format_->nb_streams) + " streams");

  const AVCodecParameters* codec = stream_->codecpar;
  require_small_frames(codec, limits_);
  if (codec->width <= 0 || codec->height <= 0) {
    // Where only the frames tell their size, the decoder that met the limit leaves nothing but its words.
    const std::string words = libav_words();
    fail(words.find("max pixel count") != std::string::npos ? SOGAR_MEDIA_TOO_LARGE : SOGAR_MEDIA_BROKEN, "probe: the size of the frames is unknown" + words);
  }
  if (format_->duration != AV_NOPTS_VALUE && format_->duration > limits_.max_duration_us)
    fail(SOGAR_MEDIA_TOO_LARGE, "probe: " + std::to_string(format_->duration / 1'000'000) + " s long, beyond the limit of " +
                                    std::to_string(limits_.max_duration_us / 1'000'000) + " s");
}

}  // namespace sogar::media
