#include "scenarios/language/bulk_files.hpp"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/quarantine.hpp"
#include "scenarios/language/read_usage_row.hpp"

namespace drawdown::language {
namespace {

// Debits of one instant, which are handed on together, at most.
constexpr std::size_t most_of_an_instant = 1'000'000;
constexpr std::size_t most_findings = 1'000;

// A usage file, and the row of it that comes next.
struct open_file {
  usage_rows rows;
  std::optional<quarantine> aside;
  bulk_input input;
};

// "usage.csv:17:5: error[E060]: there is no agent named `bot`", in one line.
std::string in_a_line(const diagnostic& said) {
  const std::string place =
      said.line == 0 ? said.file : fmt::format("{}:{}:{}", said.file, said.line, said.column);
  return fmt::format("{}: {}[{}]: {}", place, said.level == severity::error ? "error" : "warning", said.code,
                     said.message);
}

class merged_files final : public bulk_feed {
 public:
  merged_files(files_to_feed from, const bulk_options& options)
      : alive_(std::move(from.alive)),
        state_(from.state),
        found_(from.found),
        options_(options),
        known_(from.state) {
    for (usage_to_come& one : from.files) find_columns(std::move(one));
    const world& what = state_.what;
    for (std::size_t i = 0; i < what.key_names.size(); ++i) keys_.add(what.key_names[i], i);
    for (group_index i = 0; i < what.groups.size(); ++i) groups_.add(what.groups[i], i);
  }

  result<fed_chunk> next() override;
  bulk_counts counts() const override {
    const std::lock_guard locked(guard_);
    return told_;
  }
  std::vector<diagnostic> findings() const override;
  std::vector<bulk_input> inputs() const override {
    std::vector<bulk_input> all;
    for (const auto& one : files_) all.push_back(one->input);
    return all;
  }

 private:
  void find_columns(usage_to_come from);
  void find_groups(const usage_to_come& from);
  void set_quarantine(open_file& file, bool is_found);

  // These give false where the run ends with an error, which is then in `stopped_`.
  bool begin();
  bool fill(fed_chunk& into);
  bool advance(open_file& file);
  bool leave_out(open_file& file);
  bool end(open_file& file);
  bool take(const open_file& file, fed_chunk& into);
  bool stop(error_code code, std::string why);

  bool number_texts(const row_debit& from, usage& made) const;
  void order_instant(fed_chunk& of);
  void move_first_back();
  std::string keep_findings();
  std::size_t position_of(const std::string& file) const;
  void tell();

  std::shared_ptr<void> alive_;
  scenario_state& state_;
  language::findings& found_;  // about one row; then they are kept
  bulk_options options_;
  usage_names known_;
  bulk::name_table<std::uint64_t> keys_;  // that the scenario names
  bulk::name_table<group_index> groups_;

  std::vector<std::unique_ptr<open_file>> files_;
  std::vector<std::size_t> order_;  // those that have a row, by its arrival, then by file
  bool has_begun_ = false;
  std::size_t instant_begin_ = 0;  // in the chunk that is made: the debits of its last instant
  bool is_ordered_ = true;         // these are
  std::optional<error> stopped_;

