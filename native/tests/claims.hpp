// The smallest test vocabulary: a claim that does not hold prints where and what, and ends the program with 1.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "sogar_error.h"

#define CLAIM(condition)                                                                  \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::exit(1);                                                                       \
    }                                                                                     \
  } while (false)

// Claims that a call of the library succeeds; where it does not, its own words are printed too.
#define CLAIM_OK(call, error)                                                              \
  do {                                                                                     \
    if ((call) != SOGAR_OK) {                                                              \
      std::fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, (error).message); \
      std::exit(1);                                                                        \
    }                                                                                      \
  } while (false)
