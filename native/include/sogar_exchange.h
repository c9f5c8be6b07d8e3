/* A small C ABI over Gloo: sums and maxima in place over the processes of a group.

   Forming a group. Each process opens a group with its rank, reads the address by which each peer will find it, carries those to
   the peers by whatever way the caller has, and connects with the addresses that they have for it. There is no store and no first
   process: who opens a group knows only the addresses that it was given.

   Threads. One call at a time per group, but for `sogar_exchange_group_abort`, which any thread may make at any time until the
   group is freed: the call in progress then fails at once. What has failed stays broken; free it and form another. A rank that fails
   aborts or frees its group, so that those who wait for it in turn are told. The process has to ignore SIGPIPE, as .NET does.

   Errors. A function that returns a status fills `error` when it is negative. After a failed sum or maximum the values mean nothing. */
#ifndef SOGAR_EXCHANGE_H
#define SOGAR_EXCHANGE_H

#include "sogar_error.h"

#define SOGAR_EXCHANGE_ABI 1
#define SOGAR_EXCHANGE_ADDRESS_BYTES 256 /* room for one address; what is left is zero */
#define SOGAR_EXCHANGE_BADGE_BYTES 16

typedef struct sogar_exchange_device sogar_exchange_device; /* one thread for the sockets of all its groups */
typedef struct sogar_exchange_group sogar_exchange_group;

SOGAR_API int32_t sogar_exchange_abi(void);

/* Opens a device whose sockets are bound to the numeric IPv4 or IPv6 address `address`. SOGAR_OPEN_FAILED where no interface has it. */
SOGAR_API int32_t sogar_exchange_device_open(const char* address, sogar_exchange_device** device, sogar_error* error);

/* To be freed after its groups. */
SOGAR_API void sogar_exchange_device_free(sogar_exchange_device* device);

/* Opens this process's side of a group of `size` ranks, 2 or more, and listens. `stall_ms` is how long a sum waits for its next bytes
   from a peer, `connect_ms` how long connecting waits for a peer. */
SOGAR_API int32_t sogar_exchange_group_open(
    sogar_exchange_device* device, int32_t rank, int32_t size, int32_t stall_ms, int32_t connect_ms, sogar_exchange_group** group,
    sogar_error* error);

/* Writes the address by which `peer`, and it alone, finds this process: SOGAR_EXCHANGE_ADDRESS_BYTES bytes. */
SOGAR_API int32_t sogar_exchange_group_address(
    const sogar_exchange_group* group, int32_t peer, uint8_t* address, sogar_error* error);

/* Connects to all peers. `addresses` holds an address for each rank, one behind the other, which that rank gave for this process; its own
   place is not read. `badges` holds a badge for each rank, its own included: this process shows a peer that peer's badge, and refuses one
   that does not show it its own. So whoever dials a port by chance or on purpose does not get in. */
SOGAR_API int32_t sogar_exchange_group_connect(
    sogar_exchange_group* group, const uint8_t* addresses, const uint8_t* badges, sogar_error* error);

/* Adds `count` values of every rank into `values`. With `input_count` 0 this rank's part is what `values` holds; else it is the sum of the
   arrays in `inputs`, each as long, which is taken segment by segment just before a segment travels. Integers wrap around, and come out
   the same on any number of ranks; floats are added in an order that depends on that number. */
SOGAR_API int32_t sogar_exchange_sum_int32(
    sogar_exchange_group* group, int32_t* values, const int32_t* const* inputs, int32_t input_count, int64_t count, sogar_error* error);
SOGAR_API int32_t sogar_exchange_sum_float(
    sogar_exchange_group* group, float* values, const float* const* inputs, int32_t input_count, int64_t count, sogar_error* error);

/* Takes the greatest of every rank's values in place. */
SOGAR_API int32_t sogar_exchange_max_uint8(sogar_exchange_group* group, uint8_t* values, int64_t count, sogar_error* error);

/* Fails the call in progress and all later ones, and tells the peers by closing the connections. */
SOGAR_API void sogar_exchange_group_abort(sogar_exchange_group* group);

/* Closes what is still open. No call may be in progress. */
SOGAR_API void sogar_exchange_group_free(sogar_exchange_group* group);

#endif
