// Reading: every wanted frame and no other, in order, from every container; a pass may be given up and begun anew.
#include <cstdlib>
#include <vector>

#include "claims.hpp"
#include "media_video.hpp"
#include "sogar_media.h"

using namespace sogar::tests;

namespace {

constexpr int kFrames = 30;

void claim_reads(sogar_video* video, const std::vector<int32_t>& wanted) {
  sogar_error error{};
  sogar_frame frame{};
  CLAIM_OK(sogar_video_begin(video, wanted.data(), static_cast<int64_t>(wanted.size()), &error), error);
  for (const int32_t number : wanted) {
    CLAIM_OK(sogar_video_next(video, &frame, &error), error);
    CLAIM(frame.index == number);
    CLAIM(frame.width == kWidth && frame.height == kHeight && frame.full_range == 0 && frame.matrix == 601);
    CLAIM(std::abs(frame.y[kHeight / 2 * frame.luma_stride + kWidth / 2] - shade(number)) <= 2);
    CLAIM(std::abs(frame.u[0] - 128) <= 2 && std::abs(frame.v[0] - 128) <= 2);
  }
  CLAIM(sogar_video_next(video, &frame, &error) == SOGAR_END_OF_STREAM);
  CLAIM(sogar_video_next(video, &frame, &error) == SOGAR_END_OF_STREAM);
}

void claim_container(const std::string& path) {
  write_video(path, kFrames);
  sogar_error error{};
  sogar_video* video = nullptr;
  CLAIM_OK(sogar_video_open(path.c_str(), nullptr, nullptr, &video, &error), error);

  // A pass needs an index.
  const int32_t first = 0;
  sogar_frame frame{};
  CLAIM(sogar_video_begin(video, &first, 1, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(sogar_video_next(video, &frame, &error) == SOGAR_INVALID_ARGUMENT);

  int64_t count = 0;
  CLAIM_OK(sogar_video_scan(video, &count, &error), error);
  CLAIM(count == kFrames);
  std::vector<sogar_packet> packets(static_cast<size_t>(count));
  CLAIM(sogar_video_packets(video, packets.data(), count - 1, &error) == SOGAR_BUFFER_TOO_SMALL);
  CLAIM_OK(sogar_video_packets(video, packets.data(), count, &error), error);

  claim_reads(video, {0, 1, 2, 15, 29});
  claim_reads(video, {29});
  claim_reads(video, {12, 13});
  claim_reads(video, {});
  const std::vector<int32_t> given_up{3, 4, 5};
  CLAIM_OK(sogar_video_begin(video, given_up.data(), 3, &error), error);
  CLAIM_OK(sogar_video_next(video, &frame, &error), error);
  claim_reads(video, {1, 28});
  CLAIM(sogar_video_close(video) == SOGAR_OK);

  // An index that was kept serves a fresh handle without a scan.
  CLAIM_OK(sogar_video_open(path.c_str(), nullptr, nullptr, &video, &error), error);
  CLAIM(sogar_video_restore(video, packets.data(), 0, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM_OK(sogar_video_restore(video, packets.data(), count, &error), error);
  claim_reads(video, {7, 21});
  CLAIM(sogar_video_close(video) == SOGAR_OK);
}

void claim_bad_frame_numbers_are_refused(const std::string& path) {
  sogar_error error{};
  sogar_video* video = nullptr;
  int64_t count = 0;
  CLAIM_OK(sogar_video_open(path.c_str(), nullptr, nullptr, &video, &error), error);
  CLAIM_OK(sogar_video_scan(video, &count, &error), error);
  for (const auto& wanted : {std::vector<int32_t>{2, 1}, {1, 1}, {-1}, {kFrames}})
    CLAIM(sogar_video_begin(video, wanted.data(), static_cast<int64_t>(wanted.size()), &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(sogar_video_close(video) == SOGAR_OK);
}

}  // namespace

int main() {
  const TemporaryFolder folder;
  for (const char* name : {"a.mp4", "a.mkv", "a.ts", "a.avi"}) claim_container(folder.file(name));
  claim_bad_frame_numbers_are_refused(folder.file("a.mp4"));
  return 0;
}
