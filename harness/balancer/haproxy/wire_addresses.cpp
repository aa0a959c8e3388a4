#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/tracking.hpp"

namespace misfire {
namespace {

// What would lead to another machine, whatever address the server gets.
bool leads_elsewhere(const std::string& name) {
  static const std::set<std::string> names = {
      "addr",       "port",   "agent-check", "agent-addr", "agent-port", "agent-inter",
      "agent-send", "source", "usesrc",      "interface",  "socks4",     "check-via-socks4",
      "namespace"};
  return names.contains(name);
}

// What the pool's stand-ins do not speak: they are plain HTTP/1.1. Each can be taken back.
const std::vector<std::string>& unspoken_flags() {
  static const std::vector<std::string> flags = {
      "ssl",           "check-ssl",         "send-proxy",
      "send-proxy-v2", "send-proxy-v2-ssl", "send-proxy-v2-ssl-cn"};
  return flags;
}
bool unspoken(const std::string& name) {
  const auto& flags = unspoken_flags();
  return name == "ca-file" || name == "crt" || name == "check-send-proxy" || name == "proto" ||
         name == "check-proto" || name == "proxy-v2-options" ||
         std::find(flags.begin(), flags.end(), name) != flags.end();
}

/// What no word of a server's own line takes back.
bool lasts(const std::string& name) {
  return name == "proto" || name == "check-proto" || name == "check-send-proxy";
}

/// The parameters that are left of a line, with generated certificates.
Result<void> wire_kept(WiringDraft& draft, const HaproxyLine& line) {
  std::vector<HaproxyParam> kept;
  for (const HaproxyParam& param : server_params(line)) {
    if (!leads_elsewhere(param.name) && !needs_production(param)) kept.push_back(param);
  }
  return wire_certificates(draft, line, kept);
}

/// A setting of a server, by its own line and the defaults above it.
std::string setting(const HaproxyConfig& config, std::size_t server, const std::string& name) {
  return ServerSettings(config.model(), config.pool_section(), config.server_line(server))
      .value(name);
}

/// What is not spoken here and the user wrote of the pool; all of it where that is what is wired.
class Unspoken {
 public:
  explicit Unspoken(const HaproxyConfig* original) : all_(original == nullptr) {
    if (all_) return;
    for (const HaproxySection* section : checking_sections(*original)) {
      for (const HaproxyLine& line : section->lines) {
        if (line.keyword() != "server" && line.keyword() != "default-server") continue;
        for (const HaproxyParam& param : server_params(line)) written_.insert(param.name);
      }
    }
  }
  /// What a fault wrote is spoken, and not understood.
  bool operator()(const std::string& name) const {
    return unspoken(name) && (all_ || written_.contains(name));
  }

