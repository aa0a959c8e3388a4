#include "watch/haproxy/file_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/keywords.hpp"
#include "watch/haproxy/address.hpp"

namespace misfire::watch {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string on_off(bool on) {
  return on ? "on" : "off";
}

/// HAProxy raises a maxconn below its minconn (check_config_validity).
std::optional<std::string> maxconn_of(const ServerSettings& settings) {
  const std::string most = settings.value("maxconn"), least = settings.value("minconn");
  const auto high = most.empty() ? 0 : number(most), low = least.empty() ? 0 : number(least);
  if (!high || !low) return std::nullopt;
  return std::to_string(std::max(*high, *low));
}

/// Whether what a server inherits stands under a condition.
bool has_conditional_defaults(const HaproxyModel& model, const HaproxySection& section) {
  std::vector<const HaproxySection*> all = model.defaults_of(section);
  all.push_back(&section);
  return std::any_of(all.begin(), all.end(), [](const HaproxySection* one) {
    return std::any_of(one->lines.begin(), one->lines.end(), [](const HaproxyLine& line) {
      return line.conditional && line.keyword() == "default-server";
    });
  });
}

void read_server(const HaproxyModel& model, const HaproxySection& section, const HaproxyLine& line,
                 std::size_t address_word, const std::string& name, Facts& facts) {
  Told& told = facts[{section.name, name}];
  if (line.conditional || section.header.conditional) return;  // it may be there, in whatever form
  told[Aspect::presence] = "present";
  if (has_conditional_defaults(model, section)) return;
  const ServerSettings settings(model, section, line);
  const std::string& written = line.word(address_word);
  const bool by_srv_record = written.starts_with('_');
  const bool agent = settings.flag("agent-check");
  if (!agent) told[Aspect::state] = settings.flag("disabled") ? "maintenance" : "ready";
  if (!agent && !by_srv_record) {
    const std::string weight = settings.value("weight");
    if (const auto value = weight.empty() ? 1 : number(weight)) {
      told[Aspect::weight] = std::to_string(*value);
    }
  }
  const bool known = line.words.size() > address_word && !line.words[address_word].variable;
  if (known && !by_srv_record) {
    const HaproxyAddress address = parse_haproxy_address(written);
    const bool own_port = written.find("+") == std::string::npos && address.port > 0;
    if (address.tcp && own_port && !address.host.empty() && address.host != "*") {
      told[Aspect::address] = address_text(address.host, address.port);
    }
  }
  if (auto most = maxconn_of(settings)) told[Aspect::maxconn] = *most;
  told[Aspect::check] = on_off(settings.flag("check"));
  told[Aspect::agent] = on_off(agent);
  told[Aspect::backup] = settings.flag("backup") ? "yes" : "no";
}

/// "5" → 1…5, "3-7" → 3…7; nothing where it is no range.
std::pair<int, int> template_range(const std::string& text) {
  constexpr int kMost = 10'000;  // HAProxy has a limit by memory alone
  const std::size_t dash = text.find('-');
  const auto last = number(std::string_view(text).substr(dash == text.npos ? 0 : dash + 1));
  const auto first = dash == text.npos ? 1 : number(std::string_view(text).substr(0, dash));
  if (!first || !last || *last - *first >= kMost) return {1, 0};
  return {*first, *last};
}

bool is_disabled(const HaproxyModel& model, const HaproxySection& section) {
  const auto says = [](const HaproxySection& one, const char* keyword) {
    return std::any_of(one.lines.begin(), one.lines.end(),
                       [&](const HaproxyLine& line) { return line.keyword() == keyword; });
  };
  if (says(section, "enabled")) return false;
  const auto chain = model.defaults_of(section);
  return says(section, "disabled") ||
         std::any_of(chain.begin(), chain.end(),
                     [&](const HaproxySection* defaults) { return says(*defaults, "disabled"); });
}

/// The nearest `balance`, as `show stat` names it. Nothing where none is written (the default
/// differs between versions) or where HAProxy 2.6 does not tell it ("random").
std::optional<std::string> algorithm_of(const HaproxyModel& model, const HaproxySection& section) {
  std::vector<const HaproxySection*> nearest = {&section};
  const auto chain = model.defaults_of(section);
  nearest.insert(nearest.end(), chain.begin(), chain.end());
  for (const HaproxySection* one : nearest) {
    const HaproxyLine* last = nullptr;
    for (const HaproxyLine& line : one->lines) {
      if (line.keyword() == "balance") last = &line;
    }
    if (last == nullptr) continue;
    const std::string& word = last->word(1);
    const std::string name = word.substr(0, word.find('('));
    const bool variable = last->words.size() > 1 && last->words[1].variable;
    if (last->conditional || variable || name.empty() || name == "random") return std::nullopt;
    return name;
  }
  return std::nullopt;
}

}  // namespace

Facts file_facts(const HaproxyModel& model) {
  Facts facts;
  for (const HaproxySection& section : model.sections) {
    if (!section.has_servers() || section.name.empty() || is_disabled(model, section)) continue;
    const std::size_t before = facts.size();
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "server" && line.words.size() >= 3) {
        read_server(model, section, line, 2, line.word(1), facts);
      }
      if (line.keyword() == "server-template" && line.words.size() >= 4) {
        const auto [first, last] = template_range(line.word(2));
        for (int i = first; i <= last; ++i) {
          read_server(model, section, line, 3, fmt::format("{}{}", line.word(1), i), facts);
        }
      }
    }
    const auto algorithm = algorithm_of(model, section);
    if (facts.size() > before && algorithm) {
      facts[{section.name, ""}][Aspect::algorithm] = *algorithm;
    }
  }
  return facts;
}

}  // namespace misfire::watch
