// SQLite, in this process: prepared statements, and as many debits to a transaction as the mode says.
#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "bench/peers/contender.hpp"

namespace drawdown::peers {
namespace {

struct closes {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using database_ptr = std::unique_ptr<sqlite3, closes>;
using statement_ptr = std::unique_ptr<sqlite3_stmt, closes>;

[[noreturn]] void give_up(sqlite3* on) {
  throw comparison_failed(fmt::format("SQLite: {}", sqlite3_errmsg(on)));
}

void execute(sqlite3* on, const std::string& script) {
  if (sqlite3_exec(on, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) give_up(on);
}

// A prepared statement; its parameters are integers.
class statement {
 public:
  statement(sqlite3* on, const char* text) : on_(on) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(on, text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK) give_up(on);
    prepared_.reset(made);
  }

  template <class... Values>
  void bind(Values... values) {
    int position = 0;
    ((sqlite3_bind_int64(prepared_.get(), ++position, static_cast<sqlite3_int64>(values))), ...);
  }

  // Whether there is another row.
  bool step() {
    const int came = sqlite3_step(prepared_.get());
    if (came != SQLITE_ROW && came != SQLITE_DONE) give_up(on_);
    return came == SQLITE_ROW;
  }
  std::int64_t column(int number) const { return sqlite3_column_int64(prepared_.get(), number); }
  void reset() { sqlite3_reset(prepared_.get()); }

  template <class... Values>
  void run(Values... values) {
    bind(values...);
    step();
    reset();
  }

 private:
  sqlite3* on_;
  statement_ptr prepared_;
};

constexpr const char* schema = R"sql(
  CREATE TABLE account (account INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0));
  CREATE TABLE debit (
    account INTEGER NOT NULL, sequence INTEGER NOT NULL, amount INTEGER NOT NULL,
    balance_after INTEGER NOT NULL, charged INTEGER NOT NULL,
    PRIMARY KEY (account, sequence)) WITHOUT ROWID;
)sql";

struct sqlite_mode {
  std::string name;
  std::string file;  // of the database; `:memory:`
  std::string settings;
  std::size_t batch = 1;  // debits to a transaction
};

// A database with fresh accounts. What is in its file is gone with it.
class ledger {
 public:
  ledger(const sqlite_mode& how, std::span<const std::int64_t> at_start) : file_(how.file) {
    remove_files();
    sqlite3* opened = nullptr;
    const int came = sqlite3_open(file_.c_str(), &opened);
    database_.reset(opened);
    if (came != SQLITE_OK) give_up(opened);
    execute(opened, how.settings + schema + "BEGIN");
    statement add(opened, "INSERT INTO account VALUES (?1, ?2)");
    for (std::size_t account = 0; account < at_start.size(); ++account) add.run(account, at_start[account]);
    execute(opened, "COMMIT");
  }
  ledger(const ledger&) = delete;
  ledger& operator=(const ledger&) = delete;
  ~ledger() {
    database_.reset();
    remove_files();
  }

  sqlite3* database() const { return database_.get(); }

  standing read(std::size_t accounts) const {
    standing left;
    left.balances.resize(accounts);
    statement balances(database(), "SELECT account, balance FROM account");
    while (balances.step())
      left.balances.at(static_cast<std::size_t>(balances.column(0))) = balances.column(1);
    statement rows(database(), "SELECT charged, balance_after FROM debit");
    while (rows.step()) {
      ++left.rows;
      left.charged += static_cast<std::uint64_t>(rows.column(0));
      left.balances_after += static_cast<std::uint64_t>(rows.column(1));
    }
    return left;
  }

 private:
  void remove_files() const {
    if (file_ == ":memory:") return;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file_ + suffix);
  }

  std::string file_;
  database_ptr database_;
};

// Makes debits. Within a transaction nobody else writes, so the balance of an account is read when its debits
// begin and written when they end: what a stored procedure would do, SQLite's callers do themselves.
class debitor {
 public:
  explicit debitor(sqlite3* on) : on_(on) {}

