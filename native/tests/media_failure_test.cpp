// Failing: every refusal has its status and a message, and open, fail and close leave neither memory nor descriptors behind.
#include <dirent.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "claims.hpp"
#include "media_video.hpp"
#include "sogar_media.h"

using namespace sogar::tests;

namespace {

constexpr int kFrames = 12;

int open_descriptors() {
  int count = 0;
  DIR* folder = opendir("/proc/self/fd");
  CLAIM(folder != nullptr);
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

std::vector<char> bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, const std::vector<char>& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// Opens, indexes and reads all frames. Returns the first status that is not SOGAR_OK, or SOGAR_OK.
int32_t attempt(const std::string& path, const sogar_video_limits* limits = nullptr, const char* root = nullptr) {
  sogar_error error{};
  sogar_video* video = nullptr;
  int32_t status = sogar_video_open(path.c_str(), root, limits, &video, &error);
  if (status != SOGAR_OK) {
    CLAIM(video == nullptr);
    CLAIM(error.code == status && std::strlen(error.message) > 0);
    return status;
  }
  int64_t packets = 0;
  status = sogar_video_scan(video, &packets, &error);
  std::vector<int32_t> wanted;
  for (int32_t number = 0; status == SOGAR_OK && number < kFrames; ++number) wanted.push_back(number);
  if (status == SOGAR_OK) status = sogar_video_begin(video, wanted.data(), static_cast<int64_t>(wanted.size()), &error);
  sogar_frame frame{};
  while (status == SOGAR_OK) status = sogar_video_next(video, &frame, &error);
  if (status < 0) CLAIM(error.code == status && std::strlen(error.message) > 0);
  CLAIM(sogar_video_close(video) == SOGAR_OK);
  return status == SOGAR_END_OF_STREAM ? SOGAR_OK : status;
}

void claim_each_refusal_has_its_status(const TemporaryFolder& folder) {
  const std::string good = folder.file("good.mp4");
  write_video(good, kFrames);
  CLAIM(attempt(good) == SOGAR_OK);
  CLAIM(attempt(folder.file("missing.mp4")) == SOGAR_MEDIA_NOT_FOUND);
  CLAIM(attempt(folder.path()) == SOGAR_MEDIA_NOT_REGULAR);
  CLAIM(mkfifo(folder.file("pipe.mp4").c_str(), 0600) == 0);
  CLAIM(attempt(folder.file("pipe.mp4")) == SOGAR_MEDIA_NOT_REGULAR);
  write(folder.file("empty.mp4"), {});
  CLAIM(attempt(folder.file("empty.mp4")) == SOGAR_MEDIA_EMPTY);
  const std::string playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + good + "\n#EXT-X-ENDLIST\n";
  write(folder.file("playlist.mp4"), {playlist.begin(), playlist.end()});
  CLAIM(attempt(folder.file("playlist.mp4")) == SOGAR_MEDIA_NOT_VIDEO);

  sogar_video_limits limits{};
  limits.max_pixels = kWidth * kHeight - 1;
  CLAIM(attempt(good, &limits) == SOGAR_MEDIA_TOO_LARGE);
  limits = {};
  limits.max_packets = kFrames - 1;
  CLAIM(attempt(good, &limits) == SOGAR_MEDIA_TOO_LARGE);
  limits = {};
  limits.deadline_us = 1;
  CLAIM(attempt(good, &limits) == SOGAR_MEDIA_DEADLINE);

  CLAIM(attempt(good, nullptr, folder.path().c_str()) == SOGAR_OK);
  CLAIM(attempt(good, nullptr, "/usr") == SOGAR_MEDIA_OUTSIDE_ROOT);
  CLAIM(attempt(good, nullptr, "/no/such/folder") == SOGAR_MEDIA_OUTSIDE_ROOT);
}

void claim_damage_is_survived(const TemporaryFolder& folder) {
  std::mt19937 random(20);  // its numbers are fixed by the C++ standard
  int refused = 0;
  for (const char* name : {"good.mp4", "good.mkv", "good.ts", "good.avi"}) {
    write_video(folder.file(name), kFrames);
    const std::vector<char> good = bytes_of(folder.file(name));
    for (int turn = 0; turn < 40; ++turn) {
      std::vector<char> bad = good;
      if (turn % 4 == 0) bad.resize(random() % bad.size());
      else
        for (int flip = 0; flip < 30; ++flip) bad[random() % bad.size()] ^= static_cast<char>(1 << random() % 8);
      const std::string path = folder.file(std::string("bad-") + name);
      write(path, bad);
      if (attempt(path) != SOGAR_OK) ++refused;
    }
  }
  CLAIM(refused > 80);
}

}  // namespace

int main() {
  int32_t abi = 0;
  int32_t libavformat = 0;
  CLAIM(sogar_media_version(&abi, &libavformat) == SOGAR_OK && abi == SOGAR_MEDIA_ABI && libavformat > 0);
  CLAIM(sogar_video_close(nullptr) == SOGAR_OK);
  CLAIM(sogar_video_open(nullptr, nullptr, nullptr, nullptr, nullptr) == SOGAR_INVALID_ARGUMENT);

  const TemporaryFolder folder;
  const int before = open_descriptors();
  claim_each_refusal_has_its_status(folder);
  claim_damage_is_survived(folder);
  CLAIM(open_descriptors() == before);
  return 0;
}
