#include "exchange_ranks.hpp"

#include <csignal>
#include <thread>

#include "claims.hpp"

namespace {

// As .NET does: who writes to a peer that went is told by a status.
[[maybe_unused]] const auto broken_pipes_are_errors = std::signal(SIGPIPE, SIG_IGN);

}  // namespace

Ranks::Ranks(int size, int32_t stall_ms) : devices_(size), groups_(size) {
  sogar_error error;
  for (int rank = 0; rank < size; ++rank) {
    CLAIM_OK(sogar_exchange_device_open("127.0.0.1", &devices_[rank], &error), error);
    CLAIM_OK(sogar_exchange_group_open(devices_[rank], rank, size, stall_ms, patient_ms, &groups_[rank], &error), error);
    addresses_.emplace_back(std::size_t{SOGAR_EXCHANGE_ADDRESS_BYTES} * size);
  }
  for (int rank = 0; rank < size; ++rank)
    for (int peer = 0; peer < size; ++peer)
      if (peer != rank)
        CLAIM_OK(sogar_exchange_group_address(groups_[peer], rank, &addresses_[rank][std::size_t{SOGAR_EXCHANGE_ADDRESS_BYTES} * peer], &error), error);
}

Ranks::~Ranks() {
  for (int rank = 0; rank < size(); ++rank) free(rank);
  for (auto* device : devices_) sogar_exchange_device_free(device);
}

void Ranks::free(int rank) {
  if (groups_[rank] != nullptr) sogar_exchange_group_free(groups_[rank]);
  groups_[rank] = nullptr;
}

int32_t Ranks::connect(int rank, sogar_error* error, const std::vector<uint8_t>& badges) const {
  return sogar_exchange_group_connect(groups_[rank], addresses_[rank].data(), badges.data(), error);
}

void Ranks::connect_all() {
  each([this](int rank) {
    sogar_error error;
    CLAIM_OK(connect(rank, &error), error);
  });
}

std::vector<uint8_t> Ranks::badges() const {
  std::vector<uint8_t> badges(groups_.size() * SOGAR_EXCHANGE_BADGE_BYTES);
  for (std::size_t i = 0; i < badges.size(); ++i) badges[i] = static_cast<uint8_t>(i * 7 + 1);
  return badges;
}

void Ranks::each(const std::function<void(int rank)>& body) const {
  std::vector<std::thread> threads;
  for (int rank = 0; rank < size(); ++rank) threads.emplace_back(body, rank);
  for (auto& thread : threads) thread.join();
}
