// PostgreSQL over a socket: prepared statements, with a debit to a transaction, or many in one call of a
// function that takes arrays.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "bench/peers/contender.hpp"

namespace drawdown::peers {
namespace {

// The primary key of a row makes a debit once: a repeated one breaks it, and its transaction with it.
constexpr const char* schema = R"sql(
  DROP TABLE IF EXISTS account, debit;
  CREATE {0} TABLE account (account int PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0))
    WITH (fillfactor = 50);
  CREATE {0} TABLE debit (
    account int NOT NULL, sequence int NOT NULL, amount bigint NOT NULL,
    balance_after bigint NOT NULL, charged boolean NOT NULL, PRIMARY KEY (account, sequence));
)sql";

constexpr const char* make_one = R"sql(
  WITH taken AS (
    UPDATE account SET balance = balance - $3 WHERE account = $1 AND balance >= $3 RETURNING balance)
  INSERT INTO debit
  SELECT $1, $2, $3, coalesce(taken.balance, account.balance), taken.balance IS NOT NULL
  FROM account LEFT JOIN taken ON true WHERE account.account = $1
  RETURNING charged::int::bigint
)sql";

// The debits of an account stand together, so its balance is read, locked and written once.
constexpr const char* make_many_function = R"sql(
  CREATE OR REPLACE FUNCTION make_many(accounts int[], sequences int[], amounts bigint[]) RETURNS bigint
  LANGUAGE plpgsql AS $$
  DECLARE
    many int := cardinality(accounts);
    who int;
    what bigint;
    left_over bigint;
    after bigint[] := array_fill(0::bigint, ARRAY[many]);
    charged boolean[] := array_fill(false, ARRAY[many]);
    made bigint := 0;
  BEGIN
    FOR i IN 1 .. many LOOP
      IF who IS DISTINCT FROM accounts[i] THEN
        UPDATE account SET balance = left_over WHERE account = who;
        who := accounts[i];
        SELECT balance INTO STRICT left_over FROM account WHERE account = who FOR UPDATE;
      END IF;
      what := amounts[i];
      IF left_over >= what THEN
        left_over := left_over - what;
        charged[i] := true;
        made := made + 1;
      END IF;
      after[i] := left_over;
    END LOOP;
    UPDATE account SET balance = left_over WHERE account = who;
    INSERT INTO debit SELECT * FROM unnest(accounts, sequences, amounts, after, charged);
    RETURN made;
  END $$
)sql";

constexpr Oid int4_type = 23;
constexpr Oid int8_type = 20;
constexpr Oid int4_array_type = 1007;
constexpr Oid int8_array_type = 1016;

struct frees {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* answer) const { PQclear(answer); }
};
using answer_ptr = std::unique_ptr<PGresult, frees>;

// Numbers as PostgreSQL's binary format has them: the highest byte first.
template <class Integer>
void append(std::string& to, Integer value) {
  for (unsigned byte = sizeof value; byte-- > 0;)
    to += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * byte) & 0xFFU);
}

// An array of one dimension without NULL.
template <class Integer, class Field>
std::string array_of(std::span<const debit> debits, Oid type, Field field) {
  std::string bytes;
  bytes.reserve(20 + debits.size() * (4 + sizeof(Integer)));
  append<std::int32_t>(bytes, 1);
  append<std::int32_t>(bytes, 0);
  append(bytes, type);
  append(bytes, static_cast<std::int32_t>(debits.size()));
  append<std::int32_t>(bytes, 1);
  for (const debit& each : debits) {
    append<std::int32_t>(bytes, sizeof(Integer));
    append(bytes, static_cast<Integer>(field(each)));
  }
  return bytes;
}

template <class Integer>
std::string number_of(Integer value) {
  std::string bytes;
  append(bytes, value);
  return bytes;
}

class connection {
 public:
  explicit connection(const std::string& folder)
      : to_(PQconnectdb(fmt::format("host={} user=postgres dbname=postgres", folder).c_str())) {
    if (PQstatus(to_.get()) != CONNECTION_OK) give_up();
  }

  answer_ptr ask(const std::string& text) { return good(answer_ptr(PQexec(to_.get(), text.c_str()))); }

  void prepare(const char* name, const char* text, std::span<const Oid> types) {
    good(answer_ptr(PQprepare(to_.get(), name, text, static_cast<int>(types.size()), types.data())));
  }

