// The parts of a scenario as text (write_scenario.hpp).
#pragma once

#include <string>

#include "engine/world/world.hpp"
#include "scenarios/language/write_yaml.hpp"

namespace drawdown::language {

// Single values, as the loader reads them.
std::string text_of(const asked_amount& amount, const world& in);
std::string text_of(const moment& when);
std::string text_of(std::int64_t quantity, const meter& of);
std::string text_of(bool value);
std::string percentage(parts_per_million rate);
std::string money_text(money amount, const world& in);

// `catalog:` and what is sold.
void write_catalog(const world& in, block_writer& out);

// What an account pays in place of what everybody pays (R7.3).
std::string override_text(const world& in, const std::vector<catalog_version>& own);

// What stands in accounts and in `set` and `grant` steps alike.
std::string text_of(const std::vector<payment_method>& methods, const world& in);
std::string text_of(const payment_method& method, const world& in);
std::string text_of(const recharge_terms& terms, const world& in);
flow_mapping grant_mapping(const grant_command& grant, const world& in);
std::string policy_text(when_exhausted policy);
std::string limit_text(const std::optional<credits>& limit);

// One account under its name.
void write_account(const world& in, const account_spec& account, block_writer& out);

// A step of the timeline that is a command, or the usage of an agent.
std::string step_text(const world& in, account_index account, const command& step);
std::string step_text(const world& in, account_index account, const usage& step);

// A usage of a file, under its line.
std::string row_text(const world& in, account_index account, const usage& row);

// What an expectation names, as one mapping.
flow_mapping expected_mapping(const world& in, const expectation& asked);

// `expect:` at the top: what stands at the end.
void write_expect_at_end(const world& in, block_writer& out);

}  // namespace drawdown::language
