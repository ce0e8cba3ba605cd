#include "reports/store/kept.hpp"

#include <fmt/format.h>

namespace drawdown::reports {

std::string kept_note(const run_row& run) {
  if (!run.keeps_totals()) return "";
  return fmt::format(
      "transactions are kept of {} of {} accounts (--keep totals); totals, months and balances are of all of "
      "them",
      run.kept_accounts, run.accounts);
}

error not_kept(const run_row& run, const account_row& account) {
  return {error_code::malformed,
          fmt::format("the transactions of `{}` are not kept: the run has those of {} of {} accounts (--keep "
                      "totals); run it again into a new folder, with this account beside the others: `--keep "
                      "totals --keep-accounts {}`",
                      account.name, run.kept_accounts, run.accounts, account.name)};
}

}  // namespace drawdown::reports
