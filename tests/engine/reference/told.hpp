// What the events of an account make of its lots, holds and debt: the books as one who only listens would
// keep them.
#pragma once

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "engine/world/event.hpp"

namespace drawdown::test {

struct told_lot {
  lot_event as_granted;
  credits refilled;
  credits left;
  credits held;
  credits used;
  credits expired;
  credits revoked;
  bool over = false;

  credits available() const { return left - held; }

  // R3.8
  bool may_pay_for(meter_index meter, user_index user) const {
    const restriction& only = as_granted.only;
    const bool meter_fits =
        only.meters.empty() || std::find(only.meters.begin(), only.meters.end(), meter) != only.meters.end();
    return meter_fits && (only.user == no_user || only.user == user);
  }
};

// R3.3 as it is by default, told a second time.
inline auto default_rank(const told_lot& l) {
  return std::tuple(l.as_granted.priority, l.as_granted.only.user == no_user, l.as_granted.expires,
                    l.as_granted.effective, l.as_granted.lot);
}

struct told_hold {
  agent_index agent = no_agent;
  credits open;
};

struct told_debt {
  meter_index meter = no_meter;
  user_index user = no_user;
  credits open;
};

struct told_books {
  std::map<lot_id, told_lot> lots;
  std::map<effect_key, told_hold> holds;
  std::map<debt_id, told_debt> debts;
  credits charged;  // less what was forgiven or is billed (R14.3)
  credits dropped;

  void hear(const event& e) {
    std::visit([&](const auto& body) { hear_body(body); }, e.body);
  }

  credits balance() const {
    return sum_over_lots([](const told_lot& l) { return l.left; });
  }
  credits held() const {
    return sum_over_lots([](const told_lot& l) { return l.held; });
  }
  credits used() const {
    return sum_over_lots([](const told_lot& l) { return l.used; });
  }
  credits debt() const {
    credits sum;
    for (const auto& [id, owed] : debts) sum += owed.open;
    return sum;
  }

 private:
  template <class Of>
  credits sum_over_lots(Of of) const {
    credits sum;
    for (const auto& [id, l] : lots) sum += of(l);
    return sum;
  }

  template <class Body>
  void hear_body(const Body&) {}  // moves nothing

  void hear_body(const lot_event& e) {
    if (e.result != outcome::granted) return;
    lots[e.lot].as_granted = e;
    lots[e.lot].left = e.amount;
  }
  void hear_body(const lot_end_event& e) {
    lots[e.lot].left -= e.expired;
    lots[e.lot].expired += e.expired;
    lots[e.lot].over = true;
  }
  void hear_body(const refill_event& e) {
    lots[e.lot].left = lots[e.lot].left - e.expired + e.refilled;
    lots[e.lot].expired += e.expired;
    lots[e.lot].refilled += e.refilled;
  }
  void hear_body(const revoke_event& e) {
    if (!lots.contains(e.lot)) return;  // it was only scheduled
    lots[e.lot].left -= e.amount;
    lots[e.lot].revoked += e.amount;
    lots[e.lot].over = true;
  }
  void hear_body(const usage_event& e) {
    use(e.slices);
    if (e.result == outcome::charged && !e.repeated) charged += e.amount - e.forgiven - e.invoiced;
    owe(e.debt, e.meter, e.user);
  }
  void hear_body(const adjust_event& e) {
    use(e.slices);
    charged += e.amount;
    owe(e.debt, no_meter, no_user);
  }
  void hear_body(const hold_event& e) {
    if (e.result != outcome::held || e.repeated) return;
    for (const slice& s : e.slices) lots[s.lot].held += s.amount;
    holds[e.key] = {e.agent, e.amount};
  }
  void hear_body(const capture_event& e) {
    if (e.result != outcome::captured || e.repeated) return;
    for (const slice& s : e.slices) lots[s.lot].held -= s.amount;
    use(e.slices);
    charged += e.amount;
    holds[e.hold].open -= e.amount;
    give_back(e.hold, e.released);
  }
  void hear_body(const release_event& e) { give_back(e.hold, e.released); }
  void hear_body(const debt_paid_event& e) {
    use(e.slices);
    debts[e.debt].open -= e.amount;
  }
  void hear_body(const debt_dropped_event& e) {
    dropped += e.amount;
    for (auto& [id, owed] : debts) owed.open = credits{};
  }

  void use(const std::vector<slice>& slices) {
    for (const slice& s : slices) {
      lots[s.lot].left -= s.amount;
      lots[s.lot].used += s.amount;
    }
  }
  void owe(credits excess, meter_index meter, user_index user) {
    if (excess.is_zero()) return;
    const auto id = static_cast<debt_id>(debts.size() + 1);
    debts[id] = {meter, user, excess};
  }
  void give_back(const effect_key& hold, const std::vector<released_slice>& released) {
    for (const released_slice& s : released) {
      told_lot& l = lots[s.lot];
      holds[hold].open -= s.amount;
      l.held -= s.amount;
      if (s.went == released_to::lot) continue;
      l.left -= s.amount;
      (s.went == released_to::expired ? l.expired : l.revoked) += s.amount;
    }
  }
};

}  // namespace drawdown::test
