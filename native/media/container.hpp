// An opened container with its video stream chosen, behind every protection against what a file may ask for.
#pragma once

#include "media/regular_file.hpp"

namespace sogar::media {

class Container {
 public:
  Container(RegularFile& file, const sogar_video_limits& limits, const TimeAllowance& time);
  Container(const Container&) = delete;
  Container& operator=(const Container&) = delete;

  AVFormatContext* format() const noexcept { return format_.get(); }
  AVStream* stream() const noexcept { return stream_; }
  // libav's name of the container, such as "mpegts"; of "mov,mp4,m4a" the first word.
  std::string name() const;

  // Whether no packet has been read yet, so that the next one is the file's first.
  bool untouched() const noexcept { return !read_from_; }

  // Reads the next packet of the video stream. Returns zero or libav's status.
  int read(AVPacket* packet);

 private:
  void probe(const AVInputFormat*& found);
  void open(const AVInputFormat* kind);
  void look_into_streams();

  RegularFile& file_;
  const sogar_video_limits& limits_;
  const TimeAllowance& time_;
  Io io_;          // outlives the format that reads from it
  Format format_;
  AVStream* stream_ = nullptr;
  bool read_from_ = false;
};

}  // namespace sogar::media
