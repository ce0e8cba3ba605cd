// The one error value of Drawdown: refusals of input are values, exceptions are for our own defects.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace drawdown {

// What kind of thing went wrong. A stable number: results and exit codes refer to it.
enum class error_code {
  malformed = 1,     // text that is not what it should be (an amount, an instant, a duration)
  out_of_range = 2,  // well formed, but outside what can be represented or is sensible (R1.5)
  unknown_name = 3,  // a name that nothing declares
  conflict = 4,      // two things that cannot both hold
  unreadable = 5,    // a file that cannot be read or written
  corrupt = 6,       // bytes that do not decode (a block with a wrong checksum)
  not_built = 7,     // a setting or key that the language knows and this version does not do
};

// An error with a message that says what is wrong and, where it can, what to do about it.
struct error {
  error_code code;
  std::string message;

  friend bool operator==(const error&, const error&) = default;
};

// A value, or the error that stood in its way.
template <class T>
using result = tl::expected<T, error>;

// Shorthand to return an error from a function with a `result`.
inline tl::unexpected<error> fail(error_code code, std::string message) {
  return tl::unexpected<error>(error{code, std::move(message)});
}

// A broken promise of our own code. It ends the actor it happens in and is reported with exit code 1.
class defect : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// States what must hold on entry to or exit from a step of the core; a breach is a defect.
inline void ensure(bool holds, const char* what) {
  if (!holds) [[unlikely]]
    throw defect(what);
}

}  // namespace drawdown
