/* A small C ABI over libtorch: any operation of ATen by its schema's name, and by name what has no schema (memory,
   gradients, grad mode, autocast, threads, recomputation).

   Tensors. A `sogar_tensor` is one reference to a tensor, the caller's until `sogar_tensor_free`. Functions borrow the
   tensors they are given and hand over the ones they return. Null is "no tensor", as in an optional argument.

   Threads. Grad mode, autocast and thread counts belong to the calling thread. Tensors may be used from any thread, one at
   a time.

   Errors. A function that returns a status fills `error` when it is negative; outputs are untouched then. */
#ifndef SOGAR_TORCH_H
#define SOGAR_TORCH_H

#include "sogar_error.h"

#define SOGAR_TORCH_ABI 2
#define SOGAR_MAX_RANK 8

typedef struct sogar_tensor_object* sogar_tensor;
typedef struct sogar_operation sogar_operation; /* lives as long as the process */

/* What an argument or a result is. Numbers for a `Scalar` parameter are INTEGER or REAL; a data type is an INTEGER. */
enum {
  SOGAR_NONE = 0,
  SOGAR_TENSOR = 1,
  SOGAR_INTEGER = 2,
  SOGAR_REAL = 3,
  SOGAR_BOOLEAN = 4,          /* in `integer` */
  SOGAR_INTEGERS = 5,         /* `count` of them */
  SOGAR_REALS = 6,            /* `count` of them */
  SOGAR_TENSORS = 7,          /* `count` of them */
  SOGAR_OPTIONAL_TENSORS = 8, /* `count` of them, null where there is none */
  SOGAR_TEXT = 9,             /* UTF-8, zero at its end */
  SOGAR_DEVICE = 10,          /* type in the high half of `integer`, index in the low half, -1 for the current one */
  SOGAR_DEFAULT = 11          /* what the schema says */
};

/* One argument or result; 16 bytes. Pointers are borrowed for the call. */
typedef struct sogar_argument {
  int32_t tag;
  int32_t count;
  union {
    sogar_tensor tensor;
    int64_t integer;
    double real;
    const int64_t* integers;
    const double* reals;
    const sogar_tensor* tensors;
    const char* text;
  } value;
} sogar_argument;

/* What a tensor looks like. `data` is null where there is no plain memory; strides count elements. */
typedef struct sogar_tensor_description {
  int64_t element_count;
  void* data;
  int32_t rank;
  int32_t dtype;        /* ScalarType: 0 uint8, 1 int8, 2 int16, 3 int32, 4 int64, 5 float16, 6 float32, 7 float64, 11 bool, 15 bfloat16 */
  int32_t device_type;  /* 0 CPU, 1 CUDA */
  int32_t device_index; /* -1 for the CPU */
  int32_t contiguous;
  int32_t requires_grad;
  int64_t sizes[SOGAR_MAX_RANK];
  int64_t strides[SOGAR_MAX_RANK];
} sogar_tensor_description;

/* ---- the library ---- */

SOGAR_API int32_t sogar_torch_abi(void);

/* Sizes of error record, argument, tensor description and autocast state, for the other side to compare with its own. */
SOGAR_API void sogar_torch_sizes(int32_t* error, int32_t* argument, int32_t* description, int32_t* autocast);

/* Version of the libtorch in use, such as "1.13.0"; static memory. */
SOGAR_API const char* sogar_torch_version(void);

/* How that libtorch was built (BLAS, instruction sets), as text for people and for the numeric profile; static memory. */
SOGAR_API const char* sogar_torch_build(void);

/* Devices of a type that can be used, -1 where libtorch was built without it. */
SOGAR_API int32_t sogar_device_count(int32_t device_type);

/* Threads within one operation, for the calling thread and as default for threads that come later. */
SOGAR_API int32_t sogar_threads_set(int32_t count, sogar_error* error);
SOGAR_API int32_t sogar_threads_get(void);

/* From now on, tensors of a MiB and more on the CPU leave their memory to the next ones of the same size; with what is in use it is never more than was once
   in use at the same time. To be called before other threads use libtorch; once done it stays. */
SOGAR_API int32_t sogar_memory_keep(sogar_error* error);

/* Bytes that are kept and not in use. */
SOGAR_API int64_t sogar_memory_kept(void);

/* Seeds libtorch's own generators, which this project draws from only in tests. */
SOGAR_API int32_t sogar_seed(uint64_t seed, sogar_error* error);

/* Whether operations without a deterministic implementation are refused. */
SOGAR_API int32_t sogar_deterministic_set(int32_t enabled, sogar_error* error);

/* ---- operations ---- */

