#include "report/repeat_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace misfire {
namespace {

/// As a POSIX shell reads it as one word.
std::string word(const std::string& text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("_-./:=,@%+").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return text;
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

}  // namespace

std::string repeat_command(const Plan& plan, const RunFacts& facts) {
  std::string text = "misfire run " + word(plan.scenario.file);
  if (!facts.system.empty()) text += " --system " + word(facts.system);
  text += fmt::format(" --speed {:g} --seed {}", plan.speed, plan.seed);
  if (facts.phase != 0) text += fmt::format(" --phase {}", facts.phase);
  if (plan.engine != "process") text += " --engine " + word(plan.engine);
  return text;
}

}  // namespace misfire
