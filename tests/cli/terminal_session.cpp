#include "tests/cli/terminal_session.hpp"

#include <array>
#include <cstdlib>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "cli/program.hpp"

namespace drawdown::cli_test {

namespace {

// Puts a file in the place of a descriptor, and what was there back.
class replaced_descriptor {
 public:
  replaced_descriptor(int descriptor, const std::string& path)
      : descriptor_(descriptor), before_(::dup(descriptor)) {
    const int opened = ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0600);
    REQUIRE(opened >= 0);
    REQUIRE(::dup2(opened, descriptor_) == descriptor_);
    ::close(opened);
  }
  replaced_descriptor(const replaced_descriptor&) = delete;
  replaced_descriptor& operator=(const replaced_descriptor&) = delete;
  ~replaced_descriptor() {
    ::dup2(before_, descriptor_);
    ::close(before_);
  }

 private:
  int descriptor_;
  int before_;
};

int run_inside(const std::vector<std::string>& words, const std::string& messages,
               const cli::progress_pace& pace) {
  cli::set_progress_pace(pace);
  int code = -1;
  {
    const replaced_descriptor output(STDOUT_FILENO, "/dev/null");
    const replaced_descriptor said(STDERR_FILENO, messages);
    code = static_cast<int>(cli::run_program(words));
  }
  cli::set_progress_pace({});
  return code;
}

}  // namespace

bool test_terminal::is_possible() {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master >= 0) {
    ::close(master);
    return true;
  }
  WARN("skipped: this machine has no pseudo-terminals");
  return false;
}

test_terminal::test_terminal() {
  master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(master_ >= 0);
  REQUIRE(::grantpt(master_) == 0);
  REQUIRE(::unlockpt(master_) == 0);
  std::array<char, 128> name{};
  REQUIRE(::ptsname_r(master_, name.data(), name.size()) == 0);
  path_ = name.data();
  // One who writes always lives, or the reader would find an end before the program has begun.
  slave_ = ::open(path_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(slave_ >= 0);
  termios plain{};
  REQUIRE(::tcgetattr(slave_, &plain) == 0);
  ::cfmakeraw(&plain);
  REQUIRE(::tcsetattr(slave_, TCSANOW, &plain) == 0);
  winsize size{};
  size.ws_row = 24;
  size.ws_col = 100;
  REQUIRE(::ioctl(slave_, TIOCSWINSZ, &size) == 0);
  reader_ = std::thread([this] { read_all(); });
}

void test_terminal::read_all() {
  std::array<char, 4096> piece{};
  while (true) {
    const ssize_t count = ::read(master_, piece.data(), piece.size());
    if (count <= 0) return;  // an error, EIO, when all who could write are gone
    text_.append(piece.data(), static_cast<std::size_t>(count));
  }
}

std::string test_terminal::written() {
  if (slave_ >= 0) ::close(slave_);
  slave_ = -1;
  if (reader_.joinable()) reader_.join();
  return text_;
}

test_terminal::~test_terminal() {
  written();
  ::close(master_);
}

ended program_inside(const std::vector<std::string>& words, messages_to where,
                     const cli::progress_pace& pace) {
  ended seen;
  if (where == messages_to::terminal) {
    test_terminal terminal;
    seen.code = run_inside(words, terminal.path(), pace);
    seen.messages = terminal.written();
    return seen;
  }
  const scratch_folder scratch;
  seen.code = run_inside(words, scratch.path("messages"), pace);
  seen.messages = cli_test::content_of(scratch.path("messages"));
  return seen;
}

}  // namespace drawdown::cli_test
