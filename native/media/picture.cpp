#include "media/picture.hpp"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace sogar::media {
namespace {

bool is_border_layout(int format) { return format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P; }

bool is_full_range(const AVFrame& frame) {
  switch (frame.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P: return true;
    default: return frame.color_range == AVCOL_RANGE_JPEG;
  }
}

// Frames that do not say are taken as BT.601, as libav's own conversions do.
int32_t matrix_of(const AVFrame& frame) {
  switch (frame.colorspace) {
    case AVCOL_SPC_BT709: return 709;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL: return 2020;
    default: return 601;
  }
}

// Writes the plane turned clockwise by `degrees`; a quarter turn swaps width and height.
void turn(const uint8_t* source, int stride, int width, int height, int degrees, uint8_t* target) {
  const int rows = degrees == 180 ? height : width;
  const int columns = degrees == 180 ? width : height;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      int x = 0;
      int y = 0;
      if (degrees == 90) x = row, y = height - 1 - column;
      else if (degrees == 180) x = width - 1 - column, y = height - 1 - row;
      else x = width - 1 - row, y = column;
      *target++ = source[static_cast<ptrdiff_t>(y) * stride + x];
    }
  }
}

}  // namespace

void Picture::show(const AVFrame& frame, sogar_frame& shown) {
  const AVFrame* source = &frame;
  if (!is_border_layout(frame.format)) {
    convert(frame);
    source = converted_.get();
  }
  shown.width = frame.width;
  shown.height = frame.height;
  shown.matrix = matrix_of(frame);
  shown.full_range = is_full_range(frame) ? 1 : 0;
  shown.luma_stride = source->linesize[0];
  shown.chroma_stride = source->linesize[1];
  shown.y = source->data[0];
  shown.u = source->data[1];
  shown.v = source->data[2];
  if (rotation_ != 0) rotate(shown);
}

void Picture::convert(const AVFrame& frame) {
  if (frame.width != scaler_width_ || frame.height != scaler_height_ || frame.format != scaler_format_) {
    const auto format = static_cast<AVPixelFormat>(frame.format);
    const char* name = av_get_pix_fmt_name(format);
    scaler_.reset(sws_isSupportedInput(format) > 0
                      ? sws_getContext(frame.width, frame.height, format, frame.width, frame.height, AV_PIX_FMT_YUV420P,
                                       SWS_BILINEAR | SWS_ACCURATE_RND, nullptr, nullptr, nullptr)
                      : nullptr);
    if (scaler_ == nullptr)
      throw Failure(SOGAR_MEDIA_UNSUPPORTED, std::string("decode: pixel format ") + (name != nullptr ? name : "unknown") + " cannot be converted");
    // Values keep their range: what says so is the frame, on both sides of the conversion.
    const int* coefficients = sws_getCoefficients(SWS_CS_DEFAULT);
    const int range = is_full_range(frame) ? 1 : 0;
    sws_setColorspaceDetails(scaler_.get(), coefficients, range, coefficients, range, 0, 1 << 16, 1 << 16);
    converted_.reset(av_frame_alloc());
    if (converted_ == nullptr) throw std::bad_alloc();
    converted_->format = AV_PIX_FMT_YUV420P;
    converted_->width = frame.width;
    converted_->height = frame.height;
    if (av_frame_get_buffer(converted_.get(), 0) < 0) throw std::bad_alloc();
    scaler_width_ = frame.width;
    scaler_height_ = frame.height;
    scaler_format_ = frame.format;
  }
  sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, converted_->data, converted_->linesize);
}

void Picture::rotate(sogar_frame& shown) {
  const int chroma_width = (shown.width + 1) / 2;
  const int chroma_height = (shown.height + 1) / 2;
  const size_t luma = static_cast<size_t>(shown.width) * static_cast<size_t>(shown.height);
  const size_t chroma = static_cast<size_t>(chroma_width) * static_cast<size_t>(chroma_height);
  rotated_.resize(luma + 2 * chroma);
  uint8_t* y = rotated_.data();
  turn(shown.y, shown.luma_stride, shown.width, shown.height, rotation_, y);
  turn(shown.u, shown.chroma_stride, chroma_width, chroma_height, rotation_, y + luma);
  turn(shown.v, shown.chroma_stride, chroma_width, chroma_height, rotation_, y + luma + chroma);
  if (rotation_ != 180) std::swap(shown.width, shown.height);
  shown.y = y;
  shown.u = y + luma;
  shown.v = y + luma + chroma;
  shown.luma_stride = shown.width;
  shown.chroma_stride = (shown.width + 1) / 2;
}

}  // namespace sogar::media
