// The table of settings: each one's name, rule, default, range and source, and how it is read and written as
// text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/settings/settings.hpp"
#include "engine/units/error.hpp"

namespace drawdown {

// One setting as people name it.
struct setting_entry {
  std::string_view name;     // `key_window`
  std::string_view rule;     // `R4.3`
  std::string_view meaning;  // one line for help and reports
  std::string_view allowed;  // `a duration`, `yes | no`, …
  std::string_view source;   // which document the default comes from (R15.1)
  // Null where the setting is known but not built in this version: it is then refused by name.
  result<void> (*read)(settings&, std::string_view text) = nullptr;
  std::string (*write)(const settings&) = nullptr;
  // The one value that is built, of a setting of which no other is: naming it is allowed and changes nothing.
  // Empty where there are several, or none.
  std::string_view only = {};
  // Of what is written in another place: where. Empty of all settings.
  std::string_view instead = {};

  bool is_built() const { return read != nullptr; }
};

// All settings, in the order of their rules.
std::span<const setting_entry> setting_table();

// Sets one setting from text. Refused: an unknown name (`unknown_name`), one that is not built or not a
// setting, or a value that is not built (`not_built`), a value that is not allowed (`malformed`, naming what
// is).
result<void> apply_setting(settings& target, std::string_view name, std::string_view text);

}  // namespace drawdown
