// The debits that every system of the comparison makes: the same accounts, the same amounts, from one seed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include "engine/world/world.hpp"

namespace drawdown::peers {

// A comparison ends at the first thing that goes wrong in it: a system that does not answer, or answers
// otherwise than it should. Only main catches it.
class comparison_failed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// So many millionths of a credit are to be taken, if the account has them.
struct debit {
  std::uint32_t account = 0;
  std::uint32_t sequence = 0;  // of its account, from 1: the key by which it is made once
  std::int64_t amount = 0;
};

struct debits_shape {
  std::uint32_t accounts = 1000;
  std::uint64_t debits = 1'000'000;
  std::uint32_t window = 256;  // debits of an account that are handed over together
  std::uint64_t seed = 1;
};

// A load as `drawdown load` makes it, but with credit that ends: a tenth of the accounts has next to none, a
// tenth has half of what is asked of it, so that debits are refused from the beginning on.
struct workload {
  debits_shape shape;
  std::shared_ptr<const world> in;     // what Drawdown runs
  std::vector<std::int64_t> at_start;  // of each account
  std::vector<debit> in_time;          // in the order in which they arrive
  std::vector<debit> in_windows;       // the same in windows, each of them by account
};

workload make_workload(const debits_shape& of);

// What an account of the comparison has after its debits, and what was written of them.
struct standing {
  std::vector<std::int64_t> balances;  // of each account
  std::uint64_t rows = 0;              // of debits, charged or refused
  std::uint64_t charged = 0;           // of them
  std::uint64_t balances_after = 0;    // the sum of what the rows say, modulo 2^64
  friend bool operator==(const standing&, const standing&) = default;
};

// FNV-1a over the balances, in the order of the accounts.
std::uint64_t digest_of(std::span<const std::int64_t> balances);

}  // namespace drawdown::peers
