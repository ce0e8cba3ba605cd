#include "reports/html/material.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace drawdown::reports::html {

namespace {

// Lines of history in the page, over all accounts that have their page in it: it is to open at once.
constexpr std::uint64_t lines_in_all = 9'000;
constexpr std::uint64_t least_lines = 20;
constexpr std::uint64_t most_lines = 1'000;

// How many events before and after a difference are shown.
constexpr std::uint64_t events_before = 8;
constexpr std::uint64_t events_after = 3;
// Differences are shown with what is around them; of a run that is wrong everywhere the first are enough.
constexpr std::size_t differences_shown = 50;

// Puts what was read in its place, or keeps the error, after which nothing more is read.
class reading {
 public:
  template <class Value>
  void take(Value& place, result<Value> read) {
    if (read)
      place = std::move(*read);
    else if (!failure_)
      failure_ = std::move(read.error());
  }
  bool ok() const { return !failure_.has_value(); }
  template <class Value>
  result<Value> finish(Value value) {
    if (failure_) return tl::unexpected<error>(*failure_);
    return value;
  }

 private:
  std::optional<error> failure_;
};

void read_differences(const run_store& of, material& what, reading& reads) {
  for (const difference& found : what.run.facts.differences) {
    const auto account = std::ranges::find(what.accounts, found.account, &account_row::name);
    if (account == what.accounts.end()) continue;
    const auto index = static_cast<account_index>(account - what.accounts.begin());
    ++what.failed_checks[index];
    if (what.differences.size() >= differences_shown) continue;
    difference_material& next = what.differences.emplace_back();
    next.found = found;
    next.account = index;
    std::uint64_t middle = found.event_number;
    if (middle == 0) reads.take(middle, last_event(of, index));
    const std::uint64_t first = middle > events_before ? middle - events_before : 1;
    reads.take(next.around, read_events(of, index, first, middle + events_after));
  }
}

void count_failures(material& what) {
  for (const expectation_failure& failure : what.expectations.failures)
    if (failure.asked.account) ++what.failed_checks.at(*failure.asked.account);
}

void put_in_order(material& what) {
  what.in_order.resize(what.accounts.size());
  std::iota(what.in_order.begin(), what.in_order.end(), account_index{0});
  std::ranges::sort(what.in_order, {}, [&](account_index account) {
    return std::tuple(!what.accounts[account].is_kept, what.failed_checks[account] == 0,
                      std::cref(what.accounts[account].name).get(), account);
  });
}

// What usage of an account is attributed to, left out where nothing is.
std::vector<usage_group> read_usage(const run_store& of, account_index account, reading& reads) {
  std::vector<usage_group> groups;
  for (const usage_by by :
       {usage_by::agent, usage_by::feature, usage_by::group, usage_by::meter, usage_by::user}) {
    usage_group next{by, {}};
    reads.take(next.members, read_usage_by(of, by, {.account = account}));
    const bool is_attributed =
        std::ranges::any_of(next.members, [](const usage_total& member) { return member.name.has_value(); });
    if (is_attributed) groups.push_back(std::move(next));
  }
  return groups;
}

account_material read_page(const run_store& of, account_index account, std::uint64_t lines, reading& reads) {
  account_material page;
  page.account = account;
  const history_choice choice{.account = account};
  reads.take(page.entries, count_history(of, choice));
  reads.take(page.transactions, read_history(of, choice, 0, lines));
  reads.take(page.events, last_event(of, account));
  const std::uint64_t first = page.events > lines ? page.events - lines + 1 : 1;
  reads.take(page.history, read_events(of, account, first, page.events));
  std::ranges::reverse(page.history);
  page.usage = read_usage(of, account, reads);
  reads.take(page.recharge, read_recharges(of, account));
  reads.take(page.in_flight, read_payments_in_flight(of, account));
  reads.take(page.invoices, read_open_invoices(of, account));
  return page;
}

void read_pages(const run_store& of, material& what, reading& reads) {
  const std::size_t pages = std::min(what.options.accounts, what.run.kept_accounts);
  if (pages == 0) return;
  const std::uint64_t lines = std::clamp(lines_in_all / (2 * pages), least_lines, most_lines);
  for (std::size_t i = 0; i < pages && reads.ok(); ++i) {
    what.paged[what.in_order[i]] = true;
    what.pages.push_back(read_page(of, what.in_order[i], lines, reads));
  }
}

}  // namespace

result<material> gather(const run_store& of, const html_options& options) {
  reading reads;
  material what;
  what.options = options;
  reads.take(what.run, read_run(of));
  reads.take(what.accounts, read_accounts(of));
  reads.take(what.zones, read_zones(of));
  reads.take(what.totals, read_totals(of));
  reads.take(what.expectations, check_expectations(of));
  reads.take(what.expected, read_expectations(of));
  reads.take(what.operations, read_operations(of));
  reads.take(what.refusals, read_refusals(of));
  reads.take(what.gateways, read_gateways(of));
  reads.take(what.declines, read_declines(of));
  reads.take(what.payments, read_payment_totals(of));
  reads.take(what.books, read_finance(of, what.run));
  const auto lacks_zone = [&](std::uint32_t zone) { return zone >= what.zones.size(); };
  if (reads.ok() &&
      (lacks_zone(what.run.zone) || std::ranges::any_of(what.accounts, lacks_zone, &account_row::zone)))
    return fail(error_code::unreadable, "the run store lacks a time zone that it names");
  if (!reads.ok()) return reads.finish(std::move(what));
  what.failed_checks.resize(what.accounts.size());
  what.paged.resize(what.accounts.size());
  read_differences(of, what, reads);
  count_failures(what);
  put_in_order(what);
  read_pages(of, what, reads);
  return reads.finish(std::move(what));
}

}  // namespace drawdown::reports::html
