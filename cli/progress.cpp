#include "cli/progress.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/interrupt.hpp"
#include "cli/layout.hpp"
#include "cli/terminal.hpp"
#include "engine/time/text.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

using namespace std::chrono_literals;

using steady = std::chrono::steady_clock;

constexpr std::size_t log_columns = 200;

progress_pace pace;

// What is on the line now, and since when; empty: nothing is. Lines come and go, `working_line` looks at it.
struct line_shown {
  std::mutex mutex;
  std::string text;
  steady::time_point since;
};

line_shown& shown_now() {
  static line_shown now;
  return now;
}

void note_line(std::string text) {
  line_shown& now = shown_now();
  const std::lock_guard lock(now.mutex);
  now.text = std::move(text);
  now.since = steady::now();
}

std::size_t columns_of_line(bool on_terminal) {
  return on_terminal ? columns_of(channel::messages) - 1 : log_columns;
}

void write_line(bool on_terminal, const std::string& text) {
  if (on_terminal)
    show_status(text);
  else
    write_message(text + "\n");
}

double seconds_of(std::chrono::milliseconds elapsed) {
  return std::max(static_cast<double>(elapsed.count()) / 1000, 0.001);
}

std::string left_text(double done, double elapsed_s) {
  if (done < 0.01 || done >= 1) return "";
  const double left_s = elapsed_s * (1 - done) / done;
  if (left_s < 90) return fmt::format("  {:.0f} s left", left_s);
  if (left_s < 90 * 60) return fmt::format("  {:.0f} min left", left_s / 60);
  return fmt::format("  {:.0f} h left", left_s / 3600);
}

}  // namespace

double share_done(const progress& now, const progress_sight& sight) {
  const auto us = [](duration length) { return static_cast<double>(length.us()); };
  const double whole = us(sight.end - sight.start);
  if (whole <= 0) return 0;
  const double through = sight.accounts > 0
                             ? static_cast<double>(now.accounts_through) / static_cast<double>(sight.accounts)
                             : 0;
  const double over = us(now.reached - sight.start) + us(now.until - now.reached) * through;
  return std::clamp(over / whole, 0.0, 1.0);
}

std::string progress_text(const progress& now, const progress_sight& sight, std::size_t columns) {
  const double done = share_done(now, sight);
  const double elapsed_s = seconds_of(sight.elapsed);
  return cut_between_words(
      fmt::format("{}  {:>3.0f}%  {} events  {:.0f}/s{}", to_string(now.reached).substr(0, 10), done * 100,
                  now.events, static_cast<double>(now.events) / elapsed_s, left_text(done, elapsed_s)),
      columns);
}

std::string progress_text(const progress_of_several& now, std::size_t columns) {
  std::string text = fmt::format("{} of {} scenarios  {} events{}", now.done, now.all, now.events,
                                 left_text(now.share, seconds_of(now.elapsed)));
  if (!now.running.empty()) text += fmt::format("  {}", fmt::join(now.running, ", "));
  return cut_between_words(text, columns);
}

std::string progress_text(std::size_t done, std::size_t all, std::string_view what, std::string_view name,
                          std::size_t columns) {
  return cut_between_words(fmt::format("{} of {} {}  {}", done, all, what, reports::clean(name)), columns);
}

std::string progress_text(std::uint64_t rows, std::uint64_t all, std::chrono::milliseconds elapsed,
                          std::size_t columns) {
  const double done = all > 0 ? static_cast<double>(rows) / static_cast<double>(all) : 0;
  return cut_between_words(
      fmt::format("{} of {} rows  {:>3.0f}%{}", rows, all, done * 100, left_text(done, seconds_of(elapsed))),
      columns);
}

void set_progress_pace(const progress_pace& wanted) {
  pace = wanted;
}

status_line::status_line(bool quiet)
    : began_(steady::now()),
      next_(pace.patience),
      quiet_(quiet),
      on_terminal_(is_terminal(channel::messages)) {
  if (!on_terminal_) next_ = pace.log;
}

std::chrono::milliseconds status_line::elapsed() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady::now() - began_);
}

void status_line::show(const std::function<std::string(std::size_t)>& text) {
  if (quiet_ || elapsed() < next_) return;
  next_ = elapsed() + (on_terminal_ ? pace.terminal : pace.log);
  shown_ = true;
  const std::string line = text(columns_of_line(on_terminal_));
  note_line(line);
  write_line(on_terminal_, line);
}

