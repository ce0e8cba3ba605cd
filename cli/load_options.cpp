#include "cli/load_options.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "cli/load_words.hpp"

namespace drawdown::cli {

namespace {

using language::load_terms;

constexpr parts_per_million all = 1'000'000;

// Each has its place in memory from the beginning: more than these is meant by nobody.
constexpr std::uint64_t most_agents_of_all = 10'000'000;
constexpr std::uint64_t most_lots_of_all = 100'000'000;

load::nanoseconds wall_time(duration length) {
  return std::chrono::microseconds(length.us());
}

template <class Number>
void declare_number(option_set& options, const std::string& name, const std::string& help,
                    std::optional<Number>& target, std::uint64_t least, std::uint64_t most) {
  options.value(name, "N", help, [=, &target](std::string_view text) -> result<void> {
    return read_count("--" + name, text, least, most).map([&](std::uint64_t n) {
      target = static_cast<Number>(n);
    });
  });
}

void declare_share(option_set& options, const std::string& name, const std::string& help,
                   std::optional<parts_per_million>& target) {
  options.value(name, "P%", help, [name, &target](std::string_view text) -> result<void> {
    return read_share("--" + name, text).map([&](parts_per_million part) { target = part; });
  });
}

void declare_time(option_set& options, const std::string& name, const std::string& help,
                  std::optional<duration>& target, duration least) {
  options.value(name, "D", help, [=, &target](std::string_view text) -> result<void> {
    return read_length("--" + name, text, least).map([&](duration d) { target = d; });
  });
}

void declare_customers(option_set& options, load_terms& given) {
  declare_number(options, "accounts", "accounts that are debited (100)", given.accounts, 1,
                 population::most_load_accounts);
  declare_number(options, "agents", "agents of each account (1)", given.agents, 1,
                 population::most_load_agents);
  declare_number(options, "lots", "lots that each account begins with (3)", given.lots, 1,
                 population::most_load_lots);
  declare_share(options, "holds", "debits that are a hold and its capture (0%)", given.holds);
  declare_share(options, "top-ups", "top-ups in the place of debits (0%)", given.top_ups);
  declare_share(options, "recharges", "accounts with a small wallet and auto-recharge (0%)", given.recharges);
  options.value(
      "distribution", "D",
      "who is debited how often (uniform): uniform; zipf:S, the n-th by 1/n^S; hotspot:P%, a hundredth "
      "of the accounts has P% of the load",
      [&given](std::string_view text) -> result<void> {
        auto read = population::parse_skew(text);
        if (!read) return fail(read.error().code, "--distribution: " + read.error().message);
        given.distribution = *read;
        return {};
      });
  declare_number(options, "seed", "draws with this seed (1)", given.seed, 0, UINT64_MAX);
}

result<void> read_arrivals(std::string_view text, load_terms& given) {
  if (text == "even")
    given.arrivals = arrival_process::even;
  else if (text == "poisson")
    given.arrivals = arrival_process::poisson;
  else
    return tl::unexpected(
        unknown_word("value of --arrivals", text, std::vector<std::string_view>{"even", "poisson"}));
  return {};
}

void declare_loop(option_set& options, load_terms& given) {
  declare_number(options, "window",
                 "debits of each agent that are outstanding (256, or fewer: all together a million)",
                 given.window, 1, language::most_load_window);
  options.value("rate", "R", "an open loop of so many debits a second, of all agents: 500k/s",
                [&given](std::string_view text) -> result<void> {
                  return read_rate("--rate", text).map([&](std::uint64_t n) { given.rate = n; });
                });
  options.value("arrivals", "even|poisson", "how debits of an open loop follow each other (even)",
                [&given](std::string_view text) { return read_arrivals(text, given); });
  declare_time(options, "tick", "how far an open loop goes at a time (1ms)", given.tick,
               language::shortest_load_tick);
  declare_time(options, "late", "a debit that is answered later is counted as late (100ms)", given.late,
               language::shortest_load_late);
  declare_number(options, "batch", "debits a message, at most (256)", given.batch, 1,
                 language::most_load_batch);
  declare_number(options, "threads", "threads that run actors (one per core)", given.threads, 1,
                 language::most_load_threads);
}

void declare_length(option_set& options, load_terms& given) {
  declare_time(options, "warm-up", "not counted (1s; with --count 0s)", given.warm_up, duration{});
  declare_time(options, "duration", "how long is measured (5s; of a search 2s a try)", given.length,
               language::shortest_load);
  declare_number(options, "count", "ends after about so many debits instead, and so repeats to the digit",
                 given.count, 1, language::most_load_debits);
  options.value("verify", "full|off", "what the reference ledger proves (full)",
                [&given](std::string_view text) -> result<void> {
                  if (text != "full" && text != "off")
                    return tl::unexpected(unknown_word("value of --verify", text,
                                                       std::vector<std::string_view>{"full", "off"}));
                  given.verify = text == "full" ? verification::full : verification::off;
                  return {};
                });
}

}  // namespace

void declare_load(option_set& options, load_terms& given) {
  declare_customers(options, given);
  declare_loop(options, given);
  declare_length(options, given);
}

result<void> check_load(const load_terms& terms) {
  const auto conflict = [](std::string_view what) { return fail(error_code::conflict, std::string(what)); };
  if (terms.rate && terms.window)
    return conflict(
        "--window is of a closed loop, and --rate and --find-max make an open one: leave out one");
  if (!terms.rate && terms.arrivals)
    return conflict("--arrivals is of an open loop: add --rate, such as --rate 100k/s");
  if (!terms.rate && terms.tick)
    return conflict("--tick is of an open loop: add --rate, such as --rate 100k/s");
  if (terms.count && terms.length)
    return conflict("--count and --duration both say when to end: leave out one");
  if (std::uint64_t{terms.holds.value_or(0)} + terms.top_ups.value_or(0) > all)
    return conflict("--holds and --top-ups together are more than all: make them 100% or less");
  const language::load_terms whole = with_defaults(terms);
  if (std::uint64_t{*whole.accounts} * *whole.agents > most_agents_of_all)
    return conflict(fmt::format("--accounts times --agents: all accounts together have at most {} agents",
                                most_agents_of_all));
  if (std::uint64_t{*whole.accounts} * *whole.lots > most_lots_of_all)
    return conflict(
        fmt::format("--accounts times --lots: all accounts together have at most {} lots", most_lots_of_all));
  return {};
}

std::vector<std::string> options_said(const load_terms& terms) {
  std::vector<std::string> said;
  for (const std::string_view key : keys_said(terms)) {
    std::string& option = said.emplace_back("--" + std::string(key));
    std::ranges::replace(option, '_', '-');
  }
  return said;
}

load::load_options load_options_of(const load_terms& terms) {
  load::load_options how;
  how.shape.accounts = terms.accounts.value();
  how.shape.agents = terms.agents.value();
  how.shape.lots = terms.lots.value();
  how.shape.skew = terms.distribution.value();
  how.shape.holds = terms.holds.value();
  how.shape.top_ups = terms.top_ups.value();
  how.shape.recharges = terms.recharges.value();
  how.shape.seed = terms.seed.value();
  how.shape.arrivals = terms.arrivals.value_or(how.shape.arrivals);
  how.rate = terms.rate;
  how.tick = terms.tick.value_or(how.tick);
  how.window = terms.window.value_or(how.window);
  how.batch = terms.batch.value();
  how.threads = terms.threads.value_or(0);
  how.verify = terms.verify.value();
  how.count = terms.count;
  how.pace.late = wall_time(terms.late.value());
  how.pace.warm_up = wall_time(terms.warm_up.value());
  if (terms.length) how.pace.duration = wall_time(*terms.length);
  return how;
}

}  // namespace drawdown::cli
