#include "tests/mutants/mutant_child.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/mutants/planted.hpp"

namespace drawdown::mutants {

namespace {

constexpr const char* this_program = "/proc/self/exe";

[[noreturn]] void fail_to(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// What `execve` takes. It refers to the words.
std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

// That of this process, with the bug in the place of any other.
std::vector<std::string> environment_with(const std::string& bug) {
  const std::string front = std::string(planted::switch_variable) + "=";
  std::vector<std::string> all = {front + bug};
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (const std::string_view text = *variable; !text.starts_with(front)) all.emplace_back(text);
  return all;
}

// Becomes the program. Between fork and exec nothing is called that may wait for another thread.
[[noreturn]] void become(char** words, char** environment, int output, const ::rlimit* file_size,
                         const ::rlimit& processor_time) {
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(nothing, STDERR_FILENO);
  const ::rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::setrlimit(RLIMIT_CPU, &processor_time);
  if (file_size != nullptr) ::setrlimit(RLIMIT_FSIZE, file_size);
  ::execve(this_program, words, environment);
  ::_exit(127);
}

std::string all_of(int output) {
  std::string all;
  std::array<char, 65536> part{};
  for (;;) {
    const ::ssize_t got = ::read(output, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_to("read from a program");
    if (got == 0) return all;
    all.append(part.data(), static_cast<std::size_t>(got));
  }
}

int code_of(::pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) fail_to("wait for a program");
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

child_end run_child(const std::string& bug, const std::vector<std::string>& words,
                    std::optional<std::uint64_t> largest_file, std::uint64_t seconds) {
  std::vector<std::string> all = {"drawdown"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<std::string> environment = environment_with(bug);
  std::vector<char*> arguments = pointers_to(all);
  std::vector<char*> variables = pointers_to(environment);
  const ::rlimit file_size{largest_file.value_or(RLIM_INFINITY), RLIM_INFINITY};
  std::array<int, 2> output{};
  if (::pipe2(output.data(), O_CLOEXEC) != 0) fail_to("make a pipe");
  const ::pid_t child = ::fork();
  if (child < 0) fail_to("start a program");
  if (child == 0)
    become(arguments.data(), variables.data(), output[1], largest_file ? &file_size : nullptr,
           {seconds, seconds});
  ::close(output[1]);
  child_end ended;
  ended.output = all_of(output[0]);
  ::close(output[0]);
  ended.code = code_of(child);
  return ended;
}

}  // namespace drawdown::mutants
