// The same guarded debits on Drawdown, SQLite, PostgreSQL and Redis, in turns, and the same usage events
// through Drawdown, ledger and hledger. bench/peers/run.sh starts the servers and calls this program.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "bench/peers/contender.hpp"
#include "bench/peers/report.hpp"

namespace drawdown::peers {
namespace {

struct wishes {
  places where;
  std::string drawdown;  // the program
  std::string out;       // the folder of peers.md and peers.json
  std::string notes;     // a file of further conditions: name, tab, value
  std::string only;      // contenders whose name has this in it; empty: all
  std::string planted;   // a contender that is given a wrong debit
  debits_shape shape;
  std::uint64_t events = 1'000'000;
  std::size_t repetitions = 5;
  std::uint64_t scale = 1;  // the others make so many times fewer debits
};

void take(wishes& into, const std::string& name, const std::string& value) {
  const std::array texts = {std::pair{"--folder", &into.where.folder},
                            std::pair{"--postgres", &into.where.postgres},
                            std::pair{"--redis-memory", &into.where.redis_memory},
                            std::pair{"--redis-file", &into.where.redis_file},
                            std::pair{"--drawdown", &into.drawdown},
                            std::pair{"--out", &into.out},
                            std::pair{"--notes", &into.notes},
                            std::pair{"--only", &into.only},
                            std::pair{"--plant", &into.planted}};
  for (const auto& [known, target] : texts)
    if (name == known) {
      *target = value;
      return;
    }
  if (name == "--repetitions" && !value.empty() &&
      value.find_first_not_of("0123456789") == std::string::npos) {
    into.repetitions = std::clamp<std::size_t>(std::stoul(value), 1, 100);
    return;
  }
  throw comparison_failed(fmt::format("`{} {}` is nothing it knows", name, value));
}

wishes read_wishes(const std::vector<std::string>& words) {
  wishes made;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--quick") {
      made.scale = 10;
      made.shape.debits = 400'000;
      made.events = 100'000;
      made.repetitions = 2;
      continue;
    }
    if (i + 1 == words.size()) throw comparison_failed(words[i] + " lacks its value");
    take(made, words[i], words[i + 1]);
    ++i;
  }
  return made;
}

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(": ") + 2);
  return "unknown processor";
}

// How long the disk takes to keep 4 KiB: what every synced transaction waits for.
std::string time_of_sync(const std::string& folder) {
  constexpr int times = 20;
  const std::string path = folder + "/sync";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  const stopwatch watch;
  bool works = file >= 0;
  for (int i = 0; i < times && works; ++i)
    works =
        write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size()) && fdatasync(file) == 0;
  const double seconds = watch.seconds();
  if (file >= 0) close(file);
  std::filesystem::remove(path);
  if (!works) throw comparison_failed(path + ": it can't be written");
  return fmt::format("{:.2f} ms for 4 KiB", seconds / times * 1000);
}

std::vector<std::pair<std::string, std::string>> conditions_of(const wishes& asked) {
  std::vector<std::pair<std::string, std::string>> made = {
      {"machine", fmt::format("{}, {} cores", processor(), std::thread::hardware_concurrency())},
      {"build", "GCC " __VERSION__ ", " DRAWDOWN_BUILD_TYPE},
      {"accounts", std::to_string(asked.shape.accounts)},
      {"debits",
       "each takes about 500 credits, exponential; every tenth account can pay next to none, another tenth "
       "half "
       "of theirs"},
      {"order", fmt::format("batches: {} debits of an account, then of the next; one by one: by time",
                            asked.shape.window)},
      {"repetitions", fmt::format("{}, in turns", asked.repetitions)}};
  std::ifstream notes(asked.notes);
  for (std::string line; std::getline(notes, line);)
    if (const std::size_t tab = line.find('\t'); tab != std::string::npos)
      made.emplace_back(line.substr(0, tab), line.substr(tab + 1));
  return made;
}

void say(const std::string& what) {
  fmt::print(stderr, "{}\n", what);
}

