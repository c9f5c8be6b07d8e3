// Makes small videos for the media tests: MPEG-4 in any container, each frame a shade of its own.
#pragma once

#include <string>

namespace sogar::tests {

constexpr int kWidth = 64;
constexpr int kHeight = 48;

// The luma of every pixel of frame `number`.
inline int shade(int number) { return 30 + number * 6; }

// Writes `frames` frames to `path`, whose ending chooses the container.
void write_video(const std::string& path, int frames);

// A folder that is removed with all that is in it at the end of its life.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace sogar::tests
