#include "bench/support/ratios.hpp"

#include <array>

namespace drawdown::bench {

std::span<const ratio> ratios() {
  static constexpr std::array<ratio, 7> lines = {{
      {"one debit per message / empty actor, 1 thread", "actors/debit_per_message/threads/1/real_time",
       "actors/empty_round_trip/threads/1/real_time"},
      {"one debit per message / empty actor, 2 threads", "actors/debit_per_message/threads/2/real_time",
       "actors/empty_round_trip/threads/2/real_time"},
      {"a visit (open, want, plan, done) / empty actor, 1 thread", "actors/visit/threads/1/real_time",
       "actors/empty_round_trip/threads/1/real_time"},
      {"batched, unverified, 1 thread / plain loop", "actors/batched/unverified/threads/1/real_time",
       "actors/plain_loop/real_time"},
      {"batched, unverified, 2 threads / 1 thread", "actors/batched/unverified/threads/2/real_time",
       "actors/batched/unverified/threads/1/real_time"},
      {"batched, verified, 2 threads / 1 thread", "actors/batched/verified/threads/2/real_time",
       "actors/batched/verified/threads/1/real_time"},
      {"a year, 1000 accounts, 2 threads / 1 thread", "year/accounts/threads/1000/2/iterations:1/real_time",
       "year/accounts/threads/1000/1/iterations:1/real_time"},
  }};
  return lines;
}

}  // namespace drawdown::bench
