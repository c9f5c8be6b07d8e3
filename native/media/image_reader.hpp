// Still pictures, one file each: JPEG and PNG, told by their first bytes.
#pragma once

#include "media/picture.hpp"

namespace sogar::media {

class ImageReader {
 public:
  explicit ImageReader(const sogar_video_limits& limits) : limits_(limits) {}

  // Decodes the regular file at `path`, which must lie below `root` (may be null). What `shown` points to lives until the next call.
  void read(const char* path, const char* root, sogar_frame& shown);

 private:
  void load(const char* path, const char* root, const TimeAllowance& time);
  AVCodecContext* decoder_of(const uint8_t* bytes, int size);
  void open(Codec& codec, AVCodecID id);

  sogar_video_limits limits_;
  Codec jpeg_;
  Codec png_;
  Packet packet_;
  Frame frame_;
  Picture picture_{0};
};

}  // namespace sogar::media
