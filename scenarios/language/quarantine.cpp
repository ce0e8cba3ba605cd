#include "scenarios/language/quarantine.hpp"

#include <fmt/format.h>

namespace drawdown::language {
namespace {

result<std::unique_ptr<bulk::byte_sink>> create(const std::string& path) {
  return bulk::create_file(path).map_error([&](error said) {
    return error{said.code, fmt::format("`{}` cannot be written: {}", path, said.message)};
  });
}

}  // namespace

result<void> quarantine::open() {
  auto rows = create(path_);
  if (!rows) return tl::unexpected(rows.error());
  auto reasons = create(path_ + ".reasons");
  if (!reasons) return tl::unexpected(reasons.error());
  rows_ = bulk::pack(std::move(*rows), bulk::packing_of(path_));
  reasons_ = std::move(*reasons);
  return header_.empty() ? result<void>() : rows_->write(header_ + '\n');
}

result<void> quarantine::add(std::string_view row, std::string_view reason) {
  result<void> done;
  if (rows_ == nullptr) done = open();
  const auto write = [&](bulk::byte_sink& into, std::string_view text) {
    if (done) done = into.write(text);
    if (done) done = into.write("\n");
  };
  if (rows_ == nullptr) return done;
  write(*rows_, row);
  write(*reasons_, reason);
  return done;
}

result<void> quarantine::close() {
  if (rows_ == nullptr) return {};
  const result<void> rows = rows_->close();
  const result<void> reasons = reasons_->close();
  rows_.reset();
  return rows ? reasons : rows;
}

}  // namespace drawdown::language
