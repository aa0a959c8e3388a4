#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "balancer/nginx/draft.hpp"
#include "base/lower_case.hpp"

namespace misfire {
namespace {

/// Parameters that would look a name up, or that only the commercial nginx knows how to.
bool leads_elsewhere(const std::string& word) {
  return word == "resolve" || word.starts_with("service=");
}

void wire_server(NginxDraft& draft, const std::string& upstream, const NginxDirective& server,
                 const std::string& here, const std::string& why) {
  draft.replace(server.words[1], here);
  std::string dropped;
  for (std::size_t i = 2; i < server.words.size(); ++i) {
    if (!leads_elsewhere(server.word(i))) continue;
    dropped += (dropped.empty() ? "" : " ") + server.word(i);
    draft.replace(server.words[i - 1].end, server.words[i].end, "");
  }
  draft.changed(fmt::format("upstream {}: server {} is at {}{}{}", upstream, server.word(1), here,
                            why, dropped.empty() ? "" : fmt::format(", without \"{}\"", dropped)));
}

Result<void> wire_pool(NginxDraft& draft) {
  const auto& pool = draft.config.pool();
  const auto& users = draft.wiring.pool.empty() ? pool : draft.wiring.pool;
  if (draft.wiring.backends.size() != users.size()) {
    return usage_error(
        fmt::format("the upstream \"{}\" has {} servers, but the system has {} backends",
                    draft.config.pool_name(), users.size(), draft.wiring.backends.size()),
        fmt::format("set [backends] count = {} in the system file", users.size()),
        draft.model.where(draft.config.upstream()));
  }
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const Endpoint* backend = backend_of(draft.wiring, pool, i);
    wire_server(draft, draft.config.pool_name(), draft.config.server(i),
                backend != nullptr ? to_string(*backend) : draft.closed(),
                backend != nullptr ? "" : ", where nothing listens");
  }
  return {};
}

/// Servers that are not of this stack: they refuse.
void wire_other_upstream(NginxDraft& draft, const NginxDirective& upstream) {
  const std::string& name = upstream.word(1);
  for (const NginxDirective* server : draft.model.all(&upstream, "server")) {
    if (server->words.size() < 2) continue;
    wire_server(draft, name, *server, draft.closed(), ", where nothing listens");
  }
  draft.limited(fmt::format("upstream {} has no servers here: what is sent there fails", name));
}

class Passes {
 public:
  explicit Passes(NginxDraft& draft) : draft_(draft), text_(lower_case(draft.model.text())) {
    for (const NginxDirective& directive : draft.model.directives()) {
      if (directive.name() == "upstream" && directive.block && !directive.entry) {
        upstreams_.insert(lower_case(directive.word(1)));
      }
      const auto [variable, word] = assignment(draft.model, directive);
      if (word != nullptr) values_[variable].push_back(word);
    }
  }

  Result<void> wire(const NginxDirective& pass) {
    if (pass.words.size() < 2) return {};
    const NginxWord& word = pass.words[1];
    const NginxTarget target = parse_nginx_target(word.text);
    const bool variable = target.host.starts_with('$');
    if (variable) {
      if (auto stays = check_variable(pass, target); !stays) return stays;
    }
    std::string scheme = target.scheme;
    if (scheme == "https://" && !of_a_fault()) scheme = "http://";
    if (scheme == "grpcs://") scheme = "grpc://";
    if (variable || upstreams_.contains(lower_case(target.host))) {
      if (scheme == target.scheme) return {};
      draft_.replace(word, quoted(word, scheme + target.host + target.rest));
      draft_.changed(fmt::format("{}: {} leads to {}{}, the stack speaks plain HTTP",
                                 draft_.place(pass), draft_.quote(pass), scheme, target.host));
      return {};
    }
    // The path stays; a port of its own does not.
    const std::size_t slash = target.rest.find('/');
    std::string path = slash == std::string::npos ? "" : target.rest.substr(slash);
    if (target.host.starts_with("unix:")) path.clear();
    draft_.replace(word, quoted(word, scheme + draft_.closed() + path));
    draft_.changed(fmt::format("{}: {} leads to {}, where nothing listens", draft_.place(pass),
                               draft_.quote(pass), draft_.closed()));
    return {};
  }

