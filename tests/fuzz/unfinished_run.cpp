// What a run was begun with, `unfinished.json` in its folder, from which `--resume` goes on.
#include <string>

#include <nlohmann/json.hpp>

#include "cli/unfinished_document.hpp"
#include "reports/results/hash.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

// The same document with a checksum that fits; what is no document stays as it is.
std::string sealed(std::string_view bytes) {
  auto document = nlohmann::ordered_json::parse(bytes, nullptr, false);
  if (!document.is_object()) return std::string(bytes);
  const auto text = [&] {
    return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  };
  document.erase("xxh3");
  document["xxh3"] = reports::xxh3_of(text());
  return text();
}

void read_and_write(std::string_view bytes) {
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

}  // namespace

void unfinished_run(std::string_view bytes) {
  read_and_write(bytes);
  read_and_write(sealed(bytes));
}

}  // namespace drawdown::fuzz
