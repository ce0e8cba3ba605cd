// From text to a tree of nodes: strict YAML, read through yaml-cpp's events so that no scalar is ever typed
// by YAML.
#pragma once

#include <optional>

#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"

namespace drawdown::language {

// The only document of the file, which must have passed check_bytes(). Everything that is refused (anchors,
// aliases, tags, merge keys, second documents, duplicate keys, depth) is reported; nothing comes back where
// no tree can be trusted. Never throws.
std::optional<node> read_yaml(scope& in);

}  // namespace drawdown::language
