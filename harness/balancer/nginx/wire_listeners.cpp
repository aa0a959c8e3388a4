#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "balancer/certificate.hpp"
#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/entry.hpp"
#include "balancer/nginx/location.hpp"

namespace misfire {
namespace {

/// The path that a directive answers at; nothing where no single one is known.
std::optional<std::string> path_of(const NginxModel& model, const NginxDirective& directive) {
  const NginxDirective* location = location_of(model, directive);
  if (location == nullptr) return "/";
  const NginxLocation read = read_location(*location);
  const bool plain =
      read.kind == NginxLocation::Kind::prefix || read.kind == NginxLocation::Kind::exact;
  if (!plain || !read.path.starts_with('/')) return std::nullopt;
  return read.path;
}

/// The server of stub_status, rather one of its own; its path goes to the draft.
const NginxDirective* status_server(NginxDraft& draft,
                                    const std::vector<const NginxDirective*>& remaining,
                                    const NginxDirective* entry) {
  const NginxDirective* found = nullptr;
  for (const NginxDirective* directive : remaining) {
    if (directive->name() != "stub_status") continue;
    const NginxDirective* server = server_of(draft.model, *directive);
    if (server == nullptr || (found != nullptr && found != entry)) continue;
    const auto path = path_of(draft.model, *directive);
    if (!path) {
      draft.limited(
          fmt::format("{}: stub_status stands in a location that names no path: nginx's "
                      "exporter cannot ask for it",
                      draft.place(*directive)));
      continue;
    }
    found = server;
    draft.wired.status_path = *path;
  }
  return found;
}

// Parameters of the PROXY protocol and of other kinds of sockets than ours; of a listener with a
// role those of TLS as well, which neither the login driver nor Prometheus speaks here.
bool unwanted(const std::string& word, bool plain) {
  if (word == "ssl" || word == "http2") return plain;
  static constexpr std::array<std::string_view, 4> kNames = {"spdy", "proxy_protocol", "bind",
                                                             "deferred"};
  return std::find(kNames.begin(), kNames.end(), word) != kNames.end() ||
         word.starts_with("ipv6only=") || word.starts_with("setfib=") ||
         word.starts_with("accept_filter=");
}

class Listeners {
 public:
  Listeners(NginxDraft& draft, const NginxDirective* entry, const NginxDirective* metrics)
      : draft_(draft), entry_(entry), metrics_(metrics) {}

  void wire(const NginxDirective& server) {
    auto listens = draft_.model.all(&server, "listen");
    std::erase_if(listens, [&](const NginxDirective* listen) { return left_out(*listen); });
    std::vector<std::string> roles;
    if (&server == entry_) roles.emplace_back("entry");
    if (&server == metrics_) roles.emplace_back("metrics");
    if (listens.empty()) {
      const std::string text = listen_text(roles, "*:80");
      draft_.open_with(server, "listen " + text + ";");
      draft_.changed(fmt::format("{}: the server, which has no listen, listens on {}",
                                 draft_.place(server), text));
    }
    // Without a certificate in force nginx takes no listener for TLS.
    const NginxDirective* certificate = draft_.model.in_force(&server, "ssl_certificate");
    tls_ =
        certificate != nullptr || draft_.model.in_force(&server, "ssl_reject_handshake") != nullptr;
    expired_ = certificate != nullptr && certificate->words.size() > 1 &&
               certificate->word(1) == kExpiredCertificate;
    if (expired_ && &server == entry_) turn_away_plain(server);
    // A plain listener takes over the roles, if there is one.
    const auto is_plain = [](const NginxDirective* listen) {
      return std::none_of(listen->words.begin(), listen->words.end(), [](const NginxWord& word) {
        return word.text == "ssl" || word.text == "proxy_protocol";
      });
    };
    auto main = std::find_if(listens.begin(), listens.end(), is_plain);
    if (main == listens.end()) main = listens.begin();
    for (auto at = listens.begin(); at != listens.end(); ++at) {
      wire_listen(**at, at == main ? roles : std::vector<std::string>{});
    }
  }

 private:
  /// TLS that no listener of the user's speaks: what a fault wrote is spoken.
  bool tls_of_a_fault() const {
    const NginxConfig* users = draft_.original();
    if (users == nullptr) return false;
    const auto& directives = users->model().directives();
    return std::none_of(directives.begin(), directives.end(), [](const NginxDirective& listen) {
      return listen.name() == "listen" &&
             std::any_of(listen.words.begin(), listen.words.end(),
                         [](const NginxWord& word) { return word.text == "ssl"; });
    });
  }

