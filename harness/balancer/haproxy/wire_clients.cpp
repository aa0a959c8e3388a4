// What goes by who the client is: all logins come from one address here, and no client of the
// driver's has a password for the balancer.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/entry.hpp"

namespace misfire {
namespace {

constexpr const char* kOneAddress = "all logins come from one address here";

/// `src`, `src,ipmask(24)`, `base32+src`: is the key a client's address?
bool keyed_by_address(const std::string& key) {
  return key == "src" || key.starts_with("src,") || key.ends_with("+src");
}

/// The word behind `track-sc0`, in whichever rule; "" of other lines.
std::string tracked_key(const HaproxyLine& line) {
  if (line.keyword() != "http-request" && line.keyword() != "tcp-request") return "";
  for (std::size_t i = 1; i <= 2; ++i) {
    if (line.word(i).starts_with("track-sc")) return line.word(i + 1);
  }
  return "";
}

/// `balance source`, `stick on src`: one client has one server.
bool chooses_by_address(const HaproxyLine& line) {
  if (line.keyword() == "balance") return line.word(1) == "source";
  return line.keyword() == "stick" && line.word(1) != "store-response" &&
         (line.word(2) == "src" || line.word(2).starts_with("src,"));
}

/// Rules that turn requests away.
bool turns_away(const HaproxyLine& line) {
  static const std::set<std::string> actions = {"deny", "reject", "tarpit", "silent-drop"};
  if (line.keyword() == "http-request") return actions.contains(line.word(1));
  return line.keyword() == "tcp-request" && actions.contains(line.word(2));
}

class Clients {
 public:
  explicit Clients(WiringDraft& draft) : draft_(draft) {}

  void wire(const HaproxySection& section) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "acl" && is_address(line.word(2))) by_address_.insert(line.word(1));
    }
    for (const HaproxyLine& line : section.lines) {
      if (keyed_by_address(tracked_key(line))) {
        draft_.comment_out(line, kOneAddress);
      } else if (chooses_by_address(line)) {
        draft_.limited(fmt::format("{}: \"{} {}\" sends every login to one server here: {}",
                                   draft_.model.place(line), line.keyword(), line.word(1),
                                   kOneAddress));
      } else if (line.keyword() == "http-request" && line.word(1) == "auth") {
        draft_.comment_out(line, "nobody has a password for it here");
      } else if (turns_away(line) && asks_for_address(line)) {
        draft_.comment_out(line, kOneAddress);
      } else if (line.keyword() != "acl" && asks_for_address(line)) {
        draft_.limited(
            fmt::format("{} goes by the client's address, which is {} of all logins here",
                        draft_.model.place(line), draft_.wiring.address));
      }
    }
  }

 private:
  static bool is_address(const std::string& fetch) {
    return fetch == "src" || fetch.starts_with("src,");
  }

  /// In a condition of its own, or by the name of one.
  bool asks_for_address(const HaproxyLine& line) const {
    bool condition = false;
    for (std::size_t i = 1; i < line.words.size(); ++i) {
      const std::string& before = line.word(i - 1);
      std::string word = line.word(i);
      if ((before == "{" || before == "!{") && is_address(word)) return true;
      if (word.starts_with('!')) word.erase(0, 1);
      if (condition && by_address_.contains(word)) return true;
      condition = condition || word == "if" || word == "unless";
    }
    return false;
  }

  WiringDraft& draft_;
  std::set<std::string> by_address_;  ///< conditions
};

}  // namespace

void wire_clients(WiringDraft& draft, const HaproxyEntry& entry) {
  auto sections = on_the_way(draft.config, entry);
  // Prometheus comes from that address, too, and without its password.
  if (entry.metrics != nullptr &&
      std::find(sections.begin(), sections.end(), entry.metrics) == sections.end()) {
    sections.push_back(entry.metrics);
  }
  for (const HaproxySection* section : sections) Clients(draft).wire(*section);
}

}  // namespace misfire
