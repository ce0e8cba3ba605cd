// The same usage events through Drawdown, ledger and hledger: from a file to the balances of all accounts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drawdown::peers {

struct replay_shape {
  std::uint32_t accounts = 1000;
  std::uint64_t events = 1'000'000;
  std::uint64_t seed = 1;
};

// How one program replayed the events.
struct replay {
  std::string name;               // `drawdown/verified`
  std::string what;               // the command, in words
  std::vector<double> seconds;    // of each run
  std::uint64_t resident_kb = 0;  // the most that it had
  std::uint64_t digest = 0;       // of the balances
  std::string not_measured;       // why; empty: it was
};

struct replays {
  replay_shape shape;
  std::vector<replay> all;
  std::uint64_t digest = 0;  // of the balances that all have to come to
};

// Writes the events to files in `folder` and has each program replay them. `drawdown` is the program of that
// name.
replays replay_events(const replay_shape& of, const std::string& folder, const std::string& drawdown);

}  // namespace drawdown::peers