  /// QUIC has the address of a listener for TCP, which stays.
  bool left_out(const NginxDirective& listen) {
    if (std::none_of(listen.words.begin(), listen.words.end(),
                     [](const NginxWord& word) { return word.text == "quic"; })) {
      return false;
    }
    draft_.leave_out(listen, "QUIC is not spoken here");
    return true;
  }

  /// Where a certificate is over TLS is spoken to logins, and the probe goes on without: nginx
  /// would answer it, and log what no client over TLS leaves there.
  void turn_away_plain(const NginxDirective& server) {
    draft_.open_with(server,
                     "error_page 497 @misfire_plain; "
                     "location @misfire_plain { access_log off; return 444; }");
    draft_.changed(fmt::format(
        "{}: whoever comes without TLS gets no answer and no line in the log, as whoever refuses "
        "the certificate",
        draft_.place(server)));
  }

  int port_for(const std::string& role) const {
    return role == "entry" ? draft_.wiring.entry_port : draft_.wiring.metrics_port;
  }

  /// What stands behind "listen": servers that shared an address share their spare one.
  std::string listen_text(const std::vector<std::string>& roles, const std::string& written) {
    if (roles.empty()) {
      std::string& here = spares_[written];
      if (here.empty()) here = draft_.spare();
      return here;
    }
    std::string text;
    for (const std::string& role : roles) {
      text += (text.empty() ? "" : "; listen ") + draft_.here(port_for(role));
    }
    return text;
  }

  void wire_listen(const NginxDirective& listen, const std::vector<std::string>& roles) {
    if (listen.words.size() < 2) return;
    const std::string& written = listen.word(1);
    const std::string text = listen_text(roles, written);
    // The parameters belong to the last of several.
    draft_.replace(listen.words[1], text);
    std::string dropped;
    for (std::size_t i = 2; i < listen.words.size(); ++i) {
      const bool plain = !tls_ || (!roles.empty() && !expired_ && !tls_of_a_fault());
      if (!unwanted(listen.word(i), plain)) continue;
      dropped += (dropped.empty() ? "" : " ") + listen.word(i);
      draft_.replace(listen.words[i - 1].end, listen.words[i].end, "");
    }
    remember(listen_port(written), roles);
    draft_.changed(fmt::format("{}: listens on {} instead of {}{}", draft_.place(listen), text,
                               written,
                               dropped.empty() ? "" : fmt::format(", without \"{}\"", dropped)));
  }

  void remember(int port, const std::vector<std::string>& roles) {
    if (port == 0) return;
    std::string& known = draft_.wired.metrics_ports[port];
    if (!roles.empty() && (known.empty() || known == "other")) known = roles.front();
    if (known.empty()) known = "other";
  }

  NginxDraft& draft_;
  const NginxDirective* entry_;
  const NginxDirective* metrics_;
  bool tls_ = false, expired_ = false;  ///< of the server that is wired
  std::map<std::string, std::string> spares_;
};

}  // namespace

int listen_port(const std::string& address) {
  if (address.starts_with("unix:")) return 0;
  const std::size_t colon = address.rfind(':');
  const bool whole = address.find_first_not_of("0123456789") == std::string::npos;
  if (!whole && (colon == std::string::npos || address.ends_with(']'))) return 80;
  int port = 0;
  const char* from = address.data() + (whole ? 0 : colon + 1);
  std::from_chars(from, address.data() + address.size(), port);
  return port;
}

Result<void> wire_listeners(NginxDraft& draft) {
  const auto remaining = draft.remaining();
  const LoginEntry logins = draft.entry();
  const NginxDirective* entry = logins.server;
  if (entry == nullptr) {
    const std::string& pool = draft.config.pool_name();
    return usage_error(fmt::format("no server leads to the upstream \"{}\"", pool),
                       fmt::format("a server with a location and \"proxy_pass http://{};\" is "
                                   "needed",
                                   pool),
                       draft.model.where(draft.config.upstream()));
  }
  if (!logins.others.empty()) {
    std::vector<std::string> others;
    for (const NginxDirective* other : logins.others) others.push_back(draft.place(*other));
    draft.changed(
        fmt::format("several servers lead to the upstream \"{}\": logins come in at that of "
                    "{}, not at that of {}",
                    draft.config.pool_name(), draft.place(*entry), fmt::join(others, ", ")));
  }
  const NginxDirective* metrics = status_server(draft, remaining, entry);
  if (metrics == nullptr) {
    draft.limited("no server has a stub_status that nginx's exporter could read");
  }
  Listeners listeners(draft, entry, metrics);
  for (const NginxDirective* directive : remaining) {
    const bool of_http = draft.model.parent(*directive) == &draft.config.http();
    if (directive->name() == "server" && directive->block && of_http) listeners.wire(*directive);
  }
  return {};
}

}  // namespace misfire
