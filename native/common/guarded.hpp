// The one place where exceptions stop. Every export that can fail wraps its body in `guarded`.
#pragma once

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#include "sogar_error.h"

namespace sogar {

// A failure with a status of its own; what throws it has already said where, what, and what would work.
class Failure : public std::runtime_error {
 public:
  Failure(int32_t code, const std::string& message) : std::runtime_error(message), code_(code) {}
  int32_t code() const noexcept { return code_; }

 private:
  int32_t code_;
};

// Fills the caller's record (which may be absent) and returns the code. Cuts a long message at a character's border,
// so that what arrives is UTF-8 still.
inline int32_t report(sogar_error* error, int32_t code, const char* message) noexcept {
  if (error != nullptr) {
    error->code = code;
    std::size_t length = std::min(std::strlen(message), sizeof(error->message) - 1);
    if (length == sizeof(error->message) - 1) {
      while (length > 0 && (static_cast<unsigned char>(message[length]) & 0xC0) == 0x80) --length;
    }
    std::memcpy(error->message, message, length);
    error->message[length] = '\0';
  }
  return code;
}

// Runs `body`, which returns a status, and turns whatever it throws into a status and a filled record.
template <typename Body>
int32_t guarded(sogar_error* error, Body&& body) noexcept {
  try {
    return body();
  } catch (const Failure& failure) {
    return report(error, failure.code(), failure.what());
  } catch (const std::bad_alloc&) {
    return report(error, SOGAR_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception& unexpected) {
    return report(error, SOGAR_INTERNAL, unexpected.what());
  } catch (...) {
    return report(error, SOGAR_INTERNAL, "not a std::exception");
  }
}

}  // namespace sogar