std::vector<tally> line_up(const wishes& asked, const workload& what,
                           std::vector<std::pair<std::string, std::string>>& conditions) {
  std::vector<tally> made;
  const auto add = [&](const char* name, entry of) {
    conditions.emplace_back(name, std::move(of.version));
    for (contender& each : of.contenders)
      if (each.name().find(asked.only) != std::string::npos) {
        if (each.debits > what.in_time.size()) throw comparison_failed("there are not so many debits");
        made.push_back({std::move(each), {}, {}});
      }
  };
  add("Drawdown", drawdown_entry(what, asked.where));
  add("SQLite", sqlite_entry(what, asked.where, asked.scale));
  add("PostgreSQL", postgres_entry(what, asked.where, asked.scale));
  add("Redis", redis_entry(what, asked.where, asked.scale));
  return made;
}

// What it leaves has to be what Drawdown's rows say.
void hold_against(const standing& expected, const standing& left, const std::string& name) {
  const std::string after = fmt::format("{}: after {} debits", name, expected.rows);
  if (left.balances != expected.balances)
    throw comparison_failed(fmt::format("{} the digest of the balances is {:016x}, Drawdown's is {:016x}",
                                        after, digest_of(left.balances), digest_of(expected.balances)));
  if (left.rows != expected.rows || left.charged != expected.charged)
    throw comparison_failed(fmt::format("{} it has {} rows, {} of them charged; Drawdown has {}, {} charged",
                                        after, left.rows, left.charged, expected.rows, expected.charged));
  if (left != expected) throw comparison_failed(after + " its rows say other balances than Drawdown's");
}

// Runs a contender once. Where a fault is planted, its first debit is a millionth larger.
void run_once(tally& in, const workload& what, const written_debits& rows, bool is_planted) {
  const auto& all = in.of.order == handing::in_time ? what.in_time : what.in_windows;
  const auto debits = std::span(all).first(in.of.debits);
  std::vector<debit> wrong;
  if (is_planted) {
    wrong.assign(debits.begin(), debits.end());
    ++wrong.front().amount;
  }
  const finished came = in.of.run(is_planted ? std::span<const debit>(wrong) : debits);
  hold_against(standing_after(rows, what, debits), came.left, in.of.name());
  in.left = came.left;
  in.rates.push_back(static_cast<double>(debits.size()) / came.seconds);
}

comparison compare(const wishes& asked) {
  const stopwatch watch;
  comparison made;
  made.shape = asked.shape;
  made.circumstances = {{"date", fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::now()))},
                        {"sync", time_of_sync(asked.where.folder)}};
  made.conditions = conditions_of(asked);
  {
    const workload what = make_workload(asked.shape);
    const written_debits rows = debits_of_drawdown(what);
    made.tallies = line_up(asked, what, made.conditions);
    for (std::size_t repetition = 1; repetition <= asked.repetitions; ++repetition) {
      say(fmt::format("peers: {:3.0f} s, round {} of {} with {} systems and modes", watch.seconds(),
                      repetition, asked.repetitions, made.tallies.size()));
      for (tally& each : made.tallies) run_once(each, what, rows, each.of.name() == asked.planted);
    }
  }
  if (asked.only.empty()) {
    say(fmt::format("peers: {:3.0f} s, usage events through drawdown, ledger and hledger", watch.seconds()));
    made.events =
        replay_events({.accounts = asked.shape.accounts, .events = asked.events, .seed = asked.shape.seed},
                      asked.where.folder, asked.drawdown);
  }
  return made;
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw comparison_failed(path + ": it can't be written");
}

}  // namespace
}  // namespace drawdown::peers

int main(int count, char** words) {
  using namespace drawdown::peers;
  try {
    const wishes asked = read_wishes({words + 1, words + count});
    const comparison made = compare(asked);
    fmt::print("{}", report(made, layout::text));
    write_file(asked.out + "/peers.md", report(made, layout::markdown));
    write_file(asked.out + "/peers.json", measurements_json(made));
    return 0;
  } catch (const std::exception& failed) {
    say(fmt::format("peers: {}", failed.what()));
    return 1;
  }
}
