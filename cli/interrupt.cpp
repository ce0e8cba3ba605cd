#include "cli/interrupt.hpp"

#include <cerrno>
#include <csignal>
#include <string_view>

#include <unistd.h>

namespace drawdown::cli {

namespace {

std::atomic<bool> interrupted{false};
std::atomic<bool> idle{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

// `errno` belongs to whatever was interrupted.
void on_interrupt(int /*signal*/) {
  const int errno_before = errno;
  interrupted.store(true);
  std::string_view said = "\ndrawdown: finishing what is open; Ctrl-C again ends at once\n";
  if (idle.load()) said = "\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, said.data(), said.size());
  errno = errno_before;
}

}  // namespace

const std::atomic<bool>& watch_for_interrupt() {
  // Whoever started the program in the background and had it ignore Ctrl-C, meant that.
  struct sigaction before {};
  ::sigaction(SIGINT, nullptr, &before);
  if (before.sa_handler == SIG_IGN) return interrupted;

  struct sigaction action {};
  action.sa_handler = on_interrupt;
  // The handler serves once; then the default is back, which ends the program.
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  return interrupted;
}

idle_time::idle_time() {
  idle.store(true);
}

idle_time::~idle_time() {
  idle.store(false);
}

bool idle_time::is_now() {
  return idle.load();
}

}  // namespace drawdown::cli
