// The smallest test vocabulary: a claim that does not hold prints where and what, and ends the program with 1.
#pragma once

#include <cstdio>
#include <cstdlib>

#define CLAIM(condition)                                                              \
  do {                                                                                \
    if (!(condition)) {                                                               \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::exit(1);                                                                   \
    }                                                                                 \
  } while (false)
