// The exports of sogar_media.h. Each one is one operation, and none lets an exception out.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "media/decode_pass.hpp"
#include "media/libav_words.hpp"
#include "media/picture.hpp"

extern "C" {
#include <libavutil/display.h>
}

using namespace sogar;
using namespace sogar::media;

// The managed side declares the same records; a test there has the same numbers.
static_assert(sizeof(sogar_video_limits) == 40 && sizeof(sogar_video_facts) == 88 && sizeof(sogar_packet) == 24 && sizeof(sogar_frame) == 56);

namespace {

// Nine numbers, or null.
const int32_t* display_matrix_of(const AVStream* stream) {
#if LIBAVFORMAT_VERSION_MAJOR >= 61  // from FFmpeg 7 on, where the other way is deprecated
  const auto* parameters = stream->codecpar;
  const auto* found = av_packet_side_data_get(parameters->coded_side_data, parameters->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
  return found == nullptr ? nullptr : reinterpret_cast<const int32_t*>(found->data);
#else
  return reinterpret_cast<const int32_t*>(av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
#endif
}

// What the display matrix of the stream asks for, in quarter turns clockwise.
int rotation_of(const AVStream* stream) {
  const auto* matrix = display_matrix_of(stream);
  if (matrix == nullptr) return 0;
  const double counter_clockwise = av_display_rotation_get(matrix);
  if (std::isnan(counter_clockwise)) return 0;
  const int quarters = static_cast<int>(std::lround(-counter_clockwise / 90.0));
  return ((quarters % 4) + 4) % 4 * 90;
}

void copy_name(const std::string& name, char (&target)[32]) {
  const size_t length = std::min(name.size(), sizeof(target) - 1);
  std::memcpy(target, name.data(), length);
  target[length] = '\0';
}

int32_t require(bool condition, sogar_error* error, const char* contract) {
  return condition ? SOGAR_OK : report(error, SOGAR_INVALID_ARGUMENT, contract);
}

}  // namespace

struct sogar_video {
  sogar_video(const char* path, const char* root, const sogar_video_limits* asked)
      : limits(completed(asked)), time(limits.deadline_us), running(time), file(path, root, time) {
    container = std::make_unique<Container>(file, limits, time);
    rotation = rotation_of(container->stream());
    picture.emplace(rotation);
    running.reset();
  }

  sogar_video_limits limits;
  TimeAllowance time;
  // Runs while the constructor does; a member, since opening the file is part of what it counts.
  struct Opening {
    explicit Opening(TimeAllowance& allowance) { clock.emplace(allowance); }
    void reset() { clock.reset(); }
    std::optional<TimeAllowance::Running> clock;
  } running;
  RegularFile file;
  std::unique_ptr<Container> container;
  int rotation = 0;
  PacketIndex index;
  Effort effort;
  std::optional<DecodePass> pass;
  std::optional<Picture> picture;
};

int32_t sogar_media_version(int32_t* abi, int32_t* libavformat) {
  *abi = SOGAR_MEDIA_ABI;
  *libavformat = static_cast<int32_t>(avformat_version());
  return SOGAR_OK;
}

int32_t sogar_video_open(const char* path, const char* root, const sogar_video_limits* limits, sogar_video** video, sogar_error* error) {
  if (video == nullptr || path == nullptr) return require(false, error, "open: a path and a place for the handle are needed");
  *video = nullptr;
  return guarded(error, [&]() -> int32_t {
    quieten_libav();
    *video = std::make_unique<sogar_video>(path, root, limits).release();
    return SOGAR_OK;
  });
}

int32_t sogar_video_close(sogar_video* video) {
  delete video;
  return SOGAR_OK;
}

int32_t sogar_video_describe(const sogar_video* video, sogar_video_facts* facts, sogar_error* error) {
  return guarded(error, [&]() -> int32_t {
    const AVStream* stream = video->container->stream();
    *facts = {};
    facts->width = stream->codecpar->width;
    facts->height = stream->codecpar->height;
    if (video->rotation % 180 != 0) std::swap(facts->width, facts->height);
    facts->rotation = video->rotation;
    facts->time_base_numerator = stream->time_base.num;
    facts->time_base_denominator = stream->time_base.den;
    copy_name(video->container->name(), facts->container);
    copy_name(avcodec_get_name(stream->codecpar->codec_id), facts->codec);
    return SOGAR_OK;
  });
}

int32_t sogar_video_scan(sogar_video* video, int64_t* packet_count, sogar_error* error) {
  return guarded(error, [&]() -> int32_t {
    const TimeAllowance::Running running(video->time);
    video->pass.reset();
    video->index = scan(*video->container, video->limits, video->time);
    *packet_count = static_cast<int64_t>(video->index.packets().size());
    return SOGAR_OK;
  });
}

int32_t sogar_video_packets(const sogar_video* video, sogar_packet* packets, int64_t capacity, sogar_error* error) {
  return guarded(error, [&]() -> int32_t {
    const auto& rows = video->index.packets();
    if (capacity < static_cast<int64_t>(rows.size())) return SOGAR_BUFFER_TOO_SMALL;
    std::copy(rows.begin(), rows.end(), packets);
    return SOGAR_OK;
  });
}

int32_t sogar_video_restore(sogar_video* video, const sogar_packet* packets, int64_t packet_count, sogar_error* error) {
  return guarded(error, [&]() -> int32_t {
    if (packet_count < 1) return require(false, error, "restore: an index has at least one packet");
    PacketIndex index(std::vector<sogar_packet>(packets, packets + packet_count));
    if (index.frame_count() == 0) return require(false, error, "restore: an index has at least one frame");
    video->pass.reset();
    video->index = std::move(index);
    return SOGAR_OK;
  });
}

int32_t sogar_video_begin(sogar_video* video, const int32_t* wanted, int64_t wanted_count, sogar_error* error) {
  return guarded(error, [&]() -> int32_t {
    if (video->index.empty()) return require(false, error, "begin: scan the video or restore its index first");
    const std::vector<int32_t> numbers(wanted, wanted + wanted_count);
    const bool ascending = std::adjacent_find(numbers.begin(), numbers.end(), [](int32_t a, int32_t b) { return a >= b; }) == numbers.end();
    const bool inside = numbers.empty() || (numbers.front() >= 0 && numbers.back() < video->index.frame_count());
    if (!ascending || !inside) return require(false, error, "begin: frame numbers must ascend and lie within the video");
    const TimeAllowance::Running running(video->time);
    if (!video->pass) video->pass.emplace(video->file, video->container, video->index, video->limits, video->time, video->effort);
    video->pass->begin(numbers);
    return SOGAR_OK;
  });
}

int32_t sogar_video_next(sogar_video* video, sogar_frame* frame, sogar_error* error) {
  return guarded(error, [&]() -> int32_t {
    if (!video->pass) return require(false, error, "next: begin a pass first");
    const TimeAllowance::Running running(video->time);
    *frame = {};
    const AVFrame* decoded = video->pass->next(frame->index);
    if (decoded == nullptr) return SOGAR_END_OF_STREAM;
    video->picture->show(*decoded, *frame);
    return SOGAR_OK;
  });
}

int32_t sogar_video_effort(const sogar_video* video, int64_t* packets_decoded, int64_t* seeks, int64_t* damage) {
  *packets_decoded = video->effort.packets_decoded;
  *seeks = video->effort.seeks;
  *damage = video->effort.damage;
  return SOGAR_OK;
}
