// The only door to the disk: a regular file, opened once, read by libav through callbacks of ours.
#pragma once

#include "media/limits.hpp"
#include "media/owned.hpp"

namespace sogar::media {

class RegularFile {
 public:
  // Refuses what is not a regular file, is empty, or lies outside `root` (which may be null).
  RegularFile(const char* path, const char* root, const TimeAllowance& time);
  ~RegularFile();
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;

  // A reader that starts at the file's beginning; it borrows this file.
  Io open_reader();

  bool out_of_time() const noexcept { return time_.spent(); }

 private:
  static int read(void* self, uint8_t* buffer, int size);
  static int64_t seek(void* self, int64_t offset, int whence);

  const TimeAllowance& time_;
  int descriptor_ = -1;
  int64_t size_ = 0;
  int64_t position_ = 0;
};

}  // namespace sogar::media