  bulk_counts counts_;
  std::vector<diagnostic> kept_;
  std::uint64_t errors_ = 0;
  std::uint64_t kept_errors_ = 0;
  mutable std::mutex guard_;
  bulk_counts told_;
};

void merged_files::find_columns(usage_to_come from) {
  if (from.columns.group) find_groups(from);
  auto made = std::make_unique<open_file>(
      open_file{{state_, known_, std::move(from.columns), std::move(from.table)}, {}, {}});
  made->input.path = made->rows.table().name();
  const bool is_found = made->rows.begin();
  if (options_.on_bad_row == bad_rows::quarantine) set_quarantine(*made, is_found);
  files_.push_back(std::move(made));
}

// Groups are positions in the world, which may not grow while it is run: so their names are read before.
void merged_files::find_groups(const usage_to_come& from) {
  language::findings unheard;
  const std::string& path = from.table->name();
  auto stored = bulk::open_file(path);
  if (!stored) return;  // that is told when the rows are read
  table_file table(unheard, path, 0,
                   bulk::read_rows(bulk::unpack(std::move(*stored), bulk::packing_of(path)), from.format));
  table_columns columns = from.columns.table;
  // Columns that are missing are told when the rows are read.
  if (!columns.bind_quietly(table)) return;
  for (;;) {
    const table_file::step found = table.next();
    if (found == table_file::step::end || found == table_file::step::broken) return;
    if (found == table_file::step::fault || !columns.has_all(table.row())) continue;
    const std::string group(columns.text(*from.columns.group, table.row()));
    if (group.empty() || state_.groups.number_of(group) < most_groups_at_once) continue;
    found_.add(fault::too_many_rows, from.table->number(), path,
               {fmt::format("the rows name more than {} groups", most_groups_at_once), "",
                "read the group from a column that has fewer, or leave it out"});
    return;
  }
}

void merged_files::set_quarantine(open_file& file, bool is_found) {
  // The second file has one of its own, as its rows have other columns.
  const std::string path = files_.empty() ? options_.quarantine_path
                                          : fmt::format("{}.{}", options_.quarantine_path, files_.size() + 1);
  const bool has_header = is_found && file.rows.table().rows().has_header();
  file.aside.emplace(path, has_header ? std::string(file.rows.row().text) : std::string{});
  for (const std::string& written : {path, path + ".reasons"}) {
    for (const std::string& read : state_.what.files) {
      std::error_code ignored;
      if (!std::filesystem::equivalent(written, read, ignored)) continue;
      found_.add(fault::unreadable, file.rows.table().number(), file.input.path,
                 {fmt::format("`{}` is read, and bad rows would be written over it", written), "",
                  "name another file behind `--bad-rows quarantine`"});
    }
  }
}

result<fed_chunk> merged_files::next() {
  fed_chunk made;
  if (!stopped_) {
    made.rows.reserve(options_.chunk_rows + options_.chunk_rows / 8);
    if ((has_begun_ || begin()) && fill(made)) {
      tell();
      return made;
    }
  }
  tell();
  return tl::unexpected(*stopped_);
}

// Reads the first row of each file.
bool merged_files::begin() {
  has_begun_ = true;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    order_.insert(order_.begin(), i);
    if (!advance(*files_[i])) return false;
    move_first_back();
  }
  return true;
}

// Takes row after row, until there are enough and an instant is at its end.
bool merged_files::fill(fed_chunk& into) {
  instant_begin_ = 0;
  is_ordered_ = true;
  std::optional<instant> last;
  while (!order_.empty()) {
    open_file& first = *files_[order_.front()];
    const instant arrival = first.rows.arrival();
    if (last && arrival > *last) {
      order_instant(into);
      if (into.rows.size() >= options_.chunk_rows) {
        into.complete_until = arrival;
        return true;
      }
    }
    last = arrival;
    if (!take(first, into) || !advance(first)) return false;
    move_first_back();
  }
  order_instant(into);
  into.complete_until = instant::never();
  return true;
}

// Brings the debits of the last instant into their turn: one row may make some of several files (R2.4 H).
void merged_files::order_instant(fed_chunk& of) {
  if (!is_ordered_)
    std::sort(of.rows.begin() + static_cast<std::ptrdiff_t>(instant_begin_), of.rows.end(),
              [](const fed_usage& a, const fed_usage& b) { return a.made.order < b.made.order; });
  instant_begin_ = of.rows.size();
  is_ordered_ = true;
}

bool merged_files::take(const open_file& file, fed_chunk& into) {
  for (const row_debit& one : file.rows.debits()) {
    fed_usage& made = into.rows.emplace_back(fed_usage{one.account, one.made});
    if (!number_texts(one, made.made))
      return stop(error_code::unreadable, fmt::format("`{}` was changed while it was read", file.input.path));
    const std::size_t before = into.rows.size() - 1;
    if (before > instant_begin_ && !(into.rows[before - 1].made.order < made.made.order)) is_ordered_ = false;
  }
  counts_.debits += file.rows.debits().size();
  if (into.rows.size() - instant_begin_ <= most_of_an_instant) return true;
  return stop(error_code::out_of_range,
              fmt::format("{}:{}: more than {} debits arrive at one instant: sort the file by time",
                          file.input.path, file.rows.row().line, most_of_an_instant));
}

// A key that the scenario names is its position there; any other is a number made of its text.
bool merged_files::number_texts(const row_debit& from, usage& made) const {
  if (!from.key.empty()) {
    const std::uint64_t* known = keys_.size() == 0 ? nullptr : keys_.find(from.key);
    made.key = {effect_key::space::given, 0,
                known != nullptr ? *known : bulk::hash_of(from.key) | hashed_key_bit};
  }
  if (from.group.empty()) return true;
  const group_index* group = groups_.find(from.group);
  if (group != nullptr) made.group = *group;
  return group != nullptr;
}

// Goes on to the next row of the file that is first, or takes the file away at its end.
bool merged_files::advance(open_file& file) {
  for (;;) {
    const table_file::step found = file.rows.next();
    if (found == table_file::step::end) return end(file);
    if (found == table_file::step::broken) {
      const bool is_damaged = file.rows.table().rows().why().code == error_code::corrupt;
      return stop(is_damaged ? error_code::corrupt : error_code::unreadable, keep_findings());
    }
    ++counts_.rows;
    if (found == table_file::step::row) {
      if (!file.rows.debits().empty()) return true;
    } else if (!leave_out(file)) {
      return false;
    }
  }
}

bool merged_files::leave_out(open_file& file) {
  ++counts_.bad;
  const std::string reason = keep_findings();
  // What the scenario says of all rows is wrong with each of them.
  if (options_.on_bad_row == bad_rows::fail || file.rows.columns().table.has_faulty_value())
    return stop(error_code::malformed, reason);
  if (options_.on_bad_row == bad_rows::skip) return true;
  if (file.rows.is_too_long())
    return stop(error_code::malformed, fmt::format("{}; it is too long to be put aside", reason));
  const auto done = file.aside->add(file.rows.row().text, reason);
  return done || stop(done.error().code, done.error().message);
}

bool merged_files::end(open_file& file) {
  order_.erase(order_.begin());
  counts_.out_of_order += file.rows.out_of_order();
  counts_.bytes += file.rows.table().rows().from().stored_bytes();
  file.input.xxh3 = fmt::format("{:016x}", file.rows.table().rows().from().stored_hash());
  file.rows.warn_of_order();
  keep_findings();
  if (!file.aside) return true;
  const auto done = file.aside->close();
  return done || stop(done.error().code,
                      fmt::format("`{}` cannot be written: {}", file.aside->path(), done.error().message));
}

bool merged_files::stop(error_code code, std::string why) {
  for (const auto& one : files_) {
    if (one->aside) one->aside->close();  // the error that there is already says more
  }
  stopped_ = error{code, std::move(why)};
  return false;
}

// Brings the file that was first to its place, after a row of it was taken.
void merged_files::move_first_back() {
  const auto is_before = [this](std::size_t a, std::size_t b) {
    return std::tuple(files_[a]->rows.arrival(), a) < std::tuple(files_[b]->rows.arrival(), b);
  };
  for (std::size_t i = 0; i + 1 < order_.size() && is_before(order_[i + 1], order_[i]); ++i)
    std::swap(order_[i], order_[i + 1]);
}

// Keeps what was said since the last time, as far as there is room; gives the first error of it in one line.
std::string merged_files::keep_findings() {
  std::string first;
  for (diagnostic& said : found_.sorted()) {
    const bool is_error = said.level == severity::error;
    if (is_error && first.empty()) first = in_a_line(said);
    if (is_error && ++errors_ > most_findings) continue;
    kept_errors_ += is_error ? 1 : 0;
    kept_.push_back(std::move(said));
  }
  found_ = language::findings{};
  return first;
}

std::size_t merged_files::position_of(const std::string& file) const {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (printable(files_[i]->input.path) == file) return i + 1;
  }
  return 0;
}

