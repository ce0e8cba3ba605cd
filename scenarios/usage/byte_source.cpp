#include "scenarios/usage/byte_source.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <xxhash.h>

#include "scenarios/usage/unpack.hpp"

namespace drawdown::bulk {
namespace {

struct ending {
  std::string_view text;
  packing how;
};
constexpr std::array endings = {ending{".gz", packing::gzip}, ending{".zst", packing::zstd}};

bool ends_with(std::string_view name, std::string_view end) {
  if (name.size() < end.size()) return false;
  name.remove_prefix(name.size() - end.size());
  for (std::size_t i = 0; i < end.size(); ++i) {
    const char c = name[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != end[i]) return false;
  }
  return true;
}

// A hash of bytes as they pass.
class passing_hash {
 public:
  passing_hash() { XXH3_64bits_reset(&state_); }
  void add(std::span<const char> bytes) {
    XXH3_64bits_update(&state_, bytes.data(), bytes.size());
    bytes_ += bytes.size();
  }
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t value() const { return XXH3_64bits_digest(&state_); }

 private:
  XXH3_state_t state_{};
  std::uint64_t bytes_ = 0;
};

class file_source final : public byte_source {
 public:
  explicit file_source(std::FILE* file) : file_(file) { std::setvbuf(file, nullptr, _IONBF, 0); }
  ~file_source() override { std::fclose(file_); }
  file_source(const file_source&) = delete;
  file_source& operator=(const file_source&) = delete;

  result<std::size_t> read(std::span<char> into) override {
    const std::size_t got = std::fread(into.data(), 1, into.size(), file_);
    if (got == 0 && std::ferror(file_) != 0) return fail(error_code::unreadable, std::strerror(errno));
    hash_.add(into.first(got));
    return got;
  }
  std::uint64_t stored_bytes() const override { return hash_.bytes(); }
  std::uint64_t stored_hash() const override { return hash_.value(); }

 private:
  std::FILE* file_;
  passing_hash hash_;
};

class memory_source final : public byte_source {
 public:
  explicit memory_source(std::string_view bytes) : rest_(bytes) {}

  result<std::size_t> read(std::span<char> into) override {
    const std::size_t got = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(got);
    hash_.add(into.first(got));
    return got;
  }
  std::uint64_t stored_bytes() const override { return hash_.bytes(); }
  std::uint64_t stored_hash() const override { return hash_.value(); }

 private:
  std::string_view rest_;
  passing_hash hash_;
};

class bounded_source final : public byte_source {
 public:
  bounded_source(std::unique_ptr<byte_source> from, std::uint64_t most)
      : from_(std::move(from)), most_(most) {}

  result<std::size_t> read(std::span<char> into) override {
    const result<std::size_t> got = from_->read(into);
    if (got) bytes_ += *got;
    if (bytes_ <= most_) return got;
    return fail(error_code::out_of_range,
                fmt::format("it has more than {} MB", most_ / (std::uint64_t{1} << 20U)));
  }
  std::uint64_t stored_bytes() const override { return from_->stored_bytes(); }
  std::uint64_t stored_hash() const override { return from_->stored_hash(); }

 private:
  std::unique_ptr<byte_source> from_;
  std::uint64_t most_;
  std::uint64_t bytes_ = 0;
};

}  // namespace

packing packing_of(std::string_view name) {
  for (const ending& one : endings) {
    if (ends_with(name, one.text)) return one.how;
  }
  return packing::plain;
}

std::string_view unpacked_name(std::string_view name) {
  for (const ending& one : endings) {
    if (ends_with(name, one.text)) return name.substr(0, name.size() - one.text.size());
  }
  return name;
}

result<std::unique_ptr<byte_source>> open_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return fail(error_code::unreadable, "it is a folder");
  errno = 0;
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr) return fail(error_code::unreadable, std::strerror(errno));
  return std::make_unique<file_source>(file);
}

std::unique_ptr<byte_source> bytes_in_memory(std::string_view bytes) {
  return std::make_unique<memory_source>(bytes);
}

std::unique_ptr<byte_source> at_most(std::unique_ptr<byte_source> from, std::uint64_t most) {
  return std::make_unique<bounded_source>(std::move(from), most);
}

std::unique_ptr<byte_source> unpack(std::unique_ptr<byte_source> stored, packing how) {
  switch (how) {
    case packing::plain:
      return stored;
    case packing::gzip:
      return unpack_gzip(std::move(stored));
    case packing::zstd:
      return unpack_zstd(std::move(stored));
  }
  throw defect("unpack: a packing that is none");
}

}  // namespace drawdown::bulk
