// The bounds on one file, and the clock that enforces the one on time.
#pragma once

#include <chrono>
#include <string>

#include "common/guarded.hpp"
#include "sogar_media.h"

namespace sogar::media {

// The caller's limits with the defaults of the header filled in.
inline sogar_video_limits completed(const sogar_video_limits* asked) {
  sogar_video_limits limits = asked != nullptr ? *asked : sogar_video_limits{};
  if (limits.max_pixels <= 0) limits.max_pixels = int64_t{3840} * 2160;
  if (limits.max_duration_us <= 0) limits.max_duration_us = int64_t{4} * 3600 * 1'000'000;
  if (limits.max_packets <= 0) limits.max_packets = 4'000'000;
  if (limits.deadline_us <= 0) limits.deadline_us = 60'000'000;
  if (limits.max_streams <= 0) limits.max_streams = 64;
  if (limits.max_damage < 0) limits.max_damage = 0;
  return limits;
}

// Counts the time spent inside calls on one handle: what a caller does between two frames is not the file's fault.
class TimeAllowance {
 public:
  using Clock = std::chrono::steady_clock;

  explicit TimeAllowance(int64_t microseconds) : left_(microseconds) {}

  // Runs the clock from its birth to its end.
  class Running {
   public:
    explicit Running(TimeAllowance& allowance) : allowance_(allowance) { allowance_.started_ = Clock::now(); }
    ~Running() { allowance_.left_ -= Clock::now() - allowance_.started_; }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

   private:
    TimeAllowance& allowance_;
  };

  bool spent() const noexcept { return Clock::now() - started_ > left_; }

  void require(const char* stage) const {
    if (spent()) throw Failure(SOGAR_MEDIA_DEADLINE, std::string(stage) + ": the time allowed for this file is over");
  }

 private:
  std::chrono::duration<double, std::micro> left_;
  Clock::time_point started_{};
};

}  // namespace sogar::media
