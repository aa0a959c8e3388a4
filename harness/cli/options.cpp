#include "cli/options.hpp"

#include <fmt/format.h>
#include <CLI/Option.hpp>

#include <charconv>
#include <cstdint>

namespace misfire {
namespace {

constexpr int kLastPhase = 999'999;  // --repeat counts on from it

/// CLI11 alone takes "" for 0, "-1" for the largest number and cuts what does not fit.
template <class Number>
bool is_number(const std::string& text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

std::string check_speed(const std::string& text) {
  double number = 0;
  return text == "auto" || is_number(text, number)
             ? ""
             : fmt::format("\"{}\" is neither a number nor \"auto\"", text);
}

std::string check_seed(const std::string& text) {
  std::uint64_t number = 0;
  return is_number(text, number)
             ? ""
             : fmt::format("\"{}\" is not a whole number from 0 to {}", text, UINT64_MAX);
}

std::string check_phase(const std::string& text) {
  int number = 0;
  return is_number(text, number) && number >= 0 && number <= kLastPhase
             ? ""
             : fmt::format("\"{}\" is not a whole number from 0 to {}", text, kLastPhase);
}

}  // namespace

std::string check_not_empty(const std::string& text) {
  return text.empty() ? "is empty" : "";
}

void add_system_option(CLI::App& app, RunOptions& options) {
  app.add_option(
         "--system", options.system,
         "System file (default: misfire/system.toml if there is one, else the fixtures' system)")
      ->check(check_not_empty);
}

void add_run_options(CLI::App& app, RunOptions& options) {
  app.add_option_function<std::string>(
         "--speed",
         [&options](const std::string& text) {
           options.auto_speed = text == "auto";
           if (!options.auto_speed) is_number(text, options.speed);
         },
         "How much faster than the model time (default 1); auto: as fast as is honest")
      ->check(check_speed);
  app.add_option("--seed", options.seed, "Seed of users, passwords and arrivals (default 1)")
      ->check(check_seed);
  app.add_option("--phase", options.phase,
                 "Another luck: at which moments Prometheus scrapes and evaluates (default 0)")
      ->check(check_phase);
  app.add_option("--engine", options.engine, "What runs the parts: process, docker")
      ->check(check_not_empty);
}

}  // namespace misfire