  // Asks a prepared statement for one number, its parameters and the answer in binary.
  std::uint64_t call(const char* name, const std::array<std::string, 3>& parameters) {
    refer_to(parameters);
    return number_in(*good(
        answer_ptr(PQexecPrepared(to_.get(), name, 3, values_.data(), lengths_.data(), binary.data(), 1))));
  }

  // The same in a pipeline: a transaction of its own, whose answer is received later.
  void begin_pipeline() { must(PQenterPipelineMode(to_.get())); }
  void send(const char* name, const std::array<std::string, 3>& parameters) {
    refer_to(parameters);
    must(PQsendQueryPrepared(to_.get(), name, 3, values_.data(), lengths_.data(), binary.data(), 1));
    must(PQpipelineSync(to_.get()));
  }
  void flush() { must(PQflush(to_.get()) >= 0); }
  std::uint64_t receive() {
    const std::uint64_t number = number_in(*good(answer_ptr(PQgetResult(to_.get()))));
    if (PQgetResult(to_.get()) != nullptr) give_up();
    good(answer_ptr(PQgetResult(to_.get())));  // of the sync
    return number;
  }
  void end_pipeline() { must(PQexitPipelineMode(to_.get())); }

 private:
  static constexpr std::array<int, 3> binary = {1, 1, 1};

  void refer_to(const std::array<std::string, 3>& parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      values_.at(i) = parameters[i].data();
      lengths_.at(i) = static_cast<int>(parameters[i].size());
    }
  }

  answer_ptr good(answer_ptr answer) {
    const ExecStatusType came = PQresultStatus(answer.get());
    if (came != PGRES_COMMAND_OK && came != PGRES_TUPLES_OK && came != PGRES_PIPELINE_SYNC) give_up();
    return answer;
  }

  std::uint64_t number_in(const PGresult& answer) {
    if (PQntuples(&answer) != 1 || PQgetlength(&answer, 0, 0) != 8) give_up();
    std::uint64_t number = 0;
    for (int byte = 0; byte < 8; ++byte)
      number = number << 8U | static_cast<unsigned char>(PQgetvalue(&answer, 0, 0)[byte]);
    return number;
  }

  void must(int worked) {
    if (worked == 0) give_up();
  }
  [[noreturn]] void give_up() {
    throw comparison_failed(fmt::format("PostgreSQL: {}", PQerrorMessage(to_.get())));
  }

  std::unique_ptr<PGconn, frees> to_;
  std::array<const char*, 3> values_{};
  std::array<int, 3> lengths_{};
};

struct postgres_mode {
  bool logged = true;
  bool synced = true;     // synchronous_commit
  std::size_t batch = 1;  // debits to a transaction
  std::size_t ahead = 0;  // transactions that are sent before the answers to those before them are read
};

void set_up(connection& on, const postgres_mode& how, std::span<const std::int64_t> at_start) {
  on.ask("SET client_min_messages = warning");
  on.ask(fmt::format(fmt::runtime(schema), how.logged ? "" : "UNLOGGED"));
  std::string balances;
  for (const std::int64_t balance : at_start)
    balances += fmt::format("{}{}", balances.empty() ? "" : ",", balance);
  on.ask(
      fmt::format("INSERT INTO account SELECT number - 1, balance FROM unnest('{{{}}}'::bigint[]) "
                  "WITH ORDINALITY AS given (balance, number)",
                  balances));
  on.ask(make_many_function);
  on.ask("ANALYZE account");
  on.ask("CHECKPOINT");
  on.ask(fmt::format("SET synchronous_commit = {}", how.synced ? "on" : "off"));
  if (how.batch == 1)
    on.prepare("make", make_one, std::array{int4_type, int4_type, int8_type});
  else
    on.prepare("make", "SELECT make_many($1, $2, $3)",
               std::array{int4_array_type, int4_array_type, int8_array_type});
}

std::array<std::string, 3> parameters_of(const postgres_mode& how, std::span<const debit> debits) {
  if (how.batch == 1)
    return {number_of(debits.front().account), number_of(debits.front().sequence),
            number_of(debits.front().amount)};
  return {array_of<std::int32_t>(debits, int4_type, [](const debit& each) { return each.account; }),
          array_of<std::int32_t>(debits, int4_type, [](const debit& each) { return each.sequence; }),
          array_of<std::int64_t>(debits, int8_type, [](const debit& each) { return each.amount; })};
}

