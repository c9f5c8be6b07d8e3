// The exports of sogar_media.h for still images. Each one is one operation, and none lets an exception out.
#include "media/image_reader.hpp"
#include "media/libav_words.hpp"

using namespace sogar;
using namespace sogar::media;

struct sogar_images {
  explicit sogar_images(const sogar_video_limits* asked) : reader(completed(asked)) {}

  ImageReader reader;
};

int32_t sogar_images_open(const sogar_video_limits* limits, sogar_images** images, sogar_error* error) {
  if (images == nullptr) return report(error, SOGAR_INVALID_ARGUMENT, "open: a place for the handle is needed");
  *images = nullptr;
  return guarded(error, [&]() -> int32_t {
    quieten_libav();
    *images = std::make_unique<sogar_images>(limits).release();
    return SOGAR_OK;
  });
}

int32_t sogar_images_close(sogar_images* images) {
  delete images;
  return SOGAR_OK;
}

int32_t sogar_images_read(sogar_images* images, const char* path, const char* root, sogar_frame* frame, sogar_error* error) {
  return guarded(error, [&]() -> int32_t {
    if (images == nullptr || path == nullptr || frame == nullptr) return report(error, SOGAR_INVALID_ARGUMENT, "read: a handle, a path and a frame are needed");
    *frame = {};
    images->reader.read(path, root, *frame);
    return SOGAR_OK;
  });
}
