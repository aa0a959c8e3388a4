// Lines that would run a command, load code, or lead outside in another way than by an address.
// Refused where the file would mean something else without them, otherwise left out.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/environment.hpp"

namespace misfire {
namespace {

constexpr const char* kRuns = "it would run a program";
constexpr const char* kLoads = "it would load a library into the balancer";
constexpr const char* kLookup = "names are not looked up outside this stack";
constexpr const char* kFetches = "certificates are not fetched here";
constexpr const char* kAgent = "agents are not of this stack";
constexpr const char* kAnywhere = "connections go to the stack's servers only";

/// Keywords of `global`.
const std::map<std::string, const char*>& of_global() {
  static const std::map<std::string, const char*> keywords = {
      {"external-check", kRuns},
      {"insecure-fork-wanted", kRuns},
      {"insecure-setuid-wanted", kRuns},
      {"ssl-engine", kLoads},
      {"ssl-provider", kLoads},
      {"ssl-provider-path", kLoads},
      {"ssl-propquery", kLoads},
      {"set-dumpable", "it would leave its memory, secrets included, in a core file"},
      {"shm-stats-file", "it would write outside the run's folder"},
      {"ocsp-update.mode", kFetches},
      {"ocsp-update.httpproxy", kFetches},
      {"acme.scheduler", kFetches}};
  return keywords;
}

/// Lines of proxies and defaults that are left out; null for all others.
const char* unwanted(const HaproxyLine& line) {
  const std::string& keyword = line.keyword();
  const std::string& what = line.word(1);
  if (keyword == "external-check" || (keyword == "option" && what == "external-check")) {
    return kRuns;
  }
  if (keyword == "transparent") return kAnywhere;
  if (keyword == "option" && (what == "transparent" || what == "http_proxy")) return kAnywhere;
  if (keyword == "filter" && what == "spoe") return kAgent;
  if (keyword == "filter" && (what == "opentracing" || what == "ot" || what == "otel")) {
    return kLoads;
  }
  if (keyword.starts_with("http-") || keyword.starts_with("tcp-")) {
    for (const std::string& action : {line.word(1), line.word(2)}) {
      if (action.starts_with("do-resolve")) return kLookup;
      if (action == "send-spoe-group") return kAgent;
      if (action.starts_with("ot-")) return kLoads;
    }
  }
  return nullptr;
}

Error refusal(const WiringDraft& draft, const HaproxyLine& line, std::size_t word,
              std::string message, std::string hint) {
  return {ErrorCode::usage, std::move(message), std::move(hint), draft.model.where(line, word)};
}

/// What a line does must be known before it is run: a keyword in a variable could be any keyword.
Result<void> check_variables(const WiringDraft& draft, const HaproxyLine& line) {
  static const std::set<std::string> two_words = {
      "option",      "stats",        "http-request",  "http-response", "http-after-response",
      "tcp-request", "tcp-response", "filter",        "http-check",    "tcp-check",
      "setenv",      "presetenv",    "external-check"};
  static const std::map<std::string, std::size_t> first_parameter = {
      {"bind", 2}, {"dgram-bind", 2}, {"default-server", 1}, {"server", 3}, {"server-template", 4},
      {"peer", 3}, {"nameserver", 3}, {"mailer", 3}};
  const auto first = first_parameter.find(line.keyword());
  const auto params = line.keyword() == "bind" ? bind_params(line) : server_params(line);
  for (std::size_t i = 0; i < line.words.size(); ++i) {
    const HaproxyWord& word = line.words[i];
    if (!word.variable) continue;
    const bool keyword = i == 0 || (i == 1 && two_words.contains(line.keyword())) ||
                         (i == 2 && line.keyword().starts_with("tcp-re"));
    const bool several = word.text.find("[*]}") != std::string::npos;
    // The value of a parameter may be anything, its name may not.
    const bool value = std::any_of(params.begin(), params.end(), [&](const HaproxyParam& param) {
      return param.first < i && i <= param.last;
    });
    const bool parameter = first != first_parameter.end() && i >= first->second && !value;
    if (keyword || several || parameter) {
      return tl::unexpected(
          refusal(draft, line, i, "what this line does depends on an environment variable",
                  "write the keyword itself; a variable may hold a value, not a keyword"));
    }
  }
  return {};
}

Result<void> wire_line(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line) {
  if (auto known = check_variables(draft, line); !known) return known;
  const std::string& keyword = line.keyword();
  if (section.kind == "global") {
    if (keyword.starts_with("lua-") && !draft.wiring.scripts) {
      return tl::unexpected(refusal(
          draft, line, 0,
          fmt::format("\"{}\" runs a script inside the balancer, which could do anything on this "
                      "machine, even while the file is checked",
                      keyword),
          "if these scripts are yours, allow them in the system file: [balancer] scripts = true; "
          "else let [balancer] config name a copy without it and without what uses it"));
    }
    const auto known = of_global().find(keyword);
    if (known != of_global().end()) draft.comment_out(line, known->second);
    if ((keyword == "setenv" || keyword == "presetenv") && steers_loading(line.word(1))) {
      draft.comment_out(line, kLoads);
    }
  } else if (section.kind == "fcgi-app" && keyword == "log-stderr") {
    draft.comment_out(line, "logs must not reach this or another machine's syslog");
  } else if (section.is_proxy() || section.kind == "defaults") {
    const char* why = unwanted(line);
    if (why == nullptr) return {};
    draft.comment_out(line, why);
    if (why == kRuns && line.keyword() == "option") {
      draft.limited(fmt::format("{}: servers are checked by a connection instead of a program",
                                title(section)));
    }
  }
  return {};
}

}  // namespace

Result<void> wire_outside(WiringDraft& draft) {
  for (const HaproxySection& section : draft.model.sections) {
    if (section.kind == "program") continue;  // left out as a whole
    if (section.kind == "acme") {
      draft.comment_out(section, kFetches);
      continue;
    }
    for (const HaproxyLine& line : section.lines) {
      if (auto done = wire_line(draft, section, line); !done) return done;
    }
  }
  return {};
}

}  // namespace misfire