  void make(std::span<const debit> batch) {
    begin_.run();
    for (std::size_t first = 0; first < batch.size();) {
      std::size_t last = first;
      while (last < batch.size() && batch[last].account == batch[first].account) ++last;
      make_of_account(batch.subspan(first, last - first));
      first = last;
    }
    commit_.run();
  }

 private:
  void make_of_account(std::span<const debit> debits) {
    const std::uint32_t account = debits.front().account;
    balance_of_.bind(account);
    if (!balance_of_.step()) throw comparison_failed("SQLite: an account is not there");
    const std::int64_t before = balance_of_.column(0);
    balance_of_.reset();
    std::int64_t balance = before;
    for (const debit& each : debits) {
      const bool suffices = balance >= each.amount;
      const std::int64_t after = suffices ? balance - each.amount : balance;
      // A debit whose key is there was made before: it does nothing.
      write_row_.run(account, each.sequence, each.amount, after, suffices);
      if (sqlite3_changes(on_) == 1) balance = after;
    }
    if (balance != before) write_balance_.run(account, balance);
  }

  sqlite3* on_;
  statement begin_{on_, "BEGIN IMMEDIATE"};
  statement commit_{on_, "COMMIT"};
  statement balance_of_{on_, "SELECT balance FROM account WHERE account = ?1"};
  statement write_row_{on_, "INSERT INTO debit VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"};
  statement write_balance_{on_, "UPDATE account SET balance = ?2 WHERE account = ?1"};
};

finished run_mode(const sqlite_mode& how, const workload& what, std::span<const debit> debits) {
  const ledger fresh(how, what.at_start);
  finished done;
  {
    debitor makes(fresh.database());
    const stopwatch watch;
    for (std::size_t first = 0; first < debits.size(); first += how.batch)
      makes.make(debits.subspan(first, std::min(how.batch, debits.size() - first)));
    done.seconds = watch.seconds();
  }
  done.left = fresh.read(what.at_start.size());
  return done;
}

struct sqlite_setting {
  const char* name;
  const char* durability;
  const char* settings;
  kept where;
  std::array<std::uint64_t, 3> debits;  // of the batches 1, 100 and 10 000
};

constexpr const char* file_settings =
    "PRAGMA journal_mode = WAL; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -262144; ";

constexpr std::array settings = {
    sqlite_setting{"memory", "in memory alone", "", kept::in_memory, {200'000, 400'000, 400'000}},
    sqlite_setting{"wal-normal",
                   "written; synced at checkpoints",
                   "PRAGMA synchronous = NORMAL;",
                   kept::written,
                   {50'000, 300'000, 400'000}},
    sqlite_setting{"wal-full",
                   "synced at each transaction",
                   "PRAGMA synchronous = FULL;",
                   kept::synced,
                   {500, 20'000, 200'000}},
};
constexpr std::array<std::size_t, 3> batches = {1, 100, 10'000};

}  // namespace

entry sqlite_entry(const workload& what, const places& where, std::uint64_t scale) {
  entry made;
  made.version = sqlite3_libversion();
  for (const sqlite_setting& setting : settings)
    for (std::size_t i = 0; i < batches.size(); ++i) {
      const bool in_memory = setting.where == kept::in_memory;
      const sqlite_mode how{fmt::format("{}/batch-{}", setting.name, batches[i]),
                            in_memory ? ":memory:" : where.folder + "/debits.sqlite",
                            in_memory ? std::string() : std::string(file_settings) + setting.settings,
                            batches[i]};
      contender one;
      one.system = "sqlite";
      one.mode = how.name;
      one.batch = fmt::format("{} to a transaction", batches[i]);
      one.durability = setting.durability;
      one.where = setting.where;
      one.order = batches[i] == 1 ? handing::in_time : handing::in_windows;
      one.debits = std::max<std::uint64_t>(setting.debits[i] / scale, 50);
      one.run = [how, &what](std::span<const debit> debits) { return run_mode(how, what, debits); };
      made.contenders.push_back(std::move(one));
    }
  return made;
}

}  // namespace drawdown::peers
