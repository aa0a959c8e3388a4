// Health checks of the pool that ask in another way than by HTTP: the stack's servers speak plain
// HTTP only. What asks no more than an HTTP check could becomes one, anything else is refused.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/tracking.hpp"

namespace misfire {
namespace {

constexpr char kAnyAnswer[] = "rstatus .";

bool is_kind_of_check(const std::string& option) {
  static const std::set<std::string> kinds = {
      "httpchk",     "tcp-check",   "ssl-hello-chk", "smtpchk",    "ldap-check",
      "mysql-check", "pgsql-check", "redis-check",   "spop-check", "external-check"};
  return kinds.contains(option);
}

/// The `option` that says how a section's servers are checked: its own last, else its defaults'.
const HaproxyLine* kind_of_check(const HaproxyModel& model, const HaproxySection& section) {
  std::vector<const HaproxySection*> nearest{&section};
  for (const HaproxySection* defaults : model.defaults_of(section)) nearest.push_back(defaults);
  for (const HaproxySection* one : nearest) {
    const auto last =
        std::find_if(one->lines.rbegin(), one->lines.rend(), [](const HaproxyLine& line) {
          return line.keyword() == "option" && is_kind_of_check(line.word(1));
        });
    if (last != one->lines.rend()) return &*last;
  }
  return nullptr;
}

/// The sections in which health checks are done that tell how the pool is.
std::vector<const HaproxySection*> sections_with_checks(const HaproxyConfig& config) {
  std::vector<const HaproxySection*> found;
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    const auto [section, line] = checked_server(config, i);
    if (line == nullptr || !ServerSettings(config.model(), *section, *line).flag("check")) continue;
    if (std::find(found.begin(), found.end(), section) == found.end()) found.push_back(section);
  }
  return found;
}

bool is_http(const std::string& sent) {
  static constexpr std::array<std::string_view, 4> kMethods = {"GET /", "HEAD /", "OPTIONS /",
                                                               "POST /"};
  return std::any_of(kMethods.begin(), kMethods.end(),
                     [&](std::string_view method) { return sent.starts_with(method); });
}

class CheckKind {
 public:
  explicit CheckKind(WiringDraft& draft) : draft_(draft), path_(draft.wiring.check_path) {}

  Result<void> wire(const HaproxySection& section) {
    const HaproxyLine* option = kind_of_check(draft_.model, section);
    if (option == nullptr || !done_.insert(option).second || of_a_fault(section, *option)) {
      return {};
    }
    const std::string& kind = option->word(1);
    if (kind == "httpchk" || kind == "external-check") return {};  // the latter is left out
    if (kind == "ssl-hello-chk") {
      become_http(*option, kAnyAnswer, "whether TLS is answered");
      return {};
    }
    if (kind == "tcp-check") return wire_rules(section, *option);
    return tl::unexpected(refusal(section, *option));
  }

 private:
  bool of_a_fault(const HaproxySection& section, const HaproxyLine& option) const {
    const HaproxyConfig* original = draft_.original();
    if (original == nullptr) return false;
    for (const HaproxySection& users : original->model().sections) {
      if (users.kind != section.kind || users.name != section.name) continue;
      const HaproxyLine* written = kind_of_check(original->model(), users);
      return written == nullptr || written->word(1) != option.word(1);
    }
    return true;
  }

  /// The section's own tcp-check rules, else those that it inherits.
  std::vector<const HaproxyLine*> rules_of(const HaproxySection& section) const {
    std::vector<const HaproxySection*> nearest{&section};
    for (const HaproxySection* one : draft_.model.defaults_of(section)) nearest.push_back(one);
    std::vector<const HaproxyLine*> rules;
    for (const HaproxySection* one : nearest) {
      if (!rules.empty()) break;
      for (const HaproxyLine& line : one->lines) {
        if (line.keyword() == "tcp-check") rules.push_back(&line);
      }
    }
    return rules;
  }

  Result<void> wire_rules(const HaproxySection& section, const HaproxyLine& option) {
    if (path_.empty()) return {};  // a service of the user's, which is asked what it knows
    const auto rules = rules_of(section);
    const auto first = [&](std::string_view what) -> const HaproxyLine* {
      const auto found = std::find_if(rules.begin(), rules.end(), [&](const HaproxyLine* line) {
        return line->word(1).starts_with(what);
      });
      return found == rules.end() ? nullptr : *found;
    };
    const HaproxyLine* expect = first("expect");
    if (expect == nullptr) return {};  // a connection is enough
    const HaproxyLine* send = first("send");
    if (send == nullptr || !is_http(send->word(2))) {
      return tl::unexpected(refusal(section, option));
    }
    for (const HaproxyLine* rule : rules) {
      if (rule->word(1) != "expect") continue;
      const bool denies = std::any_of(rule->words.begin(), rule->words.end(),
                                      [](const HaproxyWord& word) { return word.text == "!"; });
      if (denies) return tl::unexpected(refusal(section, option));
    }
    const bool found = std::any_of(rules.begin(), rules.end(), [](const HaproxyLine* rule) {
      return rule->word(1) == "expect" && rule->words.back().text.find("200") != std::string::npos;
    });
    become_http(option, found ? "status 200" : "", "by HTTP, in its own words");
    for (const HaproxyLine* rule : rules) {
      draft_.comment_out(*rule, "the check is one of HTTP here");
    }
    return {};
  }

  void become_http(const HaproxyLine& option, const std::string& expect, const char* asked) {
    const std::string http = "option httpchk GET " + (path_.empty() ? "/" : path_);
    draft_.replace(option.words.front().begin, option.words.back().end, http);
    std::string runs = http;
    if (!expect.empty()) {
      draft_.insert_lines(option, "    http-check expect " + expect);
      runs += "\" and \"http-check expect " + expect;
    }
    draft_.changed(fmt::format(
        "{}: \"option {}\" becomes \"{}\": it asks {}, and the stack's servers speak plain HTTP",
        draft_.model.place(option), option.word(1), runs, asked));
  }

  Error refusal(const HaproxySection& section, const HaproxyLine& option) const {
    return {ErrorCode::usage,
            fmt::format("the health checks of {} (option {}) speak what no server of the stack "
                        "does: it would be down all the time",
                        title(section), option.word(1)),
            "let [balancer] config name a copy in which these servers are checked by HTTP: option "
            "httpchk GET /PATH",
            draft_.model.where(option, 1)};
  }

  WiringDraft& draft_;
  const std::string path_;
  std::set<const HaproxyLine*> done_;
};

}  // namespace

Result<void> wire_check_kind(WiringDraft& draft) {
  CheckKind kind(draft);
  for (const HaproxySection* section : sections_with_checks(draft.config)) {
    if (auto done = kind.wire(*section); !done) return done;
  }
  return {};
}

}  // namespace misfire