std::uint64_t make(connection& on, const postgres_mode& how, std::span<const debit> debits) {
  std::uint64_t charged = 0;
  std::size_t outstanding = 0;
  std::size_t unsent = 0;
  if (how.ahead > 0) on.begin_pipeline();
  for (std::size_t first = 0; first < debits.size(); first += how.batch) {
    const auto parameters =
        parameters_of(how, debits.subspan(first, std::min(how.batch, debits.size() - first)));
    if (how.ahead == 0) {
      charged += on.call("make", parameters);
      continue;
    }
    on.send("make", parameters);
    ++outstanding;
    if (++unsent * 2 < how.ahead) continue;
    unsent = 0;
    on.flush();
    for (; outstanding > how.ahead / 2; --outstanding) charged += on.receive();
  }
  for (; outstanding > 0; --outstanding) charged += on.receive();
  if (how.ahead > 0) on.end_pipeline();
  return charged;
}

standing read(connection& from, std::size_t accounts) {
  standing left;
  const answer_ptr balances = from.ask("SELECT balance FROM account ORDER BY account");
  for (int row = 0; row < PQntuples(balances.get()); ++row)
    left.balances.push_back(std::stoll(PQgetvalue(balances.get(), row, 0)));
  if (left.balances.size() != accounts) throw comparison_failed("PostgreSQL: accounts are missing");
  const answer_ptr rows = from.ask(
      "SELECT count(*), count(*) FILTER (WHERE charged), coalesce(sum(balance_after), 0) % "
      "18446744073709551616 FROM debit");
  left.rows = std::stoull(PQgetvalue(rows.get(), 0, 0));
  left.charged = std::stoull(PQgetvalue(rows.get(), 0, 1));
  left.balances_after = std::stoull(PQgetvalue(rows.get(), 0, 2));
  return left;
}

finished run_mode(const std::string& folder, const postgres_mode& how, const workload& what,
                  std::span<const debit> debits) {
  connection to(folder);
  set_up(to, how, what.at_start);
  finished done;
  const stopwatch watch;
  const std::uint64_t charged = make(to, how, debits);
  done.seconds = watch.seconds();
  done.left = read(to, what.at_start.size());
  if (charged != done.left.charged) throw comparison_failed("PostgreSQL: answers and rows differ");
  to.ask("DROP TABLE account, debit");
  return done;
}

struct postgres_setting {
  const char* name;
  const char* durability;
  bool logged;
  bool synced;
  kept where;
  std::array<std::uint64_t, 3> debits;  // one by one, pipelined, in batches
};

constexpr std::array settings = {
    postgres_setting{"unlogged", "in memory alone", false, false, kept::in_memory, {10'000, 30'000, 200'000}},
    postgres_setting{
        "async", "logged; synced within a second", true, false, kept::written, {10'000, 30'000, 200'000}},
    postgres_setting{"sync", "synced at each transaction", true, true, kept::synced, {500, 500, 200'000}},
};

struct postgres_batching {
  const char* name;
  const char* words;
  std::size_t batch;
  std::size_t ahead;
};
constexpr std::array batchings = {
    postgres_batching{"batch-1", "1 to a transaction", 1, 0},
    postgres_batching{"batch-1-pipelined", "1 to a transaction, 200 ahead", 1, 200},
    postgres_batching{"batch-10000", "10000 to a transaction, arrays, 4 ahead", 10'000, 4},
};

}  // namespace

entry postgres_entry(const workload& what, const places& where, std::uint64_t scale) {
  entry made;
  const answer_ptr version = connection(where.postgres).ask("SHOW server_version");
  made.version = fmt::format("{} (libpq {}.{})", PQgetvalue(version.get(), 0, 0), PQlibVersion() / 10'000,
                             PQlibVersion() % 10'000);
  for (const postgres_setting& setting : settings)
    for (std::size_t i = 0; i < batchings.size(); ++i) {
      const postgres_batching& batching = batchings.at(i);
      contender one;
      one.system = "postgresql";
      one.mode = fmt::format("{}/{}", setting.name, batching.name);
      one.batch = batching.words;
      one.durability = setting.durability;
      one.where = setting.where;
      one.order = batching.batch == 1 ? handing::in_time : handing::in_windows;
      one.debits = std::max<std::uint64_t>(setting.debits.at(i) / scale, 50);
      one.run = [how = postgres_mode{setting.logged, setting.synced, batching.batch, batching.ahead}, &what,
                 folder = where.postgres](std::span<const debit> debits) {
        return run_mode(folder, how, what, debits);
      };
      made.contenders.push_back(std::move(one));
    }
  return made;
}

}  // namespace drawdown::peers
