// What a run was begun with, `unfinished.json` in its folder, from which `--resume` goes on.
#include <string>

#include "cli/unfinished_document.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

void unfinished_run(std::string_view bytes) {
  const auto read = cli::parse_unfinished_run(bytes);
  if (!read) {
    promise(!read.error().message.empty(), "what is not read says why");
    return;
  }
  for (const std::string& option : read->options)
    promise(option.starts_with("--") && cli::is_taken_down(option),
            "a file does not say where its run is kept");
  const std::string written = cli::unfinished_run_text(*read);
  const auto again = cli::parse_unfinished_run(written);
  promise(again.has_value(), "what is written is read");
  promise(cli::unfinished_run_text(*again) == written, "what is written and read is the same");
}

}  // namespace drawdown::fuzz
