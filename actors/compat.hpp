// What CAF 0.17.6 needs and later versions spell otherwise. Nothing outside actors/ depends on it, and
// nothing inside says these things in any other way.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include <caf/all.hpp>

namespace drawdown::actors {

// `answers<R, A>`: a handler that takes an A and answers with an R; `hears<A>`: one that takes an A and says
// nothing.
template <class Answer, class... Arguments>
using answers = typename caf::replies_to<Arguments...>::template with<Answer>;
template <class... Arguments>
using hears = caf::reacts_to<Arguments...>;

// Why an actor ended, as its supervisor reads it from the down message.
struct end_of_actor {
  std::uint64_t step = 0;  // of the account, where it was one
  std::string what;
};

inline caf::error end_error(std::uint64_t step, const std::string& what) {
  return caf::make_error(caf::sec::runtime_error, std::to_string(step), what);
}

inline end_of_actor read_end(const caf::error& reason) {
  const auto& context = reason.context();
  if (!context.match_elements<std::string, std::string>()) return {0, "it ended without a word"};
  return {std::stoull(context.get_as<std::string>(0)), context.get_as<std::string>(1)};
}

// An exception is a defect of ours and ends the actor; its supervisor hears what it said. `step_of` tells
// where it was.
template <class Actor, class StepOf>
void end_on_exception(Actor* self, StepOf step_of) {
  self->set_exception_handler([step_of](std::exception_ptr& thrown) -> caf::error {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      return end_error(step_of(), e.what());
    } catch (...) {
      return end_error(step_of(), "an exception of an unknown kind");
    }
  });
}

}  // namespace drawdown::actors
