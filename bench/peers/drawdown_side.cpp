// Drawdown, in this process: the actors, cores and judge of every run, paced as `drawdown load` paces its
// closed loop. Its row of a debit is the event in the commit block.
#include <algorithm>
#include <array>
#include <optional>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "actors/load/load_pace.hpp"
#include "actors/run.hpp"
#include "bench/peers/contender.hpp"
#include "engine/record/block.hpp"

namespace drawdown::peers {
namespace {

constexpr std::uint64_t never_synced = UINT64_MAX;

struct drawdown_mode {
  verification verify = verification::off;
  unsigned threads = 0;  // 0: one per core
  std::string file;      // where blocks go; empty: they stay in memory
  std::uint64_t debits_a_sync = never_synced;
};

// Keeps the blocks, in memory or in a file.
class keeping_sink : public block_sink {
 public:
  explicit keeping_sink(const drawdown_mode& how) : how_(how) {
    if (how.file.empty()) return;
    file_ = open(how.file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file_ < 0) throw comparison_failed(how.file + ": it can't be written");
  }
  keeping_sink(const keeping_sink&) = delete;
  keeping_sink& operator=(const keeping_sink&) = delete;
  ~keeping_sink() override {
    if (file_ < 0) return;
    close(file_);
    unlink(how_.file.c_str());
  }

  result<void> write(std::span<const std::byte> block) override {
    const auto kept = file_ < 0 ? keep(block) : append(block);
    last_ = std::chrono::steady_clock::now();
    return kept;
  }

  // What was written last is on the disk too, where anything is.
  result<void> finish() {
    if (file_ < 0 || how_.debits_a_sync == never_synced || unsynced_ == 0) return {};
    const auto synced = sync();
    last_ = std::chrono::steady_clock::now();
    return synced;
  }

  // When the last block was kept.
  std::chrono::steady_clock::time_point last() const { return last_; }

  // All blocks, in the order in which they came.
  std::vector<record::bytes> blocks() const {
    if (file_ < 0) return kept_;
    record::bytes all(bytes_);
    for (std::size_t at = 0; at < all.size();) {
      const ssize_t came = pread(file_, all.data() + at, all.size() - at, static_cast<off_t>(at));
      if (came <= 0) throw comparison_failed(how_.file + ": it can't be read");
      at += static_cast<std::size_t>(came);
    }
    const auto split = record::split_segment(all);
    if (!split || split->torn_bytes > 0) throw comparison_failed(how_.file + ": it is not whole");
    std::vector<record::bytes> blocks;
    for (const auto& block : split->blocks) blocks.emplace_back(block.begin(), block.end());
    return blocks;
  }

 private:
  result<void> keep(std::span<const std::byte> block) {
    kept_.emplace_back(block.begin(), block.end());
    return {};
  }

  result<void> append(std::span<const std::byte> block) {
    for (std::size_t written = 0; written < block.size();) {
      const ssize_t came = ::write(file_, block.data() + written, block.size() - written);
      if (came <= 0) return fail(error_code::unreadable, how_.file + ": it can't be written");
      written += static_cast<std::size_t>(came);
    }
    bytes_ += block.size();
    const auto view = record::block_view::open(block);
    if (!view) return tl::unexpected(view.error());
    unsynced_ += view->header().event_count;
    return unsynced_ >= how_.debits_a_sync ? sync() : result<void>{};
  }

  result<void> sync() {
    unsynced_ = 0;
    if (fdatasync(file_) != 0) return fail(error_code::unreadable, how_.file + ": it can't be synced");
    return {};
  }

  drawdown_mode how_;
  int file_ = -1;
  std::vector<record::bytes> kept_;
  std::size_t bytes_ = 0;
  std::uint64_t unsynced_ = 0;
  std::chrono::steady_clock::time_point last_;
};

// A closed loop that says when its first epoch began and its last one ended.
class timed_pace : public load::closed_pace {
 public:
  using closed_pace::closed_pace;

  void begins() override {
    closed_pace::begins();
    if (!first_) first_ = std::chrono::steady_clock::now();
  }
  void ends(instant until) override {
    closed_pace::ends(until);
    last_ = std::chrono::steady_clock::now();
  }

  // Until all debits were answered and all blocks kept.
  double seconds(const keeping_sink& sink) const {
    if (!first_) return 0;
    return std::chrono::duration<double>(std::max(last_, sink.last()) - *first_).count();
  }

