// What happens when a group breaks: who waits is told, nothing is left behind, the next group works.
#include <dirent.h>

#include <atomic>
#include <cstring>
#include <thread>

#include "claims.hpp"
#include "exchange_ranks.hpp"

namespace {

constexpr int64_t length = 1 << 20;

int32_t sum(const Ranks& ranks, int rank, sogar_error* error) {
  std::vector<int32_t> values(length, 1);
  return sogar_exchange_sum_int32(ranks.group(rank), values.data(), nullptr, 0, length, error);
}

std::size_t entries_of(const char* folder) {
  std::size_t count = 0;
  DIR* open = opendir(folder);
  CLAIM(open != nullptr);
  while (readdir(open) != nullptr) ++count;
  closedir(open);
  return count;
}

void who_waits_for_one_that_went_is_told_at_once() {
  Ranks ranks(2);
  ranks.connect_all();
  std::thread waiting([&] {
    sogar_error error;
    CLAIM(sum(ranks, 0, &error) == SOGAR_ENGINE_FAILED);
    CLAIM(std::strlen(error.message) > 0 && error.message[0] != '[');
  });
  ranks.free(1);
  waiting.join();
}

// As every rank has to: who has failed aborts, so that those who wait for it in turn are told.
int32_t sum_or_abort(const Ranks& ranks, int rank, sogar_error* error) {
  const int32_t status = sum(ranks, rank, error);
  if (status != SOGAR_OK) sogar_exchange_group_abort(ranks.group(rank));
  return status;
}

void an_abort_ends_the_wait_of_its_own_thread_and_of_all_ranks_in_turn() {
  Ranks ranks(4);
  ranks.connect_all();
  std::thread aborting([&] { sogar_exchange_group_abort(ranks.group(1)); });
  ranks.each([&](int rank) {
    sogar_error error;
    const int32_t status = sum_or_abort(ranks, rank, &error);
    CLAIM(status == SOGAR_ENGINE_FAILED || (rank == 1 && status == SOGAR_CANCELLED));
  });
  aborting.join();
  sogar_error error;
  CLAIM(sum(ranks, 1, &error) == SOGAR_CANCELLED);
}

void a_rank_that_brings_nothing_is_missed_when_the_time_is_up() {
  Ranks ranks(2, 50);
  ranks.connect_all();
  sogar_error error;
  CLAIM(sum(ranks, 0, &error) == SOGAR_ENGINE_FAILED);
  CLAIM(std::strstr(error.message, "50ms") != nullptr);
}

void a_peer_without_the_badge_is_refused() {
  Ranks ranks(2);
  std::atomic<int> refused{0};
  ranks.each([&](int rank) {
    sogar_error error;
    std::vector<uint8_t> badges = ranks.badges();
    if (rank == 1) badges[0] ^= 1;  // what it believes rank 0's badge to be
    if (ranks.connect(rank, &error, badges) == SOGAR_INVALID_ARGUMENT) ++refused;
  });
  CLAIM(refused == 1);
}

void connecting_can_be_aborted() {
  Ranks ranks(2);
  std::thread aborting([&] { sogar_exchange_group_abort(ranks.group(0)); });
  sogar_error error;
  CLAIM(ranks.connect(0, &error) != SOGAR_OK);
  aborting.join();
}

void bad_arguments_are_refused_with_reasons() {
  sogar_error error;
  sogar_exchange_device* device = nullptr;
  CLAIM(sogar_exchange_device_open("localhost", &device, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(sogar_exchange_device_open("203.0.113.7", &device, &error) == SOGAR_OPEN_FAILED);
  CLAIM(std::strstr(error.message, "203.0.113.7") != nullptr);
  CLAIM_OK(sogar_exchange_device_open("127.0.0.1", &device, &error), error);
  sogar_exchange_group* group = nullptr;
  CLAIM(sogar_exchange_group_open(device, 2, 2, 100, 100, &group, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM(sogar_exchange_group_open(device, 0, 1, 100, 100, &group, &error) == SOGAR_INVALID_ARGUMENT);
  CLAIM_OK(sogar_exchange_group_open(device, 0, 2, 100, 100, &group, &error), error);
  uint8_t address[SOGAR_EXCHANGE_ADDRESS_BYTES];
  CLAIM(sogar_exchange_group_address(group, 0, address, &error) == SOGAR_INVALID_ARGUMENT);
  int32_t value = 0;
  CLAIM(sogar_exchange_sum_int32(group, &value, nullptr, 0, -1, &error) == SOGAR_INVALID_ARGUMENT);
  sogar_exchange_group_free(group);
  sogar_exchange_device_free(device);
}

void a_hundred_groups_leave_no_descriptors_or_threads_behind() {
  std::size_t descriptors = 0, threads = 0;
  for (int generation = 0; generation < 100; ++generation) {
    if (generation == 3) descriptors = entries_of("/proc/self/fd"), threads = entries_of("/proc/self/task");
    Ranks ranks(3);
    ranks.connect_all();
    ranks.each([&](int rank) {
      sogar_error error;
      if (rank == generation % 3) sogar_exchange_group_abort(ranks.group(rank));
      else CLAIM(sum_or_abort(ranks, rank, &error) == SOGAR_ENGINE_FAILED);
    });
  }
  CLAIM(entries_of("/proc/self/fd") == descriptors);
  CLAIM(entries_of("/proc/self/task") == threads);
}

}  // namespace

int main() {
  who_waits_for_one_that_went_is_told_at_once();
  an_abort_ends_the_wait_of_its_own_thread_and_of_all_ranks_in_turn();
  a_rank_that_brings_nothing_is_missed_when_the_time_is_up();
  a_peer_without_the_badge_is_refused();
  connecting_can_be_aborted();
  bad_arguments_are_refused_with_reasons();
  a_hundred_groups_leave_no_descriptors_or_threads_behind();
}
