// What libav says when something fails: its log is global to the process, so one callback keeps the last complaint of
// each thread, and nothing is ever printed.
#pragma once

#include <string>

namespace sogar::media {

// Takes over libav's log and bounds its single allocations; the first call does it, later ones cost nothing.
void quieten_libav();

// Forgets this thread's last complaint, so that what is heard later belongs to what is tried now.
void forget_complaint() noexcept;

// The text of a libav status, and this thread's last complaint if there was one.
std::string libav_words(int status);

}  // namespace sogar::media
