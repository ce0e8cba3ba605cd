// How a failed assertion shows the words and amounts of the engine.
#pragma once

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/outcome.hpp"

namespace Catch {

template <>
struct StringMaker<drawdown::outcome> {
  static std::string convert(drawdown::outcome o) { return std::string(drawdown::name_of(o)); }
};
template <>
struct StringMaker<drawdown::notice_effect> {
  static std::string convert(drawdown::notice_effect e) { return std::string(drawdown::name_of(e)); }
};
template <>
struct StringMaker<drawdown::credits> {
  static std::string convert(drawdown::credits c) { return drawdown::to_string(c); }
};
template <>
struct StringMaker<drawdown::money> {
  static std::string convert(drawdown::money m) { return std::to_string(m.minor()) + " minor"; }
};
template <>
struct StringMaker<drawdown::instant> {
  static std::string convert(drawdown::instant t) { return drawdown::to_string(t); }
};

}  // namespace Catch
