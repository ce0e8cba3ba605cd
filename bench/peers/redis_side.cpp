// Redis over a socket: Lua scripts, pipelined, with a debit or the debits of an account to a call.
#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <hiredis/hiredis.h>

#include "bench/peers/contender.hpp"

namespace drawdown::peers {
namespace {

// KEYS: the balance of an account, the list of its rows. ARGV: the sequence of the first debit, then amounts.
// The list is as long as debits were made of the account, so a debit whose sequence it reaches was made
// before and does nothing. Answers how many were charged.
constexpr const char* script = R"lua(
  local made = redis.call('LLEN', KEYS[2])
  local before = tonumber(redis.call('GET', KEYS[1]))
  local balance, charged, rows = before, 0, {}
  for i = 2, #ARGV do
    local sequence = ARGV[1] + i - 2
    if sequence > made then
      local amount = tonumber(ARGV[i])
      local suffices = balance >= amount
      if suffices then
        balance = balance - amount
        charged = charged + 1
      end
      rows[#rows + 1] = sequence .. ' ' .. ARGV[i] .. ' ' .. balance .. (suffices and ' 1' or ' 0')
    end
  end
  if #rows > 0 then redis.call('RPUSH', KEYS[2], unpack(rows)) end
  if balance ~= before then redis.call('SET', KEYS[1], balance) end
  return charged
)lua";

struct frees {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using reply_ptr = std::unique_ptr<redisReply, frees>;

class connection {
 public:
  explicit connection(const std::string& socket) : to_(redisConnectUnix(socket.c_str())) {
    if (!to_ || to_->err != 0)
      throw comparison_failed(fmt::format("Redis: {}: {}", socket, to_ ? to_->errstr : "no memory"));
  }

  void send(const std::vector<std::string>& words) {
    pointers_.clear();
    lengths_.clear();
    for (const std::string& word : words) {
      pointers_.push_back(word.data());
      lengths_.push_back(word.size());
    }
    if (redisAppendCommandArgv(to_.get(), static_cast<int>(words.size()), pointers_.data(),
                               lengths_.data()) != REDIS_OK)
      give_up();
  }

  // Everything that was sent is on its way.
  void flush() {
    for (int done = 0; done == 0;)
      if (redisBufferWrite(to_.get(), &done) != REDIS_OK) give_up();
  }

  reply_ptr receive() {
    void* came = nullptr;
    if (redisGetReply(to_.get(), &came) != REDIS_OK) give_up();
    reply_ptr reply(static_cast<redisReply*>(came));
    if (reply->type == REDIS_REPLY_ERROR) throw comparison_failed(fmt::format("Redis: {}", reply->str));
    return reply;
  }

  reply_ptr ask(const std::vector<std::string>& words) {
    send(words);
    return receive();
  }

 private:
  [[noreturn]] void give_up() { throw comparison_failed(fmt::format("Redis: {}", to_->errstr)); }

  std::unique_ptr<redisContext, frees> to_;
  std::vector<const char*> pointers_;
  std::vector<std::size_t> lengths_;
};

std::string text_of(const redisReply& reply) {
  return {reply.str, reply.len};
}

std::string balance_key(std::uint32_t account) {
  return fmt::format("b:{}", account);
}
std::string rows_key(std::uint32_t account) {
  return fmt::format("d:{}", account);
}

struct redis_mode {
  std::string socket;
  std::size_t batch = 1;  // debits of an account to a call, at most
};

// Debits that are sent before the answers to those before them are read.
constexpr std::size_t pipelined = 2000;

class debitor {
 public:
  debitor(connection& to, std::string script_digest, std::size_t batch)
      : to_(to), script_(std::move(script_digest)), batch_(batch) {}

  std::uint64_t make(std::span<const debit> debits) {
    std::size_t of_before = 0;
    for (std::size_t first = 0; first < debits.size();) {
      std::size_t calls = 0;
      const std::size_t end = std::min(first + pipelined, debits.size());
      while (first < end) {
        const std::size_t count = of_one_call(debits.subspan(first));
        call(debits.subspan(first, count));
        first += count;
        ++calls;
      }
      to_.flush();
      receive(std::exchange(of_before, calls));
    }
    receive(of_before);
    return charged_;
  }

