#include "bench/peers/journal_replay.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/peers/contender.hpp"

namespace drawdown::peers {
namespace {

using balances = std::vector<std::int64_t>;

constexpr std::int64_t micro = 1'000'000;
constexpr std::int64_t micro_per_token = 437;
constexpr std::uint64_t most_tokens = 4000;
constexpr int days = 28;

std::string credits_text(std::int64_t amount) {
  return fmt::format("{}{}.{:06}", amount < 0 ? "-" : "", std::abs(amount) / micro, std::abs(amount) % micro);
}

// An amount as any of the three programs writes it: `-12.5`, `3 CR`.
std::int64_t credits_in(const std::string& text) {
  const bool is_negative = text.starts_with('-');
  const std::string digits = text.substr(is_negative ? 1 : 0, text.find(' '));
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string decimals = point < digits.size() ? digits.substr(point + 1) : std::string();
  if (decimals.size() > 6) throw comparison_failed("an amount has more than six decimals: " + text);
  decimals.resize(6, '0');
  const std::int64_t amount = std::stoll(digits.substr(0, point)) * micro + std::stoll(decimals);
  return is_negative ? -amount : amount;
}

std::string account_name(std::uint64_t account) {
  return fmt::format("account-{}", account);
}
std::size_t account_number(const std::string& name) {
  return std::stoul(name.substr(name.rfind('-') + 1));
}

// The events in the two forms that the programs read.
struct event_files {
  std::string scenario;
  std::string journal;
  balances expected;
};

std::int64_t credit_at_start(const replay_shape& of) {
  const auto events = static_cast<std::int64_t>(of.events / of.accounts + 1);
  return events * static_cast<std::int64_t>(most_tokens) * micro_per_token;
}

void write_scenario(const replay_shape& of, const std::string& path) {
  std::ofstream file(path);
  file << fmt::format(
      "scenario: A month of tokens\n"
      "catalog:\n"
      "  catalog: tokens\n"
      "  currency: EUR\n"
      "  credit_rate: 1 EUR = 50 credits\n"
      "  meters:\n"
      "    token: {{per: token, price: {}}}\n"
      "start: 2026-01-01T00:00:00Z\n"
      "end: 2026-01-{}T00:00:00Z\n"
      "accounts:\n",
      credits_text(micro_per_token), days + 1);
  for (std::uint32_t account = 0; account < of.accounts; ++account)
    file << fmt::format("  {}: {{grants: [{{kind: free, credits: {}}}]}}\n", account_name(account),
                        credits_text(credit_at_start(of)));
  file << "usage:\n"
          "  - file: events.csv\n"
          "    columns: {time: time, account: account, meter: {value: token}, quantity: tokens}\n";
  if (!file.flush()) throw comparison_failed(path + ": it can't be written");
}

// Writes the rows and the journal beside each other. Each posting of the journal asserts the balance after
// it: what ledger and hledger can prove of a debit.
event_files write_files(const replay_shape& of, const std::string& folder) {
  event_files made{folder + "/events.yaml", folder + "/events.journal",
                   balances(of.accounts, credit_at_start(of))};
  write_scenario(of, made.scenario);
  std::ofstream rows(folder + "/events.csv");
  std::ofstream journal(made.journal);
  rows << "time,account,tokens\n";
  for (std::uint32_t account = 0; account < of.accounts; ++account)
    journal << fmt::format("2026-01-01 grant\n  customer:{}  {} CR\n  granted\n\n", account_name(account),
                           credits_text(credit_at_start(of)));
  std::mt19937_64 draws(of.seed);
  for (std::uint64_t i = 0; i < of.events; ++i) {
    const std::uint64_t account = draws() % of.accounts;
    const std::uint64_t tokens = 1 + draws() % most_tokens;
    const std::uint64_t second = i * (days * 86'400 - 1) / of.events;
    const std::uint64_t day = second / 86'400 + 1;
    const std::int64_t cost = static_cast<std::int64_t>(tokens) * micro_per_token;
    std::int64_t& balance = made.expected[account];
    balance -= cost;
    rows << fmt::format("2026-01-{:02}T{:02}:{:02}:{:02}Z,{},{}\n", day, second / 3600 % 24, second / 60 % 60,
                        second % 60, account_name(account), tokens);
    journal << fmt::format("2026-01-{:02} usage\n  customer:{}  {} CR = {} CR\n  used\n\n", day,
                           account_name(account), credits_text(-cost), credits_text(balance));
  }
  if (!rows.flush() || !journal.flush()) throw comparison_failed(folder + ": it can't be written");
  return made;
}

struct process_end {
  int status = 0;
  double seconds = 0;
  std::uint64_t resident_kb = 0;
};

[[noreturn]] void become(std::vector<std::string> words, const std::string& output,
                         const std::string& errors) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // it ends when this program does, however that ends
  const int out = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int error = open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (out < 0 || error < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(error, STDERR_FILENO) < 0) _exit(126);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execvp(pointers.front(), pointers.data());
  _exit(127);
}

process_end run_process(const std::vector<std::string>& words, const std::string& output,
                        const std::string& errors) {
  const stopwatch watch;
  const pid_t child = fork();
  if (child < 0) throw comparison_failed("no process can be started");
  if (child == 0) become(words, output, errors);
  process_end end;
  rusage used{};
  if (wait4(child, &end.status, 0, &used) != child) throw comparison_failed("a process is lost");
  end.seconds = watch.seconds();
  end.resident_kb = static_cast<std::uint64_t>(used.ru_maxrss);
  return end;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void note(balances& in, const std::string& account, const std::string& amount) {
  const std::size_t number = account_number(account);
  if (number >= in.size()) throw comparison_failed("nobody's account: " + account);
  in[number] = credits_in(amount);
}

// Lines of an account, a tab and an amount, or of two fields in quotes.
balances read_lines(const std::string& path, std::size_t accounts) {
  balances read(accounts, INT64_MIN);
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::erase(line, '"');
    const std::size_t between = line.find_first_of("\t,");
    if (between == std::string::npos || !line.starts_with("customer:")) continue;
    note(read, line.substr(0, between), line.substr(between + 1));
  }
  return read;
}

balances read_results(const std::string& path, std::size_t accounts) {
  balances read(accounts, INT64_MIN);
  const nlohmann::json results = nlohmann::json::parse(text_of(path), nullptr, false);
  if (results.is_discarded()) throw comparison_failed("Drawdown's results are no JSON");
  for (const auto& account : results.at("accounts")) {
    const std::string name = account.at("account").get<std::string>();
    note(read, name, account.at("balance").get<std::string>());
  }
  return read;
}

// Memory that can be had, in KB.
std::uint64_t available_kb() {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("MemAvailable:")) return std::stoull(line.substr(line.find(':') + 1));
  return 0;
}

struct program {
  std::string name;
  std::string what;
  std::vector<std::string> words;
  balances (*read)(const std::string& path, std::size_t accounts);
  std::size_t runs = 1;
  std::uint64_t bytes_an_event = 0;  // of memory, about; 0: little
};

replay measure(const program& of, const replay_shape& shape, const event_files& files,
               const std::string& folder) {
  replay made{of.name, of.what, {}, 0, 0, {}};
  const std::uint64_t needed_kb = of.bytes_an_event * shape.events / 1024;
  if (needed_kb > available_kb()) {
    made.not_measured = fmt::format("takes about {} GB of memory", needed_kb / 1'000'000 + 1);
    return made;
  }
  const std::string output = folder + "/balances";
  const std::string errors = folder + "/errors";
  for (std::size_t run = 0; run < of.runs; ++run) {
    const process_end end = run_process(of.words, output, errors);
    if (end.status != 0)
      throw comparison_failed(fmt::format("{} failed: {}", of.what, text_of(errors).substr(0, 1000)));
    if (of.read(output, shape.accounts) != files.expected)
      throw comparison_failed(of.what + ": its balances are others");
    made.seconds.push_back(end.seconds);
    made.resident_kb = std::max(made.resident_kb, end.resident_kb);
  }
  made.digest = digest_of(files.expected);
  return made;
}

// A program that has the command prints a page about it.
bool has_replay(const std::string& drawdown, const std::string& folder) {
  return run_process({drawdown, "replay", "--help"}, folder + "/help", folder + "/errors").status == 0;
}

}  // namespace

