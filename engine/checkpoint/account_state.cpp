#include "engine/checkpoint/account_state.hpp"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "engine/record/state_archive.hpp"
#include "engine/reference/kept_fields.hpp"

namespace drawdown {

account_mark mark_of(std::span<const std::byte> state) {
  record::field_reader read(state);
  instant reached;
  instant next_due;
  std::uint64_t steps = 0;
  account_mark mark;
  read(reached, next_due, steps, mark.events, mark.digest);
  return mark;
}

void write_state(const world& in, account_index account, const account_state& state, record::bytes& to) {
  record::state_writer write(to, record::steps_of_account(in.accounts.at(account)));
  write(state.reached, state.next_due, state.steps, state.events, state.digest, *state.core);
  write(state.judged != nullptr);
  if (state.judged) write(*state.judged);
  for (const auto& agent : state.agents) write(*agent);
}

namespace {

// Whether the core was read whole: it has the digest that it had when its last block was made.
bool has_digest(account_core& core, const account_state& of) {
  return !core.has_begun() || core.digest(of.reached) == of.digest;
}

account_state state_read(const std::shared_ptr<const world>& in, account_index account,
                         record::state_reader& read) {
  account_state state;
  auto core = std::make_shared<account_core>(in, account);
  bool is_judged = false;
  read(state.reached, state.next_due, state.steps, state.events, state.digest, *core, is_judged);
  read.require(read.ok() && has_digest(*core, state));
  state.core = std::move(core);
  if (is_judged) {
    auto judged = std::make_shared<audit_state>(in, account);
    read(*judged);
    state.judged = std::move(judged);
  }
  for (agent_index a = 0; a < in->accounts[account].agents.size(); ++a) {
    auto agent = std::make_shared<agent_core>(in, account, a);
    read(*agent);
    state.agents.push_back(std::move(agent));
  }
  read.require(read.left() == 0);
  return state;
}

}  // namespace

result<account_state> read_state(const std::shared_ptr<const world>& in, account_index account,
                                 std::span<const std::byte> from) {
  const account_spec& spec = in->accounts.at(account);
  record::state_reader read(from, record::steps_of_account(spec));
  try {
    account_state state = state_read(in, account, read);
    if (read.ok()) return state;
  } catch (const std::logic_error&) {
    // What a core objects to, or looks for in vain, was never one.
  }
  return fail(error_code::corrupt, fmt::format("these bytes are no state of account `{}`", spec.name));
}

}  // namespace drawdown
