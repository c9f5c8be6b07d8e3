/* The error record and the status codes that every part of the native border shares. */
#ifndef SOGAR_ERROR_H
#define SOGAR_ERROR_H

#include <stdint.h>

#if defined(__cplusplus)
#define SOGAR_EXTERN extern "C"
#else
#define SOGAR_EXTERN extern
#endif
#define SOGAR_API SOGAR_EXTERN __attribute__((visibility("default")))

/* What a function returns. Zero is success; what is positive is an outcome the caller expects and handles; what is
   negative is a failure, described in the error record. */
enum {
  SOGAR_OK = 0,
  SOGAR_END_OF_STREAM = 1,      /* nothing is left to read */
  SOGAR_BUFFER_TOO_SMALL = 2,   /* the caller's buffer cannot hold the answer */
  SOGAR_INTERNAL = -1,          /* an exception nobody foresaw */
  SOGAR_INVALID_ARGUMENT = -2,  /* the caller broke the contract of the function */
  SOGAR_ENGINE_FAILED = -3,     /* libtorch refused: shapes, types, an unknown operation */
  SOGAR_OUT_OF_MEMORY = -4,     /* host or device memory ran out */
  SOGAR_OPEN_FAILED = -5,       /* a file could not be opened */
  SOGAR_CODEC_FAILED = -6,      /* data could not be decoded or encoded */
  SOGAR_CANCELLED = -7          /* a callback of the caller asked to stop */
};

/* Owned by the caller and only written on failure. `message` is UTF-8, always ends in a zero, and is cut where it is
   too long. 1024 bytes in all. */
typedef struct sogar_error {
  int32_t code;
  char message[1020];
} sogar_error;

#endif
