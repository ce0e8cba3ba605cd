// A checkpoint, as the run that goes on from it reads it. The first byte says whether every part is given the
// checksum that fits it, which chance never would.
#include "engine/checkpoint/checkpoint.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>

#include "engine/checkpoint/account_state.hpp"
#include "engine/record/block_layout.hpp"
#include "scenarios/language/load.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

// The scenario whose run was killed.
std::shared_ptr<const world> killed_world() {
  const auto loaded = language::load_scenario(DRAWDOWN_SOURCE_DIR "/scenarios/library/friday-night.yaml");
  promise(loaded.what != nullptr, "a scenario of the library loads");
  return loaded.what;
}

// Gives each part its checksum, as far as their sizes lead from one to the next.
std::string sealed(std::string_view text) {
  constexpr std::size_t before = 2 * sizeof(std::uint32_t);
  std::string made(text);
  for (std::size_t at = 0; made.size() - at >= before;) {
    std::uint32_t size = 0;
    std::memcpy(&size, made.data() + at, sizeof size);
    if (size > made.size() - at - before) break;
    const std::uint32_t sum = record::checksum_of(std::as_bytes(std::span(made)).subspan(at + before, size));
    std::memcpy(made.data() + at + sizeof size, &sum, sizeof sum);
    at += before + size;
  }
  return made;
}

// A state that was read is written, and reads the same.
void check_state(const std::shared_ptr<const world>& in, account_index account,
                 std::span<const std::byte> bytes) {
  const auto state = read_state(in, account, bytes);
  if (!state) {
    promise(state.error().message.find(in->accounts[account].name) != std::string::npos,
            "an error names the account");
    return;
  }
  record::bytes written;
  write_state(*in, account, *state, written);
  const auto again = read_state(in, account, written);
  promise(again.has_value(), "a state that is written is read");
  record::bytes twice;
  write_state(*in, account, *again, twice);
  promise(written == twice, "a state that is read again is written the same");
}

}  // namespace

void checkpoint(std::string_view bytes) {
  static const std::shared_ptr<const world> in = killed_world();
  input from(bytes);
  const bool is_sealed = from.one_of(2) == 1;
  const std::string content = is_sealed ? sealed(from.rest()) : std::string(from.rest());
  const auto found = open_checkpoint(std::as_bytes(std::span(content)));
  if (!found) {
    promise(!found.error().message.empty(), "an error says what is wrong");
    return;
  }
  promise(found->accounts.size() == found->header.accounts, "there is a part for each account");
  const std::size_t known = std::min(found->accounts.size(), in->accounts.size());
  for (account_index i = 0; i < known; ++i) check_state(in, i, found->accounts[i]);
}

}  // namespace drawdown::fuzz
