// What a whole group computes, on two to five ranks.
#include <algorithm>
#include <initializer_list>

#include "claims.hpp"
#include "exchange_ranks.hpp"

namespace {

// Around the borders of chunks and segments, and longer than several segments for each rank.
const std::initializer_list<int64_t> lengths = {0, 1, 2, 3, 7, 64, 1000, 4099, 300001, 3000017};

int32_t part_of(int rank, int input, int64_t i) {
  return static_cast<int32_t>(static_cast<uint32_t>(i) * 2654435761u + 40503u * static_cast<uint32_t>(rank * 8 + input));
}

int32_t whole_of(int size, int inputs, int64_t i) {
  uint32_t sum = 0;
  for (int rank = 0; rank < size; ++rank)
    for (int input = 0; input < inputs; ++input) sum += static_cast<uint32_t>(part_of(rank, input, i));
  return static_cast<int32_t>(sum);
}

void integer_sums_are_exact_in_place_and_over_inputs(int size) {
  Ranks ranks(size);
  ranks.connect_all();
  for (const int64_t length : lengths) {
    for (const int inputs : {0, 1, 3}) {
      ranks.each([&](int rank) {
        std::vector<int32_t> values(length, -1);
        std::vector<std::vector<int32_t>> parts(std::max(inputs, 1), std::vector<int32_t>(length));
        std::vector<const int32_t*> pointers;
        for (std::size_t input = 0; input < parts.size(); ++input) {
          for (int64_t i = 0; i < length; ++i) parts[input][i] = part_of(rank, static_cast<int>(input), i);
          pointers.push_back(parts[input].data());
        }
        if (inputs == 0) values = parts[0];
        sogar_error error;
        CLAIM_OK(sogar_exchange_sum_int32(ranks.group(rank), values.data(), inputs == 0 ? nullptr : pointers.data(), inputs, length, &error), error);
        for (int64_t i = 0; i < length; ++i) CLAIM(values[i] == whole_of(size, std::max(inputs, 1), i));
      });
    }
  }
}

void floats_are_added_and_bytes_compared(int size) {
  Ranks ranks(size);
  ranks.connect_all();
  ranks.each([&](int rank) {
    // Small whole numbers: exact in any order.
    std::vector<float> values(5000);
    std::vector<uint8_t> bytes(777);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 100 + rank);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>((i * 31 + rank * 97) % 256);
    sogar_error error;
    CLAIM_OK(sogar_exchange_sum_float(ranks.group(rank), values.data(), nullptr, 0, 5000, &error), error);
    CLAIM_OK(sogar_exchange_max_uint8(ranks.group(rank), bytes.data(), 777, &error), error);
    for (std::size_t i = 0; i < values.size(); ++i) CLAIM(values[i] == static_cast<float>(size * (i % 100) + size * (size - 1) / 2));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::size_t greatest = 0;
      for (int each = 0; each < size; ++each) greatest = std::max(greatest, (i * 31 + each * 97) % 256);
      CLAIM(bytes[i] == greatest);
    }
  });
}

}  // namespace

int main() {
  CLAIM(sogar_exchange_abi() == SOGAR_EXCHANGE_ABI);
  for (const int size : {2, 3, 5}) {
    integer_sums_are_exact_in_place_and_over_inputs(size);
    floats_are_added_and_bytes_compared(size);
  }
}