 private:
  bool all_;
  std::set<std::string> written_;
};

/// Whether a setting is another one than the user gave that server. What the user wrote is of
/// production, what a fault wrote is meant.
bool is_a_faults(const WiringDraft& draft, std::size_t index, const std::string& name) {
  const HaproxyConfig* original = draft.original();
  if (original == nullptr) return false;
  const auto& users = original->pool();
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (users[i].name != draft.config.pool()[index].name) continue;
    return setting(*original, i, name) != setting(draft.config, index, name);
  }
  return false;
}

/// Where it is: at its backend. One that a fault has looked up keeps its name, and nobody here
/// knows names.
std::string place_of(WiringDraft& draft, std::size_t index) {
  const Endpoint* backend = backend_of(draft.wiring, draft.config.pool(), index);
  if (backend == nullptr) return draft.closed();
  const bool looked_up =
      setting(draft.config, index, "init-addr") == "none" && is_a_faults(draft, index, "init-addr");
  return looked_up ? fmt::format("{}:{}", draft.config.pool()[index].address, backend->port)
                   : to_string(*backend);
}

/// A flag that comes from a default-server line is taken back for this server only.
std::string taken_back_flags(const WiringDraft& draft, const HaproxySection& section,
                             const HaproxyLine& line, const Unspoken& left_out) {
  const auto own = server_params(line);
  const ServerSettings inherited = ServerSettings::inherited(draft.model, section, line);
  std::string flags;
  for (const std::string& flag : unspoken_flags()) {
    if (left_out(flag) && inherited.flag(flag) && find_param(own, "no-" + flag) == nullptr) {
      flags += " no-" + flag;
    }
  }
  return flags;
}

/// A server that is at a backend here, and speaks as that does; `more`: parameters for it.
std::string place_server(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line,
                         const std::string& here, const Unspoken& left_out,
                         const std::string& more = {}) {
  draft.replace(line.words[2], here);
  std::string sentence = fmt::format("server {}/{} is at {} instead of {}", section.name,
                                     line.word(1), here, line.word(2));
  const std::string dropped = draft.drop(line, server_params(line), [&](const HaproxyParam& param) {
    return leads_elsewhere(param.name) || needs_production(param) || left_out(param.name);
  });
  if (!dropped.empty()) sentence += fmt::format(", without \"{}\"", dropped);
  const std::string added = taken_back_flags(draft, section, line, left_out) + more;
  if (!added.empty()) {
    draft.insert(line.words[2].end, added);
    sentence += fmt::format(", with \"{}\"", added.substr(1));
  }
  return sentence;
}

void wire_pool_server(WiringDraft& draft, std::size_t index, const Unspoken& left_out) {
  const std::string here = place_of(draft, index);
  std::string port;
  if (!setting(draft.config, index, "port").empty() && is_a_faults(draft, index, "port")) {
    const std::string& closed = draft.closed();
    port = " port " + closed.substr(closed.rfind(':') + 1);
  }
  draft.changed(place_server(draft, draft.config.pool_section(), draft.config.server_line(index),
                             here, left_out, port));
}

/// Servers of other sections whose health checks tell how the pool's are (`track`): they are where
/// the servers are that track them.
class Tracked {
 public:
  /// Error: one is not known.
  static Result<Tracked> of(const WiringDraft& draft) {
    Tracked tracked;
    const HaproxyConfig* original = draft.original();
    const HaproxyConfig& users = original == nullptr ? draft.config : *original;
    const std::size_t count = std::min(users.pool().size(), draft.wiring.backends.size());
    for (std::size_t i = 0; i < count; ++i) {
      const auto [section, line] = checked_server(users, i);
      if (line == nullptr) return tl::unexpected(unknown(users, i));
      if (section == &users.pool_section()) continue;
      tracked.servers_.emplace(std::pair(section->name, line->word(1)),
                               Server{line->word(2), users.pool()[i].name, i});
    }
    return tracked;
  }

  /// Whether it is one of them, and then wired.
  bool wire(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line,
            const Unspoken& left_out) const {
    if (line.keyword() != "server" || line.words.size() < 3 || !section.has_servers()) return false;
    const auto found = servers_.find({section.name, line.word(1)});
    if (found == servers_.end()) return false;
    const Server& server = found->second;
    const bool moved = line.word(2) != server.address;  // by a fault
    const std::string here =
        moved ? draft.closed() : to_string(draft.wiring.backends[server.index]);
    draft.changed(place_server(draft, section, line, here, left_out) +
                  fmt::format(": {}/{} tracks it", draft.config.pool_name(), server.tracker));
    return true;
  }

 private:
  struct Server {
    std::string address;  ///< as the user wrote it
    std::string tracker;
    std::size_t index = 0;  ///< of that, in the pool
  };

  static Error unknown(const HaproxyConfig& users, std::size_t i) {
    const HaproxyLine& line = users.server_line(i);
    const auto params = server_params(line);
    const HaproxyParam* track = find_param(params, "track");
    return {ErrorCode::usage,
            fmt::format("server {}/{} tracks one that has no server line", users.pool_name(),
                        line.word(1)),
            "the tracked server needs a line of its own: server NAME ADDRESS:PORT check",
            users.model().where(line, track == nullptr ? 0 : track->last)};
  }

