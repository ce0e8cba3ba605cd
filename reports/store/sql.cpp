#include "reports/store/sql.hpp"

#include <sqlite3.h>

namespace drawdown::reports::sql {

void session::run(const std::string& script) {
  if (ok() && sqlite3_exec(database_, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) note_failure();
}

void session::finish(bool keep) {
  if (keep) run("commit");
  if (!keep || !ok()) sqlite3_exec(database_, "rollback", nullptr, nullptr, nullptr);
}

void session::note(std::string message) {
  if (ok()) failure_ = error{error_code::unreadable, "run store: " + std::move(message)};
}

void session::note_failure() {
  note(sqlite3_errmsg(database_));
}

result<void> session::status() const {
  if (failure_) return tl::unexpected<error>(*failure_);
  return {};
}

statement::statement(session& in, std::string_view text) : in_(in) {
  if (!in_.ok()) return;
  const int length = static_cast<int>(text.size());
  if (sqlite3_prepare_v2(in_.database(), text.data(), length, &handle_, nullptr) != SQLITE_OK)
    in_.note_failure();
}

statement::~statement() {
  sqlite3_finalize(handle_);
}

void statement::restart() {
  if (handle_ == nullptr) return;
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

bool statement::next() {
  if (handle_ == nullptr || !in_.ok()) return false;
  const int state = sqlite3_step(handle_);
  if (state == SQLITE_ROW) return true;
  if (state != SQLITE_DONE) in_.note_failure();
  sqlite3_reset(handle_);
  return false;
}

void statement::bind_integer(int position, std::int64_t value) {
  if (handle_ != nullptr && sqlite3_bind_int64(handle_, position, value) != SQLITE_OK) in_.note_failure();
}

void statement::bind_text(int position, std::string_view value) {
  if (handle_ == nullptr) return;
  const char* data = value.empty() ? "" : value.data();  // a null pointer would bind NULL
  if (sqlite3_bind_text64(handle_, position, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK)
    in_.note_failure();
}

int statement::columns() const {
  return handle_ == nullptr ? 0 : sqlite3_column_count(handle_);
}

std::string statement::name(int column) const {
  return sqlite3_column_name(handle_, column);
}

bool statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::string statement::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(handle_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

std::string insert_into(std::string_view table, int columns) {
  std::string text = "insert into " + std::string(table) + " values (?";
  for (int i = 1; i < columns; ++i) text += ", ?";
  return text + ")";
}

}  // namespace drawdown::reports::sql
