// Runs the built program the way a person does, and looks at all that it says.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace drawdown::cli_test {

// What a finished program left behind.
struct ended {
  int code = -1;         // 128 + the signal, where one ended it
  std::string output;    // standard output
  std::string messages;  // standard error
};

// Runs the program with these words, nothing on its input and neither output a terminal.
ended program(const std::vector<std::string>& words);

// Runs a line of shell in which $DRAWDOWN is the program.
ended shell(const std::string& line);

// A folder for one test; it goes with it.
class scratch_folder {
 public:
  scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder();

  // Writes a file and returns its path.
  std::string write(const std::string& name, const std::string& text) const;
  std::string path(const std::string& name) const { return (root_ / name).string(); }

 private:
  std::filesystem::path root_;
};

// The whole content of a file.
std::string content_of(const std::string& path);

// Writes a scenario and its catalog, and returns the scenario's path: an account with 100 free credits from
// 2026-01-01 on, 30 used on 2026-01-10, and what is expected to be available on 2026-01-20. It ends
// 2026-02-01.
std::string write_scenario(const scratch_folder& in, const std::string& name,
                           const std::string& expected_available = "70");

// A run of that scenario in a folder, for one test.
class kept_bakery {
 public:
  explicit kept_bakery(const std::string& expected_available = "70");

  std::string folder() const { return scratch_.path("kept"); }
  const std::string& scenario() const { return scenario_; }
  const scratch_folder& scratch() const { return scratch_; }

  // Runs a command that takes the folder, with the words behind it.
  ended ask(const std::string& command, std::vector<std::string> words = {}) const;

 private:
  scratch_folder scratch_;
  std::string scenario_;
};

}  // namespace drawdown::cli_test