  std::map<std::pair<std::string, std::string>, Server> servers_;  ///< by section and name
};

/// A server that is not of this stack: it refuses.
Result<void> wire_other_server(WiringDraft& draft, const HaproxySection& section,
                               const HaproxyLine& line, std::size_t address) {
  if (line.words.size() <= address) return {};
  draft.replace(line.words[address], draft.closed());
  draft.changed(fmt::format("{} {} of {} is at {}, where nothing listens, instead of {}",
                            line.keyword(), line.word(1), title(section), draft.closed(),
                            line.word(address)));
  draft.drop(line, server_params(line), [](const HaproxyParam& param) {
    return leads_elsewhere(param.name) || needs_production(param);
  });
  return wire_kept(draft, line);
}

/// `http-check connect` and `tcp-check connect`: the check goes where its server is.
void wire_check(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line) {
  std::vector<HaproxyParam> unwanted;
  for (std::size_t i = 2; i < line.words.size(); ++i) {
    const std::string& word = line.word(i);
    const bool value = word == "port" || word == "addr" || word == "sni" || word == "alpn" ||
                       word == "proto" || word == "comment";
    const std::size_t last = value ? std::min(i + 1, line.words.size() - 1) : i;
    if (word != "default" && word != "linger" && word != "comment" && word != "unix-sock") {
      unwanted.push_back({word, {}, i, last});
    }
    i = last;
  }
  const std::string dropped = draft.drop(line, unwanted, [](const HaproxyParam&) { return true; });
  if (!dropped.empty()) {
    draft.changed(
        fmt::format("{}: \"{} connect\" goes to the servers' own addresses, without "
                    "\"{}\"",
                    title(section), line.keyword(), dropped));
  }
}

/// `left_out`: what the servers that it is for do not speak here; null: they are not of this stack.
Result<void> wire_default_server(WiringDraft& draft, const HaproxySection& section,
                                 const HaproxyLine& line, const Unspoken* left_out) {
  const std::string dropped = draft.drop(line, server_params(line), [&](const HaproxyParam& param) {
    return leads_elsewhere(param.name) || needs_production(param) ||
           (left_out != nullptr && lasts(param.name) && (*left_out)(param.name));
  });
  if (!dropped.empty()) {
    draft.changed(fmt::format("{}: default-server without \"{}\"", title(section), dropped));
  }
  return wire_kept(draft, line);
}

Result<void> wire_line(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line) {
  const std::string& keyword = line.keyword();
  const bool proxy = section.is_proxy() || section.kind == "defaults";
  if (keyword == "server" || keyword == "server-template") {
    return wire_other_server(draft, section, line, keyword == "server" ? 2 : 3);
  }
  if (keyword == "peer" && line.words.size() > 2) {
    const std::string here = draft.spare();
    draft.replace(line.words[2], here);
    draft.changed(fmt::format("peer {} is at {} instead of {}", line.word(1), here, line.word(2)));
  } else if ((keyword == "nameserver" || keyword == "mailer") && line.words.size() > 2) {
    draft.replace(line.words[2], draft.closed());
    draft.changed(fmt::format("{} {} is at {}, where nothing listens, instead of {}", keyword,
                              line.word(1), draft.closed(), line.word(2)));
  } else if (keyword == "parse-resolv-conf") {
    draft.comment_out(line, "names are not looked up outside this stack");
  } else if (proxy && keyword == "dispatch" && line.words.size() > 1) {
    draft.replace(line.words[1], draft.closed());
    draft.changed(fmt::format("{} dispatches to {}, where nothing listens, instead of {}",
                              title(section), draft.closed(), line.word(1)));
  } else if (proxy && keyword == "source") {
    draft.comment_out(line, "this machine does not have that address");
  } else if (proxy && line.word(1) == "connect" &&
             (keyword == "http-check" || keyword == "tcp-check")) {
    wire_check(draft, section, line);
  }
  return {};
}

}  // namespace

Result<void> wire_addresses(WiringDraft& draft) {
  const auto& pool = draft.config.pool();
  const auto& users = draft.wiring.pool.empty() ? pool : draft.wiring.pool;
  if (draft.wiring.backends.size() != users.size()) {
    return usage_error(
        fmt::format("the pool \"{}\" has {} servers, but the system has {} backends",
                    draft.config.pool_name(), users.size(), draft.wiring.backends.size()),
        fmt::format("set [backends] count = {} in the system file", pool.size()),
        draft.model.where(draft.config.pool_section().header));
  }
  const Unspoken left_out(draft.original());
  const auto tracked = Tracked::of(draft);
  if (!tracked) return tl::unexpected(tracked.error());
  for (std::size_t i = 0; i < pool.size(); ++i) wire_pool_server(draft, i, left_out);
  const auto checking = checking_sections(draft.config);
  for (const HaproxySection& section : draft.model.sections) {
    if (section.kind == "program") continue;  // left out as a whole
    const bool here = std::find(checking.begin(), checking.end(), &section) != checking.end();
    const bool pool_section = &section == &draft.config.pool_section();
    bool others = false;
    for (const HaproxyLine& line : section.lines) {
      if (pool_section && line.keyword() == "server") continue;
      if (!pool_section && tracked->wire(draft, section, line, left_out)) continue;
      if (line.keyword() == "default-server") {
        auto done = wire_default_server(draft, section, line, here ? &left_out : nullptr);
        if (!done) return done;
        continue;
      }
      others = others || line.keyword() == "server" || line.keyword() == "server-template";
      if (auto done = wire_line(draft, section, line); !done) return done;
    }
    if (others && section.has_servers()) {
      draft.limited(
          fmt::format("{} has no servers here: alerts about it will fire", title(section)));
    }
  }
  return {};
}

}  // namespace misfire
