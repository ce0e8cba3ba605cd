#include "cli/verify_option.hpp"

#include "engine/units/words.hpp"

namespace drawdown::cli {
namespace {

constexpr word_table<verification, 3> words{{"off", "balances", "full"}};

}  // namespace

void declare_verify(option_set& options, verification& into) {
  options.choice(
      "verify", "how much the reference ledger proves (full)", into,
      {{"off", verification::off}, {"balances", verification::balances}, {"full", verification::full}});
}

std::string_view word_for(verification how) {
  return words.of(how);
}

}  // namespace drawdown::cli
