// The low-precision copies of weights that a thread's autocast region has made.
//
// libtorch keeps such copies itself, but since 2.0 in one place for all threads: a thread that leaves its region throws away the
// copies of the others, which then cast again in the middle of theirs. A gradient is summed in the type of the copy that was used,
// so how often a weight was cast shows in its last bits, and two trainers of one process would not repeat theirs. Therefore
// libtorch's own cache is off inside regions, and each thread has its copies here.
#pragma once

#include <ATen/core/Tensor.h>

namespace sogar {

// A weight (a float32 leaf that requires a gradient) in the type that this thread's autocast computes in, cast once for all its
// uses while a graph is recorded. Everything else as it is.
at::Tensor casted(at::Tensor tensor);

// To be called when the outermost region is left: weights change between regions.
void forget_casted_weights();

}  // namespace sogar
