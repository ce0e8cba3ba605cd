#include "cli/progress.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/terminal.hpp"
#include "engine/time/text.hpp"

namespace drawdown::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 1000ms;      // before anything is shown
constexpr auto terminal_pace = 250ms;  // between two lines on a terminal
constexpr auto log_pace = 5000ms;      // between two lines elsewhere
constexpr std::string_view erase_line = "\r\x1b[K";

// How much of the run is over, from 0 to 1.
double share_done(const progress& now, const progress_sight& sight) {
  const auto whole = static_cast<double>((sight.end - sight.start).us());
  const auto over = static_cast<double>((std::min(now.reached, sight.end) - sight.start).us());
  const double of_time = whole > 0 ? over / whole : 0;
  const double of_accounts =
      sight.accounts > 0 ? static_cast<double>(now.accounts_at_end) / static_cast<double>(sight.accounts) : 0;
  return std::clamp(std::max(of_time, of_accounts), 0.0, 1.0);
}

std::string left_text(double done, double elapsed_s) {
  if (done < 0.01) return "";
  const double left_s = elapsed_s * (1 - done) / done;
  if (left_s < 90) return fmt::format("  {:.0f} s left", left_s);
  if (left_s < 90 * 60) return fmt::format("  {:.0f} min left", left_s / 60);
  return fmt::format("  {:.0f} h left", left_s / 3600);
}

}  // namespace

std::string progress_text(const progress& now, const progress_sight& sight, unsigned columns) {
  const double done = share_done(now, sight);
  const double elapsed_s = std::max(static_cast<double>(sight.elapsed.count()) / 1000, 0.001);
  std::string text =
      fmt::format("{}  {:>3.0f}%  {} events  {:.0f}/s{}", to_string(now.reached).substr(0, 10), done * 100,
                  now.events, static_cast<double>(now.events) / elapsed_s, left_text(done, elapsed_s));
  if (text.size() > columns) text.resize(columns);
  return text;
}

progress_line::progress_line(instant start, instant end, std::uint64_t accounts, bool quiet)
    : sight_{start, end, accounts},
      began_(std::chrono::steady_clock::now()),
      next_(patience),
      quiet_(quiet),
      on_terminal_(is_terminal(channel::messages)) {
  if (!on_terminal_) next_ = log_pace;
}

progress_line::~progress_line() {
  if (shown_ && on_terminal_) write_message(erase_line);
}

void progress_line::show(const progress& now) {
  if (quiet_) return;
  sight_.elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
  if (sight_.elapsed < next_) return;
  next_ = sight_.elapsed + (on_terminal_ ? terminal_pace : log_pace);
  shown_ = true;
  if (on_terminal_)
    write_message(
        fmt::format("{}{}", erase_line, progress_text(now, sight_, columns_of(channel::messages) - 1)));
  else
    write_message(progress_text(now, sight_, 200) + "\n");
}

}  // namespace drawdown::cli
