#include "media/libav_words.hpp"

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <mutex>

extern "C" {
#include <libavutil/error.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
}

namespace sogar::media {
namespace {

// One block; a 4K frame of 16 bits takes 50 MB. What a damaged header asks for beyond it is refused.
constexpr std::size_t kLargestAllocation = std::size_t{512} << 20;

thread_local char complaint[512];
thread_local int64_t from_demuxers = 0;

void keep_complaint(void* source, int level, const char* format, va_list arguments) {
  if (level > AV_LOG_ERROR) return;
  char text[sizeof(complaint) - 64];
  std::vsnprintf(text, sizeof(text), format, arguments);
  const AVClass* kind = source != nullptr ? *static_cast<AVClass**>(source) : nullptr;
  if (kind != nullptr && std::strcmp(kind->class_name, "AVFormatContext") == 0) ++from_demuxers;
  std::snprintf(complaint, sizeof(complaint), "%.60s%s%s", kind != nullptr ? kind->item_name(source) : "",
                kind != nullptr ? ": " : "", text);
}

}  // namespace

void quieten_libav() {
  static std::once_flag done;
  std::call_once(done, [] {
    av_log_set_callback(keep_complaint);
    av_max_alloc(kLargestAllocation);
  });
}

void forget_complaint() noexcept { complaint[0] = '\0'; }

bool heard_complaint() noexcept { return complaint[0] != '\0'; }

int64_t demuxer_complaints() noexcept { return from_demuxers; }

std::string libav_words(int status) {
  char text[AV_ERROR_MAX_STRING_SIZE];
  av_strerror(status, text, sizeof(text));
  std::string words = status < 0 ? text : "";
  std::string heard = complaint;
  while (!heard.empty() && (heard.back() == '\n' || heard.back() == ' ' || heard.back() == '.')) heard.pop_back();
  if (!heard.empty()) words += words.empty() ? heard : " (" + heard + ")";
  return words.empty() ? words : ": " + words;
}

}  // namespace sogar::media