std::vector<diagnostic> merged_files::findings() const {
  std::vector<std::pair<std::size_t, const diagnostic*>> order;
  for (const diagnostic& one : kept_) order.emplace_back(position_of(one.file), &one);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second->line, a.second->column) <
           std::tie(b.first, b.second->line, b.second->column);
  });
  std::vector<diagnostic> all;
  for (const auto& one : order) all.push_back(*one.second);
  if (errors_ > kept_errors_) {
    diagnostic rest;
    rest.code = entry_of(fault::too_many_errors).code;
    rest.message = fmt::format("and {} more errors", errors_ - kept_errors_);
    all.push_back(std::move(rest));
  }
  return all;
}

void merged_files::tell() {
  bulk_counts now = counts_;
  for (const auto& one : files_) {
    if (!one->input.xxh3.empty()) continue;
    now.out_of_order += one->rows.out_of_order();
    now.bytes += one->rows.table().rows().from().stored_bytes();
  }
  const std::lock_guard locked(guard_);
  told_ = now;
}

}  // namespace

std::unique_ptr<bulk_feed> feed_of(files_to_feed from, const bulk_options& options) {
  bulk_options used = options;
  used.chunk_rows = std::max<std::size_t>(used.chunk_rows, 1);
  return std::make_unique<merged_files>(std::move(from), used);
}

}  // namespace drawdown::language
