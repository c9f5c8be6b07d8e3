#include "media/regular_file.hpp"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sogar::media {
namespace {

constexpr int kReaderBytes = 1 << 16;

// Asks the kernel where the descriptor leads, so that no link can be swapped between the question and the reading.
void require_below(const char* root, int descriptor) {
  char real_root[PATH_MAX];
  if (realpath(root, real_root) == nullptr)
    throw Failure(SOGAR_MEDIA_OUTSIDE_ROOT, std::string("open: the data root ") + root + " is not there: " + std::strerror(errno));
  char real_path[PATH_MAX];
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t length = readlink(link.c_str(), real_path, sizeof(real_path) - 1);
  if (length < 0) throw Failure(SOGAR_MEDIA_OUTSIDE_ROOT, std::string("open: cannot tell where the path leads: ") + std::strerror(errno));
  real_path[length] = '\0';
  std::string folder = real_root;
  if (folder.back() != '/') folder += '/';
  if (std::strncmp(real_path, folder.c_str(), folder.size()) != 0)
    throw Failure(SOGAR_MEDIA_OUTSIDE_ROOT, std::string("open: the path leads to ") + real_path + ", outside the data root " + real_root);
}

}  // namespace

RegularFile::RegularFile(const char* path, const char* root, const TimeAllowance& time) : time_(time) {
  // Without O_NONBLOCK opening a pipe would wait for its writer.
  descriptor_ = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor_ < 0) throw Failure(SOGAR_MEDIA_NOT_FOUND, std::string("open: ") + std::strerror(errno));
  try {
    struct stat facts {};
    if (::fstat(descriptor_, &facts) != 0) throw Failure(SOGAR_MEDIA_NOT_FOUND, std::string("open: ") + std::strerror(errno));
    if (!S_ISREG(facts.st_mode)) throw Failure(SOGAR_MEDIA_NOT_REGULAR, "open: not a regular file (a folder, a pipe or a device)");
    if (facts.st_size == 0) throw Failure(SOGAR_MEDIA_EMPTY, "open: the file has zero bytes");
    if (root != nullptr) require_below(root, descriptor_);
    size_ = facts.st_size;
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

RegularFile::~RegularFile() { ::close(descriptor_); }

Io RegularFile::open_reader() {
  position_ = 0;
  auto* buffer = static_cast<uint8_t*>(av_malloc(kReaderBytes));
  if (buffer == nullptr) throw std::bad_alloc();
  AVIOContext* io = avio_alloc_context(buffer, kReaderBytes, 0, this, &RegularFile::read, nullptr, &RegularFile::seek);
  if (io == nullptr) {
    av_free(buffer);
    throw std::bad_alloc();
  }
  return Io(io);
}

int RegularFile::read(void* self, uint8_t* buffer, int size) {
  auto& file = *static_cast<RegularFile*>(self);
  if (file.out_of_time()) return AVERROR_EXIT;
  ssize_t got = 0;
  do {
    got = ::pread(file.descriptor_, buffer, static_cast<size_t>(size), file.position_);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return AVERROR(errno);
  if (got == 0) return AVERROR_EOF;
  file.position_ += got;
  return static_cast<int>(got);
}

int64_t RegularFile::seek(void* self, int64_t offset, int whence) {
  auto& file = *static_cast<RegularFile*>(self);
  switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE: return file.size_;
    case SEEK_SET: break;
    case SEEK_CUR: offset += file.position_; break;
    case SEEK_END: offset += file.size_; break;
    default: return AVERROR(EINVAL);
  }
  if (offset < 0) return AVERROR(EINVAL);
  return file.position_ = offset;
}

}  // namespace sogar::media
