// The ranks of a group as threads of one process.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sogar_exchange.h"

// Waits that no test reaches unless it is about them.
constexpr int32_t patient_ms = 120000;

// Opens a group on loopback for each of `size` ranks and gives each the addresses of the others; not connected yet.
class Ranks {
 public:
  explicit Ranks(int size, int32_t stall_ms = patient_ms);
  ~Ranks();
  Ranks(const Ranks&) = delete;

  int size() const { return static_cast<int>(groups_.size()); }
  sogar_exchange_group* group(int rank) const { return groups_[rank]; }
  void free(int rank);

  // Connects one rank; the others have to do it too.
  int32_t connect(int rank, sogar_error* error, const std::vector<uint8_t>& badges) const;
  int32_t connect(int rank, sogar_error* error) const { return connect(rank, error, badges()); }
  void connect_all();

  // A badge for each rank, all different.
  std::vector<uint8_t> badges() const;

  // Runs a body per rank, each on a thread of its own.
  void each(const std::function<void(int rank)>& body) const;

 private:
  std::vector<sogar_exchange_device*> devices_;
  std::vector<sogar_exchange_group*> groups_;
  std::vector<std::vector<uint8_t>> addresses_;
};