 private:
  std::size_t of_one_call(std::span<const debit> debits) const {
    std::size_t count = 1;
    while (count < std::min(batch_, debits.size()) && debits[count].account == debits.front().account)
      ++count;
    return count;
  }

  void call(std::span<const debit> debits) {
    words_ = {"EVALSHA",
              script_,
              "2",
              balance_key(debits.front().account),
              rows_key(debits.front().account),
              fmt::format_int(debits.front().sequence).str()};
    for (const debit& each : debits) words_.push_back(fmt::format_int(each.amount).str());
    to_.send(words_);
  }

  void receive(std::size_t answers) {
    for (; answers > 0; --answers) charged_ += static_cast<std::uint64_t>(to_.receive()->integer);
  }

  connection& to_;
  std::string script_;
  std::size_t batch_;
  std::vector<std::string> words_;
  std::uint64_t charged_ = 0;
};

void read_rows(const redisReply& list, standing& left) {
  for (std::size_t i = 0; i < list.elements; ++i) {
    const std::string row = text_of(*list.element[i]);
    const std::size_t before_charged = row.rfind(' ');
    const std::size_t before_balance = row.rfind(' ', before_charged - 1);
    ++left.rows;
    left.charged += row.substr(before_charged + 1) == "1" ? 1U : 0U;
    left.balances_after += std::stoull(row.substr(before_balance + 1));
  }
}

standing read(connection& from, std::size_t accounts) {
  standing left;
  for (std::uint32_t account = 0; account < accounts; ++account) {
    left.balances.push_back(std::stoll(text_of(*from.ask({"GET", balance_key(account)}))));
    read_rows(*from.ask({"LRANGE", rows_key(account), "0", "-1"}), left);
  }
  return left;
}

finished run_mode(const redis_mode& how, const workload& what, std::span<const debit> debits) {
  connection to(how.socket);
  to.ask({"FLUSHALL", "SYNC"});
  for (std::uint32_t account = 0; account < what.at_start.size(); ++account)
    to.ask({"SET", balance_key(account), std::to_string(what.at_start[account])});
  debitor makes(to, text_of(*to.ask({"SCRIPT", "LOAD", script})), how.batch);
  finished done;
  const stopwatch watch;
  const std::uint64_t charged = makes.make(debits);
  done.seconds = watch.seconds();
  done.left = read(to, what.at_start.size());
  if (charged != done.left.charged) throw comparison_failed("Redis: answers and rows differ");
  to.ask({"FLUSHALL", "SYNC"});
  return done;
}

std::string version_of(const std::string& socket) {
  const std::string told = text_of(*connection(socket).ask({"INFO", "server"}));
  const std::string before = "redis_version:";
  const std::size_t at = told.find(before) + before.size();
  return fmt::format("{} (hiredis {}.{}.{})", told.substr(at, told.find('\r', at) - at), HIREDIS_MAJOR,
                     HIREDIS_MINOR, HIREDIS_PATCH);
}

}  // namespace

entry redis_entry(const workload& what, const places& where, std::uint64_t scale) {
  struct setting {
    const char* name;
    const char* durability;
    std::string socket;
    kept where;
  };
  const std::array settings = {
      setting{"memory", "in memory alone", where.redis_memory, kept::in_memory},
      setting{"aof-everysec", "appended to a file, synced every second", where.redis_file, kept::written}};
  entry made;
  made.version = version_of(where.redis_memory);
  for (const setting& each : settings)
    for (const std::size_t batch : {std::size_t{1}, std::size_t{what.shape.window}}) {
      contender one;
      one.system = "redis";
      one.mode = fmt::format("{}/batch-{}", each.name, batch);
      one.batch =
          batch == 1 ? "1 to a call, pipelined" : fmt::format("{} of an account to a call, pipelined", batch);
      one.durability = each.durability;
      one.where = each.where;
      one.order = batch == 1 ? handing::in_time : handing::in_windows;
      one.debits = (batch == 1 ? 100'000U : 400'000U) / scale;
      one.run = [how = redis_mode{each.socket, batch}, &what](std::span<const debit> debits) {
        return run_mode(how, what, debits);
      };
      made.contenders.push_back(std::move(one));
    }
  return made;
}

}  // namespace drawdown::peers
