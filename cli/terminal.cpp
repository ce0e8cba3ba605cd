#include "cli/terminal.hpp"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace drawdown::cli {

namespace {

std::atomic<bool> reader_is_gone = false;

int descriptor(channel where) {
  return where == channel::output ? STDOUT_FILENO : STDERR_FILENO;
}

// Writes all of it, or says what stood in the way.
int write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(to, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

bool is_terminal(channel where) {
  return ::isatty(descriptor(where)) == 1;
}

bool wants_color(color_choice chosen, const color_surroundings& around) {
  if (chosen != color_choice::automatic) return chosen == color_choice::always;
  return around.is_terminal && around.no_color.empty() && around.term != "dumb";
}

bool wants_color(color_choice chosen, channel where) {
  const auto variable = [](const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? std::string_view() : std::string_view(text);
  };
  return wants_color(chosen, {is_terminal(where), variable("NO_COLOR"), variable("TERM")});
}

unsigned columns_of(channel where) {
  winsize size{};
  const bool known = ::ioctl(descriptor(where), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

result<void> write_output(std::string_view text) {
  const int failure = write_all(STDOUT_FILENO, text);
  if (failure == EPIPE) reader_is_gone = true;
  if (failure == 0 || failure == EPIPE) return {};
  return fail(error_code::unreadable,
              fmt::format("standard output can't be written: {}", std::strerror(failure)));
}

bool reader_went_away() {
  return reader_is_gone;
}

void write_message(std::string_view text) {
  write_all(STDERR_FILENO, text);
}

}  // namespace drawdown::cli