void status_line::begin_part() {
  if (on_terminal_) next_ = pace.patience;
}

void status_line::erase() {
  if (!shown_) return;
  note_line("");
  if (on_terminal_) erase_status();
  shown_ = false;
}

working_line::working_line(std::string_view command, bool quiet) : command_(command), began_(steady::now()) {
  if (quiet) return;
  note_line("");
  const bool at_once = pace.patience == 0ms && is_terminal(channel::messages);
  if (at_once) show();
  thread_ = std::jthread([this](const std::stop_token& over) { watch(over); });
}

working_line::~working_line() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  if (is_terminal(channel::messages)) erase_status();
}

void working_line::watch(const std::stop_token& over) {
  // Later than a line that says more would come.
  const auto wait = std::max<std::chrono::milliseconds>(
      (is_terminal(channel::messages) ? pace.patience : pace.log) + pace.terminal, 10ms);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, over, wait, [&] { return over.stop_requested(); })) {
    bool is_stale = false;
    {
      line_shown& now = shown_now();
      const std::lock_guard reading(now.mutex);
      is_stale = steady::now() - now.since >= wait;
    }
    if (is_stale && !idle_time::is_now()) show();
  }
}

// Whatever was shown last, if that still holds, is what it is busy with.
void working_line::show() {
  const bool on_terminal = is_terminal(channel::messages);
  line_shown& now = shown_now();
  const std::lock_guard lock(now.mutex);
  const auto waited = std::chrono::duration_cast<std::chrono::seconds>(
      steady::now() - (now.text.empty() ? began_ : now.since));
  const std::string what = now.text.empty() ? fmt::format("drawdown {}: at work", command_) : now.text;
  const std::string behind = fmt::format(" for {} s", waited.count());
  const std::size_t columns = columns_of_line(on_terminal);
  write_line(on_terminal,
             cut_between_words(what, columns > behind.size() ? columns - behind.size() : 1) + behind);
}

void progress_line::begins(const world& what, instant end) {
  sight_ = {what.start, end, what.accounts.size()};
}

void progress_line::comes_to(const progress& now) {
  sight_.elapsed = line_.elapsed();
  line_.show([&](std::size_t columns) {
    return cut_between_words(name_ + progress_text(now, sight_, columns), columns);
  });
}

void progress_line::writes(const run_outcome& over) {
  const std::string what = fmt::format("{}writing {} events into the run store", name_, over.work.events);
  line_.begin_part();
  if (!over.interrupted)
    return line_.show([&](std::size_t columns) { return cut_between_words(what, columns); });
  // A store takes its time, and somebody has just pressed Ctrl-C.
  line_.erase();
  if (!quiet_) write_message(fmt::format("drawdown: stopped at {}; {}\n", to_string(over.reached), what));
}

progress_board::progress_board(std::size_t runs, bool quiet) : slots_(runs), line_(quiet) {}

void progress_board::begin(std::size_t run, std::string name) {
  const std::lock_guard lock(slots_[run].mutex);
  slots_[run].name = std::move(name);
  slots_[run].is_running = true;
}

void progress_board::end(std::size_t run) {
  const std::lock_guard lock(slots_[run].mutex);
  slots_[run].is_running = false;
  slots_[run].is_done = true;
}

void progress_board::slot::begins(const world& what, instant end) {
  const std::lock_guard lock(mutex);
  sight = {what.start, end, what.accounts.size()};
}

void progress_board::slot::comes_to(const progress& now) {
  const std::lock_guard lock(mutex);
  share = share_done(now, sight);
  events = now.events;
}

void progress_board::slot::writes(const run_outcome& over) {
  const std::lock_guard lock(mutex);
  share = 1;
  events = over.work.events;
}

void progress_board::show() {
  progress_of_several now;
  now.all = slots_.size();
  now.elapsed = line_.elapsed();
  for (slot& each : slots_) {
    const std::lock_guard lock(each.mutex);
    now.done += each.is_done ? 1 : 0;
    now.share += (each.is_done ? 1 : each.share) / static_cast<double>(slots_.size());
    now.events += each.events;
    if (each.is_running) now.running.push_back(reports::clean(each.name));
  }
  line_.show([&](std::size_t columns) { return progress_text(now, columns); });
}

}  // namespace drawdown::cli
