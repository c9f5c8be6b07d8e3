// A stand-in for NCCL and the CUDA runtime, so that their declarations on the other side, the name of a group by value among them, and
// the ways in which they fail can be tried where there is no GPU. "Device memory" is plain memory, ranks are threads of one process that share theirs,
// and a stream does what was put on it when it is asked whether it is done.
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

constexpr int success = 0, remote_error = 6, not_ready = 600, invalid_argument = 4;
constexpr int type_uint8 = 1, type_int32 = 2, type_float32 = 7, op_sum = 0, op_max = 2;

struct Id {
  char bytes[128];
};
static_assert(sizeof(Id) == 128);

struct Operation {
  int arrived = 0;
  std::vector<uint8_t> result;
};

struct Group {
  std::mutex gate;
  std::condition_variable changed;
  int size = 0, present = 0;
  bool broken = false;
  std::vector<std::unique_ptr<Operation>> operations;
};

struct Communicator {
  std::shared_ptr<Group> group;
  std::size_t next = 0;
};

// What is done in turn; each says whether it could be.
using Stream = std::deque<std::function<bool()>>;

std::mutex registry_gate;
std::map<std::string, std::shared_ptr<Group>> registry;
uint64_t ids = 0;

template <typename T>
void combine(T* to, const T* from, std::size_t count, int operation) {
  for (std::size_t i = 0; i < count; ++i) to[i] = operation == op_sum ? static_cast<T>(to[i] + from[i]) : (to[i] > from[i] ? to[i] : from[i]);
}

void combine(int type, void* to, const void* from, std::size_t count, int operation) {
  if (type == type_uint8) combine(static_cast<uint8_t*>(to), static_cast<const uint8_t*>(from), count, operation);
  else if (type == type_int32) combine(static_cast<uint32_t*>(to), static_cast<const uint32_t*>(from), count, operation);
  else combine(static_cast<float*>(to), static_cast<const float*>(from), count, operation);
}

}  // namespace

EXPORT int ncclGetVersion(int* version) { return *version = 22000, success; }

EXPORT int ncclGetUniqueId(Id* id) {
  std::lock_guard<std::mutex> lock(registry_gate);
  for (std::size_t i = 0; i < sizeof id->bytes; ++i) id->bytes[i] = static_cast<char>(i * 37 + 11);
  ++ids;
  // At the end: an id of which a part got lost is another one.
  std::memcpy(id->bytes + sizeof id->bytes - sizeof ids, &ids, sizeof ids);
  return success;
}

EXPORT int ncclCommInitRank(Communicator** communicator, int size, Id id, int rank) {
  if (rank < 0 || rank >= size || id.bytes[1] != 48) return invalid_argument;
  std::shared_ptr<Group> group;
  {
    std::lock_guard<std::mutex> lock(registry_gate);
    auto& entry = registry[std::string(id.bytes, sizeof id.bytes)];
    if (entry == nullptr) entry = std::make_shared<Group>();
    group = entry;
  }
  std::unique_lock<std::mutex> lock(group->gate);
  group->size = size;
  ++group->present;
  group->changed.notify_all();
  group->changed.wait(lock, [&] { return group->present >= size; });
  *communicator = new Communicator{group};
  return success;
}

EXPORT int ncclAllReduce(const void* from, void* to, std::size_t count, int type, int operation, Communicator* communicator, Stream* stream) {
  const std::size_t bytes = count * (type == type_uint8 ? 1 : 4), turn = communicator->next++;
  stream->push_back([=, has_given = false]() mutable {
    Group& group = *communicator->group;
    std::lock_guard<std::mutex> lock(group.gate);
    while (group.operations.size() <= turn) group.operations.push_back(std::make_unique<Operation>());
    Operation& current = *group.operations[turn];
    if (!has_given) {
      has_given = true;
      if (current.arrived++ == 0) current.result.assign(static_cast<const uint8_t*>(from), static_cast<const uint8_t*>(from) + bytes);
      else combine(type, current.result.data(), from, count, operation);
    }
    if (current.arrived < group.size) return false;
    std::memcpy(to, current.result.data(), bytes);
    return true;
  });
  return success;
}

EXPORT int ncclCommGetAsyncError(Communicator* communicator, int* error) {
  std::lock_guard<std::mutex> lock(communicator->group->gate);
  *error = communicator->group->broken ? remote_error : success;
  return success;
}

EXPORT int ncclCommAbort(Communicator* communicator) {
  {
    std::lock_guard<std::mutex> lock(communicator->group->gate);
    communicator->group->broken = true;
  }
  delete communicator;
  return success;
}

EXPORT int ncclCommDestroy(Communicator* communicator) { return delete communicator, success; }

EXPORT const char* ncclGetErrorString(int error) { return error == remote_error ? "remote process exited or there was a network error" : "invalid argument"; }

EXPORT int cudaSetDevice(int device) { return device == 0 ? success : 101; }
EXPORT int cudaDeviceGetAttribute(int* value, int attribute, int device) { return device == 0 ? (*value = attribute, success) : 101; }
EXPORT int cudaStreamCreate(Stream** stream) { return *stream = new Stream, success; }
EXPORT int cudaStreamDestroy(Stream* stream) { return delete stream, success; }

EXPORT int cudaStreamQuery(Stream* stream) {
  while (!stream->empty()) {
    if (!stream->front()()) return not_ready;
    stream->pop_front();
  }
  return success;
}

// Only asked for after an abort, when nothing that waits will ever be done.
EXPORT int cudaStreamSynchronize(Stream* stream) { return stream->clear(), success; }

EXPORT int cudaMalloc(void** memory, std::size_t bytes) { return *memory = std::malloc(bytes), success; }
EXPORT int cudaFree(void* memory) { return std::free(memory), success; }

EXPORT int cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, int, Stream* stream) {
  stream->push_back([=] { return std::memcpy(to, from, bytes), true; });
  return success;
}

EXPORT const char* cudaGetErrorString(int error) { return error == 101 ? "invalid device ordinal" : "unknown error"; }
