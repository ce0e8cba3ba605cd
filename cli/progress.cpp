#include "cli/progress.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/layout.hpp"
#include "cli/terminal.hpp"
#include "engine/time/text.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 1000ms;      // before anything is shown
constexpr auto terminal_pace = 250ms;  // between two lines on a terminal
constexpr auto log_pace = 5000ms;      // between two lines elsewhere
constexpr std::size_t log_columns = 200;
constexpr std::string_view erase_line = "\r\x1b[K";

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

status_line::status_line(bool quiet)
    : began_(std::chrono::steady_clock::now()),
      next_(patience),
      quiet_(quiet),
      on_terminal_(is_terminal(channel::messages)) {
  if (!on_terminal_) next_ = log_pace;
}

std::chrono::milliseconds status_line::elapsed() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
}

void status_line::show(const std::function<std::string(std::size_t)>& text) {
  if (quiet_ || elapsed() < next_) return;
  next_ = elapsed() + (on_terminal_ ? terminal_pace : log_pace);
  shown_ = true;
  if (on_terminal_)
    write_message(fmt::format("{}{}", erase_line, text(columns_of(channel::messages) - 1)));
  else
    write_message(text(log_columns) + "\n");
}

void status_line::erase() {
  if (shown_ && on_terminal_) write_message(erase_line);
  shown_ = false;
}

void progress_line::begins(const world& what, instant end) {
  sight_ = {what.start, end, what.accounts.size()};
}

void progress_line::comes_to(const progress& now) {
  sight_.elapsed = line_.elapsed();
  line_.show([&](std::size_t columns) { return progress_text(now, sight_, columns); });
}

void progress_line::writes(const run_outcome& over) {
  const std::string what = fmt::format("writing {} events into the run store", over.work.events);
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
