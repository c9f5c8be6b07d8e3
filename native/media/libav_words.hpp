// What libav says when something fails: its log is global to the process, so one callback keeps the last complaint of
// each thread, and nothing is ever printed.
#pragma once

#include <cstdint>
#include <string>

namespace sogar::media {

// Takes over libav's log and bounds its single allocations; the first call does it, later ones cost nothing.
void quieten_libav();

// Forgets this thread's last complaint, so that what is heard later belongs to what is tried now.
void forget_complaint() noexcept;

// Whether libav complained in this thread since `forget_complaint`.
bool heard_complaint() noexcept;

// How often demuxers complained in this thread, ever.
int64_t demuxer_complaints() noexcept;

// Ends a message with the text of a libav status (zero: none) and this thread's last complaint: ": words", or nothing.
std::string libav_words(int status = 0);

}  // namespace sogar::media