 private:
  std::optional<std::chrono::steady_clock::time_point> first_;
  std::chrono::steady_clock::time_point last_;
};

std::vector<event> events_of(const record::bytes& block, account_index& account) {
  const auto view = record::block_view::open(block);
  if (!view) throw comparison_failed("Drawdown: " + view.error().message);
  auto events = view->events();
  if (!events) throw comparison_failed("Drawdown: " + events.error().message);
  account = view->header().account;
  return std::move(*events);
}

written_debits read_blocks(const std::vector<record::bytes>& blocks, std::size_t accounts) {
  written_debits rows(accounts);
  account_index account = 0;
  for (const record::bytes& block : blocks)
    for (const event& each : events_of(block, account)) {
      const auto* used = std::get_if<usage_event>(&each.body);
      if (used == nullptr) continue;
      const bool charged = used->result == outcome::charged;
      if (!charged && used->result != outcome::insufficient_credit)
        throw comparison_failed("Drawdown: a debit was neither charged nor refused for its balance");
      rows[account].push_back({used->amount.micro(), used->balance.micro(), charged});
    }
  return rows;
}

void check(const run_outcome& came) {
  if (came.defect) throw comparison_failed("Drawdown: " + *came.defect);
  if (came.sink_error) throw comparison_failed("Drawdown: " + came.sink_error->message);
  if (!came.disagreements.empty()) throw comparison_failed("Drawdown: " + came.disagreements.front().message);
}

struct measured {
  double seconds = 0;
  written_debits rows;
};

measured run_once(const drawdown_mode& how, const workload& what) {
  constexpr std::int64_t gap_us = 100'000;
  load::steady_clock clock;
  timed_pace pace(clock, {}, duration::from_us(what.shape.window * gap_us));
  run_options options;
  options.threads = how.threads;
  options.chunk = what.shape.window;
  options.verify = how.verify;
  options.pace = &pace;
  keeping_sink sink(how);
  const run_outcome came = run(what.in, options, sink);
  const auto synced = sink.finish();
  const double seconds = pace.seconds(sink);
  check(came);
  if (!synced) throw comparison_failed("Drawdown: " + synced.error().message);
  return {seconds, read_blocks(sink.blocks(), what.at_start.size())};
}

finished run_mode(const drawdown_mode& how, const workload& what, std::span<const debit> debits) {
  if (debits.size() != what.in_windows.size())
    throw comparison_failed("Drawdown makes all debits of its world");
  const measured came = run_once(how, what);
  return {came.seconds, standing_after(came.rows, what, debits)};
}

}  // namespace

written_debits debits_of_drawdown(const workload& what) {
  return run_once({verification::full, 0, {}, never_synced}, what).rows;
}

standing standing_after(const written_debits& rows, const workload& what, std::span<const debit> debits) {
  standing left;
  left.balances = what.at_start;
  for (const debit& each : debits) {
    const auto& of_account = rows.at(each.account);
    if (each.sequence > of_account.size() || of_account[each.sequence - 1].amount != each.amount)
      throw comparison_failed("Drawdown: a debit is missing, or is of another amount");
    const written_debit& row = of_account[each.sequence - 1];
    ++left.rows;
    left.charged += row.charged ? 1 : 0;
    left.balances_after += static_cast<std::uint64_t>(row.balance_after);
    left.balances[each.account] = row.balance_after;
  }
  return left;
}

entry drawdown_entry(const workload& what, const places& where) {
  const std::string file = where.folder + "/drawdown.blocks";
  const std::string cores = fmt::format("{} threads", std::max(std::thread::hardware_concurrency(), 1U));
  const std::array modes = {
      std::pair{"memory/unverified", drawdown_mode{verification::off, 0, {}, never_synced}},
      std::pair{"memory/verified", drawdown_mode{verification::full, 0, {}, never_synced}},
      std::pair{"memory/unverified-1-thread", drawdown_mode{verification::off, 1, {}, never_synced}},
      std::pair{"file/unverified", drawdown_mode{verification::off, 0, file, never_synced}},
      std::pair{"file/verified", drawdown_mode{verification::full, 0, file, never_synced}},
      std::pair{"file-synced/unverified", drawdown_mode{verification::off, 0, file, 10'000}},
      std::pair{"file-synced/verified", drawdown_mode{verification::full, 0, file, 10'000}},
  };
  entry made;
  made.version = DRAWDOWN_VERSION;
  for (const auto& [name, how] : modes) {
    contender one;
    one.system = "drawdown";
    one.mode = name;
    one.batch = fmt::format("{} of an account, {}", what.shape.window, how.threads == 1 ? "1 thread" : cores);
    one.durability = how.file.empty() ? "in memory alone"
                     : how.debits_a_sync == never_synced
                         ? "blocks in a file, written"
                         : fmt::format("blocks in a file, synced every {} debits", how.debits_a_sync);
    one.where = how.file.empty()                    ? kept::in_memory
                : how.debits_a_sync == never_synced ? kept::written
                                                    : kept::synced;
    one.debits = what.in_windows.size();
    one.run = [how = how, &what](std::span<const debit> debits) { return run_mode(how, what, debits); };
    made.contenders.push_back(std::move(one));
  }
  return made;
}

}  // namespace drawdown::peers
