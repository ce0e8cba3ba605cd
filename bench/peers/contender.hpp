// A system in one of its modes, as the comparison sees it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bench/peers/debits.hpp"

namespace drawdown::peers {

// Where a debit is once it was answered: in memory; written to a file, which is synced now and then; synced.
enum class kept : std::uint8_t { in_memory, written, synced };
enum class handing : std::uint8_t { in_time, in_windows };

// What one run of a contender took, from the first debit until all were answered, and what it left.
struct finished {
  double seconds = 0;
  standing left;
};

struct contender {
  std::string system;      // `sqlite`
  std::string mode;        // `wal-full/batch-100`
  std::string batch;       // in words: how debits are handed over
  std::string durability;  // the same as `where`, in words
  kept where = kept::in_memory;
  handing order = handing::in_windows;
  std::uint64_t debits = 0;  // the first so many
  // Begins with fresh accounts each time.
  std::function<finished(std::span<const debit>)> run;

  std::string name() const { return "peers/" + system + "/" + mode; }
};

// Where a private server listens, and where files may be written.
struct places {
  std::string folder;
  std::string postgres;      // the folder of its socket
  std::string redis_memory;  // sockets
  std::string redis_file;
};

// A system takes part with some modes; `what` outlives them. `scale` divides how many debits they make.
struct entry {
  std::string version;
  std::vector<contender> contenders;
};
entry drawdown_entry(const workload& what, const places& where);
entry sqlite_entry(const workload& what, const places& where, std::uint64_t scale);
entry postgres_entry(const workload& what, const places& where, std::uint64_t scale);
entry redis_entry(const workload& what, const places& where, std::uint64_t scale);

// A debit as Drawdown wrote it.
struct written_debit {
  std::int64_t amount = 0;
  std::int64_t balance_after = 0;
  bool charged = false;
};
// Of each account, by sequence.
using written_debits = std::vector<std::vector<written_debit>>;

// Runs Drawdown once, verified, and hands out its rows: what every other run is held against.
written_debits debits_of_drawdown(const workload& what);

// How the accounts stand after these debits, by those rows. Fails where they are not about the same amounts.
standing standing_after(const written_debits& rows, const workload& what, std::span<const debit> debits);

// Seconds since the stopwatch was made.
class stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace drawdown::peers
