#include "reports/html/html_report.hpp"

#include "reports/html/page.hpp"
#include "reports/html/parts.hpp"

namespace drawdown::reports {

using namespace html;

result<std::string> html_report(const run_store& of, const html_options& options) {
  const auto what = gather(of, options);
  if (!what) return tl::unexpected<error>(what.error());
  const page_frame frame{
      .title = what->run.scenario,
      .program_version = what->run.facts.program_version,
      .made_from = "the run store alone",
      .views = {{"engineering", "Engineering"}, {"finance", "Finance"}, {"accounts", "Accounts"}}};
  return page_of(frame, [&](markup& out, page_data& data) {
    put_engineering(out, *what);
    put_finance(out, *what, data.charts);
    put_accounts(out, *what);
    for (const account_material& each : what->pages) put_account_page(out, *what, each);
    data.accounts = accounts_data(*what);
  });
}

}  // namespace drawdown::reports