 private:
  /// TLS that the user asks of no server: whoever asks for it here means it.
  bool of_a_fault() const {
    const NginxConfig* users = draft_.original();
    if (users == nullptr) return false;
    const auto& directives = users->model().directives();
    return std::none_of(directives.begin(), directives.end(), [](const NginxDirective& pass) {
      return is_pass(pass) && parse_nginx_target(pass.word(1)).scheme == "https://";
    });
  }

  static std::string quoted(const NginxWord& word, std::string text) {
    return word.quoted ? "\"" + text + "\"" : text;
  }

  /// A variable may lead to upstreams of the file, and nowhere else.
  Result<void> check_variable(const NginxDirective& pass, const NginxTarget& target) {
    const std::string name = variable_name(target.host);
    auto known = stays_.find(name);
    if (known == stays_.end()) known = stays_.emplace(name, stays(name)).first;
    const bool joined = target.rest.starts_with('$') && holds_digits(name);
    if (known->second && !joined) return {};
    return usage_error(
        fmt::format("where \"{}\" leads depends on the variable ${}, which could name any machine",
                    draft_.quote(pass), name),
        "set it, or map it, to upstreams of this file only, over plain http",
        draft_.model.where(pass, 1));
  }

  /// A variable of a fault, with a plain host's name in it: that is asked of the resolver only, and
  /// no resolver answers here.
  bool is_looked_up(const std::string& name, const NginxWord& word) const {
    const NginxConfig* users = draft_.original();
    if (users == nullptr) return false;
    const auto& directives = users->model().directives();
    const bool of_user =
        std::any_of(directives.begin(), directives.end(), [&](const NginxDirective& directive) {
          return assignment(users->model(), directive).variable == name;
        });
    const std::string host = parse_nginx_target(word.text).host;
    const bool letter = host.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
    return !of_user && letter && !word.variable() && !host.starts_with("unix:") &&
           host.find('[') == std::string::npos;
  }

  /// With what follows it, a name of digits could become an address; any other only a name, which
  /// nobody here looks up.
  bool holds_digits(const std::string& name) const {
    const auto values = values_.find(name);
    return values != values_.end() &&
           std::any_of(values->second.begin(), values->second.end(), [](const NginxWord* word) {
             const std::string host = parse_nginx_target(word->text).host;
             return !host.empty() && host.front() >= '0' && host.front() <= '9';
           });
  }

  bool stays(const std::string& name) const {
    const auto values = values_.find(name);
    if (values == values_.end()) return false;
    // A part of the request that an expression calls so.
    for (const char* begin : {"?<", "?p<", "?'"}) {
      if (text_.find(begin + name + (begin[1] == '\'' ? "'" : ">")) != std::string::npos) {
        return false;
      }
    }
    return std::all_of(values->second.begin(), values->second.end(), [&](const NginxWord* word) {
      const NginxTarget target = parse_nginx_target(word->text);
      return word->text.empty() || is_looked_up(name, *word) ||
             (upstreams_.contains(lower_case(target.host)) && target.scheme != "https://");
    });
  }

  NginxDraft& draft_;
  const std::string text_;  ///< the file's, in lower case
  std::map<std::string, bool> stays_;
  std::set<std::string> upstreams_;                              ///< in lower case
  std::map<std::string, std::vector<const NginxWord*>> values_;  ///< that variables can have
};

}  // namespace

Result<void> wire_addresses(NginxDraft& draft) {
  if (auto done = wire_pool(draft); !done) return done;
  Passes passes(draft);
  for (const NginxDirective* directive : draft.remaining()) {
    if (is_pass(*directive)) {
      if (auto done = passes.wire(*directive); !done) return done;
    } else if (directive->name() == "upstream" && directive->block &&
               directive != &draft.config.upstream()) {
      wire_other_upstream(draft, *directive);
    } else if (directive->name() == "resolver" && directive->words.size() > 1) {
      draft.replace(directive->words[1].begin, directive->words.back().end, draft.closed());
      draft.changed(fmt::format("{}: {} is at {}, where nothing answers", draft.place(*directive),
                                draft.quote(*directive), draft.closed()));
    }
  }
  return {};
}

}  // namespace misfire
