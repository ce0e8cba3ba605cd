#include "cli/out_folders.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

// A scenario, and what its folder is called.
struct naming {
  std::vector<std::string> words;  // the folders above the file, then its stem
  std::size_t used = 1;            // of them, counted from the end

  explicit naming(const std::string& file) {
    const files::path path = files::absolute(file).lexically_normal();
    for (const files::path& part : path.parent_path().relative_path()) words.push_back(part.string());
    words.push_back(path.stem().string());
  }

  std::string name() const {
    return fmt::format("{}", fmt::join(words.end() - static_cast<std::ptrdiff_t>(used), words.end(), "-"));
  }
};

// Lengthens the names that several have; false where none is left to lengthen.
bool lengthen(std::vector<naming>& all) {
  std::map<std::string, std::vector<naming*>> by_name;
  for (naming& each : all) by_name[each.name()].push_back(&each);
  bool changed = false;
  for (auto& [name, same] : by_name) {
    if (same.size() == 1) continue;
    for (naming* each : same) {
      if (each->used == each->words.size()) continue;
      ++each->used;
      changed = true;
    }
  }
  return changed;
}

}  // namespace

result<std::vector<files::path>> folders_in(const files::path& out,
                                            const std::vector<std::string>& scenarios) {
  std::vector<naming> all;
  for (const std::string& scenario : scenarios) all.emplace_back(scenario);
  while (lengthen(all)) {
  }
  std::map<std::string, std::string> taken;
  std::vector<files::path> folders;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [other, is_new] = taken.emplace(all[i].name(), scenarios[i]);
    if (!is_new)
      return fail(error_code::conflict,
                  fmt::format("--out: `{}` and `{}` would both be kept in `{}`", other->second, scenarios[i],
                              (out / other->first).string()));
    folders.push_back(out / all[i].name());
  }
  return folders;
}

}  // namespace drawdown::cli
