// The blocks of a run that was killed, as the run that goes on with it reads them from its folder. The first
// byte says whether every block is given the checksum that fits it, which chance never would.
#include "cli/segment_file.hpp"

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "engine/record/block_layout.hpp"
#include "engine/record/unfinished_segment.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/scratch.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

record::bytes bytes_of(std::string_view text) {
  record::bytes made(text.size());
  if (!text.empty()) std::memcpy(made.data(), text.data(), text.size());
  return made;
}

// Gives each block its checksum, as far as their sizes lead from one to the next.
std::string sealed(std::string_view text) {
  std::string made(text);
  for (std::size_t at = 0; made.size() - at >= record::smallest_block;) {
    std::uint32_t size = 0;
    std::memcpy(&size, made.data() + at + record::size_offset, sizeof size);
    if (size < record::smallest_block || size > made.size() - at) break;
    const std::size_t covered = size - record::checksum_bytes;
    const std::uint32_t sum = record::checksum_of(std::as_bytes(std::span(made)).subspan(at, covered));
    std::memcpy(made.data() + at + covered, &sum, sizeof sum);
    at += size;
  }
  return made;
}

// Goes on with the file and has every block that is in it come again.
void go_on(const std::string& path, const std::string& before) {
  cli::segment_file file;
  const auto kept = file.go_on(path);
  if (!kept) {
    promise(kept.error().message.find(path) != std::string::npos, "an error names the file");
    promise(content_of(path) == before, "what is damaged is left as it was");
    return;
  }
  promise(kept->bytes + kept->torn_bytes == before.size(), "every byte is in a block or torn off");
  promise(kept->torn.empty() == (kept->torn_bytes == 0), "what was torn says why");
  promise(content_of(path) == before.substr(0, kept->bytes), "whole blocks stay, what is torn is cut");
  promise(file.still_expected() == kept->count, "each block is to come again");

  const record::bytes whole = bytes_of(std::string_view(before).substr(0, kept->bytes));
  const auto found = record::read_unfinished_segment(whole);
  promise(found && found->blocks.size() == kept->count && found->torn.empty(),
          "what is kept reads as so many blocks");
  for (const auto& block : found->blocks) promise(file.append(block).has_value(), "a block comes again");
  promise(file.finish().has_value() && file.still_expected() == 0 && file.conflict() == nullptr,
          "all have come again");
  promise(content_of(path) == before.substr(0, kept->bytes), "what comes again is not written again");
}

}  // namespace

void segment_file(std::string_view bytes) {
  static const scratch files;
  input from(bytes);
  const bool is_sealed = from.one_of(2) == 1;
  const std::string content = is_sealed ? sealed(from.rest()) : std::string(from.rest());
  go_on(files.write("blocks.bin", content), content);
}

}  // namespace drawdown::fuzz