/* Finds an operation by its schema, such as "aten::add" with the overload "Tensor". */
SOGAR_API int32_t sogar_operation_find(
    const char* name, const char* overload, const sogar_operation** operation, sogar_error* error);

/* Calls an operation. Trailing arguments that are left out take the schema's defaults. Lists of tensors among the results
   are laid out one by one. With `capacity` 0 results are dropped, which suits operations in place. After a failure
   `results` holds nothing of the caller's. */
SOGAR_API int32_t sogar_operation_call(
    const sogar_operation* operation, const sogar_argument* arguments, int32_t count,
    sogar_argument* results, int32_t capacity, int32_t* produced, sogar_error* error);

/* ---- tensors ---- */

typedef void (*sogar_release)(void* context);

/* A tensor over memory of the caller, contiguous where `strides` is null. `release` is called with `context` once nothing
   refers to the memory any more, on failure too, from whatever thread that happens on; without it the memory must
   outlive the tensor. */
SOGAR_API int32_t sogar_tensor_from_memory(
    void* data, const int64_t* sizes, const int64_t* strides, int32_t rank, int32_t dtype, int32_t device_type,
    int32_t device_index, sogar_release release, void* context, sogar_tensor* tensor, sogar_error* error);

SOGAR_API void sogar_tensor_free(sogar_tensor tensor);

/* A second reference to the same tensor. */
SOGAR_API sogar_tensor sogar_tensor_share(sogar_tensor tensor);

SOGAR_API int32_t sogar_tensor_describe(
    sogar_tensor tensor, sogar_tensor_description* description, sogar_error* error);

/* References handed over and not freed yet, in the whole process. */
SOGAR_API int64_t sogar_tensor_live_count(void);

/* ---- gradients ---- */

SOGAR_API int32_t sogar_tensor_requires_grad_set(sogar_tensor tensor, int32_t requires_grad, sogar_error* error);

/* The gradient accumulated in a leaf, null where there is none. */
SOGAR_API int32_t sogar_tensor_grad_get(sogar_tensor tensor, sogar_tensor* grad, sogar_error* error);

/* Makes `grad` the gradient of a leaf: later backward passes add to its memory in place. Null forgets the gradient. */
SOGAR_API int32_t sogar_tensor_grad_set(sogar_tensor tensor, sogar_tensor grad, sogar_error* error);

/* Adds the gradients of `roots` to the leaves they came from. `output_grads` (or an entry of it) may be null for roots with
   one element. The graph is freed unless `keep_graph`. */
SOGAR_API int32_t sogar_backward(
    const sogar_tensor* roots, const sogar_tensor* output_grads, int32_t count, int32_t keep_graph, sogar_error* error);

/* Gradients of `roots` by `inputs`, one each, null where an input was not used; leaves stay as they are. */
SOGAR_API int32_t sogar_gradients(
    const sogar_tensor* roots, const sogar_tensor* output_grads, int32_t root_count, const sogar_tensor* inputs,
    int32_t input_count, int32_t keep_graph, int32_t create_graph, sogar_tensor* grads, sogar_error* error);

/* Sets whether the calling thread records a graph; returns what it was. */
SOGAR_API int32_t sogar_grad_mode_set(int32_t enabled);
SOGAR_API int32_t sogar_grad_mode_get(void);

/* Computes a segment of a network. Borrows `input`, hands over `*output`; any status but SOGAR_OK aborts. */
typedef int32_t (*sogar_segment)(void* context, sogar_tensor input, sogar_tensor* output, sogar_error* error);

/* Runs `segment` without a graph, and once more, with the autocast state of now, when the backward pass arrives: its
   parameters receive their gradients then. So only the input is kept in between. Only a backward pass to all leaves
   (`sogar_backward`) may follow. `release` is called once, when nothing can ask for `context` any more, on failure too. */
SOGAR_API int32_t sogar_checkpoint(
    sogar_tensor input, sogar_segment segment, void* context, sogar_release release, sogar_tensor* output,
    sogar_error* error);

/* ---- autocast ---- */

typedef struct sogar_autocast_state {
  int32_t device_type;
  int32_t enabled;
  int32_t dtype;
  int32_t reserved;
} sogar_autocast_state;

/* Sets autocast for a device type on the calling thread until the matching `leave`, which takes what `enter` wrote to
   `previous`. Only the CPU and CUDA have one; on others it can only be off. Regions nest. A weight is cast once for
   all its uses within the outermost one, whatever other threads do; so it must not change there. */
SOGAR_API int32_t sogar_autocast_enter(
    int32_t device_type, int32_t enabled, int32_t dtype, sogar_autocast_state* previous, sogar_error* error);
SOGAR_API int32_t sogar_autocast_leave(const sogar_autocast_state* previous, sogar_error* error);

#endif
