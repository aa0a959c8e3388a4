// Conditions on the port that a login came to: they hold here of whom they hold of in production.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/entry.hpp"

namespace misfire {
namespace {

/// "80" is 80 to 80, "8000:8999" itself; nothing else is a range of ports.
std::optional<std::pair<int, int>> range_of(const std::string& text) {
  const auto number = [](std::string_view digits) -> std::optional<int> {
    int value = 0;
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc{} && rest == end ? std::optional(value) : std::nullopt;
  };
  const std::size_t colon = text.find(':');
  const auto first = number(std::string_view(text).substr(0, colon));
  const auto last =
      colon == std::string::npos ? first : number(std::string_view(text).substr(colon + 1));
  if (!first || !last) return std::nullopt;
  return std::pair(*first, *last);
}

class Ports {
 public:
  Ports(WiringDraft& draft, const HaproxyEntry& entry)
      : draft_(draft),
        port_(parse_haproxy_address(split_addresses(entry.entry_bind->word(1)).front()).port),
        here_(draft.wiring.entry_port) {
    const auto params = bind_params(*entry.entry_bind);
    told_ = find_param(params, "accept-proxy") != nullptr;
  }

  void wire(const HaproxyLine& line) {
    if (line.keyword() == "use_backend" && line.word(1).find("dst_port") != std::string::npos) {
      return limited(line);
    }
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      const std::string& before = line.word(i - 1);
      const bool condition = (line.keyword() == "acl" && i == 2) || before == "{" || before == "!{";
      const std::string& fetch = line.word(i);
      if (!condition || !fetch.starts_with("dst_port")) continue;
      const bool plain = fetch == "dst_port" && port_ != 0 && !told_;
      if (!plain || !values(line, i + 1)) limited(line);
    }
  }

 private:
  /// Writes the port here for production's; false where that is not all that it would take.
  bool values(const HaproxyLine& line, std::size_t from) {
    std::size_t end = from;
    while (end < line.words.size() && line.word(end) != "}") ++end;
    bool known = true;
    for (std::size_t i = from; i < end; ++i) {
      const std::string& word = line.word(i);
      if (word == "eq" || word == "--" || word == "int") continue;
      if (word == "-m" && line.word(i + 1) == "int") continue;
      const auto range = line.words[i].variable ? std::nullopt : range_of(word);
      known = known && range &&
              (range->first == range->second || holds(*range, port_) == holds(*range, here_));
    }
    if (!known) return false;
    for (std::size_t i = from; i < end; ++i) {
      if (line.word(i) != std::to_string(port_)) continue;
      draft_.replace(line.words[i], std::to_string(here_));
      draft_.changed(
          fmt::format("{}: dst_port {} is {} here", draft_.model.place(line), port_, here_));
    }
    return true;
  }

  static bool holds(const std::pair<int, int>& range, int port) {
    return range.first <= port && port <= range.second;
  }

  void limited(const HaproxyLine& line) {
    const std::size_t begin = line.words.front().begin, end = line.words.back().end;
    draft_.limited(fmt::format("{}: \"{}\" goes by the port that a login came to, which is {} here",
                               draft_.model.place(line),
                               draft_.model.text.substr(begin, end - begin), here_));
  }

  WiringDraft& draft_;
  int port_;  ///< of the entry in production; 0: not known
  int here_;
  bool told_ = false;  ///< whoever is in front of it tells another one
};

}  // namespace

void wire_ports(WiringDraft& draft, const HaproxyEntry& entry) {
  Ports ports(draft, entry);
  for (const HaproxySection* section : on_the_way(draft.config, entry)) {
    for (const HaproxyLine& line : section->lines) {
      if (!redirects_to_tls(line)) ports.wire(line);  // those are left out
    }
  }
}

}  // namespace misfire
