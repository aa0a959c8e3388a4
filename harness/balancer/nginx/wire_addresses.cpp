#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "balancer/nginx/draft.hpp"

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
  explicit Passes(NginxDraft& draft) : draft_(draft) {
    for (const NginxDirective& directive : draft.model.directives()) {
      if (directive.name() == "upstream") upstreams_.insert(directive.word(1));
    }
  }

  Result<void> wire(const NginxDirective& pass) {
    if (pass.words.size() < 2) return {};
    const NginxWord& word = pass.words[1];
    const NginxTarget target = parse_nginx_target(word.text);
    if (target.host.starts_with('$')) return check_variable(pass, target.host);
    std::string scheme = target.scheme;
    if (scheme == "https://") scheme = "http://";
    if (scheme == "grpcs://") scheme = "grpc://";
    if (upstreams_.contains(target.host)) {
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
  static std::string quoted(const NginxWord& word, std::string text) {
    return word.quoted ? "\"" + text + "\"" : text;
  }

  /// A variable may lead to upstreams of the file, and nowhere else.
  Result<void> check_variable(const NginxDirective& pass, const std::string& host) {
    std::string name = host.substr(1);
    std::erase_if(name, [](char c) { return c == '{' || c == '}'; });
    bool known = false, stays = true;
    for (const NginxDirective& directive : draft_.model.directives()) {
      const NginxDirective* block = draft_.model.parent(directive);
      std::string value;
      if (directive.name() == "set" && directive.word(1) == "$" + name) value = directive.word(2);
      if (block != nullptr && block->name() == "map" && block->word(2) == "$" + name) {
        value = directive.word(1);
        if (directive.words.size() == 1) continue;  // hostnames, volatile
      }
      if (value.empty()) continue;
      known = true;
      const NginxTarget target = parse_nginx_target(value);
      stays = stays && upstreams_.contains(target.host) && target.scheme != "https://";
    }
    if (known && stays) return {};
    return usage_error(
        fmt::format("where \"{}\" leads depends on the variable ${}, which could name any machine",
                    draft_.quote(pass), name),
        "set it, or map it, to upstreams of this file only, over plain http",
        draft_.model.where(pass, 1));
  }

  NginxDraft& draft_;
  std::set<std::string> upstreams_;
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