replays replay_events(const replay_shape& of, const std::string& folder, const std::string& drawdown) {
  const event_files files = write_files(of, folder);
  const std::string command = has_replay(drawdown, folder) ? "replay" : "run";
  const auto ours = [&](const char* name, const char* verify) {
    return program{name,
                   fmt::format("drawdown {} --verify {}", command, verify),
                   {drawdown, command, files.scenario, "--format", "json", "--verify", verify},
                   read_results,
                   3};
  };
  const std::vector<program> programs = {
      ours("drawdown/replay-verified", "full"),
      ours("drawdown/replay-unverified", "off"),
      {"ledger/balance",
       "ledger balance, a balance assertion at each posting",
       {"ledger", "-f", files.journal, "balance", "^customer", "--flat", "--no-total", "--balance-format",
        "%(account)\t%(display_total)\n"},
       read_lines,
       1,
       2600},
      {"hledger/balance",
       "hledger balance, a balance assertion at each posting",
       {"hledger", "-f", files.journal, "balance", "^customer", "--flat", "--no-total", "-O", "csv"},
       read_lines,
       1,
       8600},
  };
  replays made{of, {}, digest_of(files.expected)};
  for (const program& each : programs) made.all.push_back(measure(each, of, files, folder));
  for (const char* file : {"events.csv", "events.journal", "events.yaml"})
    std::filesystem::remove(folder + "/" + file);
  return made;
}

}  // namespace drawdown::peers
