#include "scenarios/usage/byte_sink.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include <isa-l/igzip_lib.h>
#include <zstd.h>

namespace drawdown::bulk {
namespace {

// So much is packed at once.
constexpr std::size_t piece = std::size_t{256} * 1024;

class file_sink final : public byte_sink {
 public:
  explicit file_sink(std::FILE* file) : file_(file) {}
  ~file_sink() override {
    if (file_ != nullptr) std::fclose(file_);
  }
  file_sink(const file_sink&) = delete;
  file_sink& operator=(const file_sink&) = delete;

  result<void> write(std::string_view bytes) override {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size()) return {};
    return fail(error_code::unreadable, std::strerror(errno));
  }
  result<void> close() override {
    if (std::fclose(std::exchange(file_, nullptr)) == 0) return {};
    return fail(error_code::unreadable, std::strerror(errno));
  }

 private:
  std::FILE* file_;
};

// Gathers pieces of one size, so that what is packed does not depend on how it is written.
class packing_sink : public byte_sink {
 public:
  explicit packing_sink(std::unique_ptr<byte_sink> into) : into_(std::move(into)), packed_(piece) {
    gathered_.reserve(piece);
  }

  result<void> write(std::string_view bytes) final {
    while (!bytes.empty()) {
      const std::size_t taken = std::min(bytes.size(), piece - gathered_.size());
      gathered_.append(bytes.substr(0, taken));
      bytes.remove_prefix(taken);
      if (gathered_.size() < piece) continue;
      if (auto done = pack_piece(gathered_, false); !done) return done;
      gathered_.clear();
    }
    return {};
  }
  result<void> close() final {
    if (auto done = pack_piece(gathered_, true); !done) return done;
    return into_->close();
  }

 protected:
  virtual result<void> pack_piece(std::string_view bytes, bool is_last) = 0;
  result<void> hand_on(std::size_t size) { return into_->write({packed_.data(), size}); }
  std::vector<char>& packed() { return packed_; }

 private:
  std::unique_ptr<byte_sink> into_;
  std::vector<char> packed_;
  std::string gathered_;
};

class gzip_sink final : public packing_sink {
 public:
  explicit gzip_sink(std::unique_ptr<byte_sink> into)
      : packing_sink(std::move(into)),
        state_(std::make_unique<isal_zstream>()),
        levels_(ISAL_DEF_LVL1_DEFAULT) {
    isal_deflate_init(state_.get());
    state_->gzip_flag = IGZIP_GZIP;
    state_->level = 1;
    state_->level_buf = levels_.data();
    state_->level_buf_size = static_cast<std::uint32_t>(levels_.size());
  }

 private:
  result<void> pack_piece(std::string_view bytes, bool is_last) override {
    std::vector<std::uint8_t> unpacked(bytes.begin(), bytes.end());
    state_->next_in = unpacked.data();
    state_->avail_in = static_cast<std::uint32_t>(unpacked.size());
    state_->end_of_stream = is_last ? 1 : 0;
    state_->flush = NO_FLUSH;
    do {
      state_->next_out = reinterpret_cast<std::uint8_t*>(packed().data());
      state_->avail_out = static_cast<std::uint32_t>(packed().size());
      ensure(isal_deflate(state_.get()) == COMP_OK, "gzip: packing failed");
      if (auto done = hand_on(packed().size() - state_->avail_out); !done) return done;
    } while (state_->avail_out == 0);
    return {};
  }

  std::unique_ptr<isal_zstream> state_;
  std::vector<std::uint8_t> levels_;
};

struct free_context {
  void operator()(ZSTD_CCtx* one) const { ZSTD_freeCCtx(one); }
};

class zstd_sink final : public packing_sink {
 public:
  explicit zstd_sink(std::unique_ptr<byte_sink> into)
      : packing_sink(std::move(into)), context_(ZSTD_createCCtx()) {
    ensure(context_ != nullptr, "zstd: no context");
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
  }

 private:
  result<void> pack_piece(std::string_view bytes, bool is_last) override {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (;;) {
      ZSTD_outBuffer out{packed().data(), packed().size(), 0};
      const std::size_t left =
          ZSTD_compressStream2(context_.get(), &out, &in, is_last ? ZSTD_e_end : ZSTD_e_continue);
      ensure(ZSTD_isError(left) == 0, "zstd: packing failed");
      if (auto done = hand_on(out.pos); !done) return done;
      if (is_last ? left == 0 : in.pos == in.size) return {};
    }
  }

  std::unique_ptr<ZSTD_CCtx, free_context> context_;
};

}  // namespace

result<std::unique_ptr<byte_sink>> create_file(const std::string& path) {
  errno = 0;
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) return fail(error_code::unreadable, std::strerror(errno));
  return std::make_unique<file_sink>(file);
}

std::unique_ptr<byte_sink> pack(std::unique_ptr<byte_sink> into, packing how) {
  switch (how) {
    case packing::plain:
      return into;
    case packing::gzip:
      return std::make_unique<gzip_sink>(std::move(into));
    case packing::zstd:
      return std::make_unique<zstd_sink>(std::move(into));
  }
  throw defect("pack: a packing that is none");
}

}  // namespace drawdown::bulk
