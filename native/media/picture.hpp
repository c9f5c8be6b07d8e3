// Brings any decoded frame to the one layout of the border: 8-bit planar YUV 4:2:0, upright.
#pragma once

#include <vector>

#include "media/limits.hpp"
#include "media/owned.hpp"

namespace sogar::media {

class Picture {
 public:
  // `rotation` is in degrees clockwise, a multiple of 90.
  explicit Picture(int rotation) : rotation_(rotation) {}

  // Describes `frame` as the border shows it. The planes belong to `frame` or to this object and live until the next call.
  void show(const AVFrame& frame, sogar_frame& shown);

 private:
  void convert(const AVFrame& frame);
  void rotate(sogar_frame& shown);

  int rotation_;
  Scaler scaler_;
  int scaler_width_ = 0;
  int scaler_height_ = 0;
  int scaler_format_ = AV_PIX_FMT_NONE;
  Frame converted_;
  std::vector<uint8_t> rotated_;
};

}  // namespace sogar::media
