// Conditions on how a login came in. In production logins come over TLS and to a port of their own,
// here they do not.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/entry.hpp"
#include "base/lower_case.hpp"

namespace misfire {
namespace {

/// `if ($scheme = http)` in three parts.
struct Condition {
  std::string variable, sign, value;
};
std::optional<Condition> condition_of(const NginxDirective& directive) {
  std::vector<std::string> parts;
  for (std::size_t i = 1; i < directive.words.size(); ++i) parts.push_back(directive.word(i));
  if (parts.empty()) return std::nullopt;
  // The brackets are words of their own, or parts of their neighbours.
  parts.front().erase(0, parts.front().starts_with('(') ? 1 : 0);
  if (parts.back().ends_with(')')) parts.back().pop_back();
  const bool quoted = directive.words.back().text == ")" && directive.words.size() > 2;
  if (quoted) parts.pop_back();
  if (!parts.empty() && parts.front().empty()) parts.erase(parts.begin());
  if (parts.empty()) return std::nullopt;
  Condition condition{variable_name(parts[0]), "", ""};
  if (parts.size() > 1) condition.sign = parts[1];
  if (parts.size() > 2) condition.value = parts[2];
  return condition;
}

/// Of the connection, or of a header by which a balancer in front tells of its own.
bool of_header(const std::string& variable) {
  return variable == "http_x_forwarded_proto" || variable == "http_x_forwarded_ssl" ||
         variable == "http_x_scheme";
}
bool of_tls(const std::string& variable) {
  return of_header(variable) || variable == "scheme" || variable == "https" ||
         variable.starts_with("ssl_");
}

/// Whether it holds of whoever comes without TLS; nothing where that is not known.
std::optional<bool> holds_of_plain(const Condition& condition) {
  const std::string plain = condition.variable == "scheme" ? "http" : "";
  if (condition.sign.empty()) return !plain.empty();
  if (condition.sign == "=") return condition.value == plain;
  if (condition.sign == "!=") return condition.value != plain;
  return std::nullopt;
}

/// It sends whoever it holds of away, to where TLS is spoken.
bool turns_away(const NginxModel& model, const NginxDirective& block) {
  const auto any = [&](auto what) {
    return std::any_of(block.inside.begin(), block.inside.end(),
                       [&](std::size_t i) { return what(model[i]); });
  };
  return any([](const NginxDirective& one) {
           return one.name() == "return" || one.name() == "rewrite";
         }) &&
         !any(is_pass);
}

/// To which port logins come in production: over TLS where that is spoken.
int production_port(const NginxModel& model, const NginxDirective& server) {
  const auto listens = model.all(&server, "listen");
  const auto has = [](const NginxDirective* listen, const char* word) {
    return listen->words.size() > 1 && server_flag(*listen, word);
  };
  const auto tls = std::find_if(listens.begin(), listens.end(),
                                [&](const auto* listen) { return has(listen, "ssl"); });
  if (tls != listens.end()) return listen_port((*tls)->word(1));
  const auto plain = std::find_if(listens.begin(), listens.end(), [&](const auto* listen) {
    return !has(listen, "proxy_protocol");
  });
  if (plain != listens.end()) return listen_port((*plain)->word(1));
  return listens.empty() ? 80 : listen_port(listens.front()->word(1));
}

constexpr char kPort[] = "server_port";

bool speaks_of_port(const NginxDirective& directive) {
  return std::any_of(directive.words.begin() + 1, directive.words.end(), [](const NginxWord& word) {
    const std::string text = lower_case(word.text);
    return text.find(std::string("$") + kPort) != std::string::npos ||
           text.find(std::string("${") + kPort) != std::string::npos;
  });
}

class Port {
 public:
  Port(NginxDraft& draft, int port) : draft_(draft), port_(port) {}

  void wire(const NginxDirective& directive) {
    if (!speaks_of_port(directive)) return;
    const bool decides = directive.name() == "set" || directive.name() == "map" ||
                         (directive.name() == "if" && directive.block);
    if (!decides) return;
    const auto condition =
        directive.name() == "if" ? condition_of(directive) : std::optional<Condition>();
    const bool compares = condition && condition->variable == kPort &&
                          (condition->sign == "=" || condition->sign == "!=");
    if (!compares || port_ == 0) {
      return draft_.limited(fmt::format("{}: \"{}\": logins come to port {} here",
                                        draft_.place(directive), draft_.quote(directive),
                                        draft_.wiring.entry_port));
    }
    if (condition->value == std::to_string(port_)) write(directive, condition->value);
  }

 private:
  void write(const NginxDirective& directive, const std::string& value) {
    const std::size_t end = directive.words.back().end;
    const std::size_t at = draft_.model.text().rfind(value, end - value.size());
    const std::string here = std::to_string(draft_.wiring.entry_port);
    draft_.replace(at, at + value.size(), here);
    draft_.changed(fmt::format("{}: \"{}\" compares with {}, the port of the logins here",
                               draft_.place(directive), draft_.quote(directive), here));
  }

  NginxDraft& draft_;
  int port_;  ///< of the logins in production; 0: none
};

}  // namespace

void wire_scheme(NginxDraft& draft) {
  const NginxDirective* entry = draft.entry().server;
  if (entry == nullptr) return;
  Port port(draft, production_port(draft.model, *entry));
  for (const NginxDirective* directive : draft.remaining()) {
    if (directive->name() == "map" && directive->block) port.wire(*directive);
    if (directive->begin < entry->begin || directive->end > entry->end) continue;
    port.wire(*directive);
    if (directive->name() != "if" || !directive->block) continue;
    const auto condition = condition_of(*directive);
    if (!condition || !of_tls(condition->variable)) continue;
    const auto holds = holds_of_plain(*condition);
    if (holds && *holds && turns_away(draft.model, *directive)) {
      draft.leave_out(*directive, "the stack speaks plain HTTP: it would turn every login away");
    } else {
      draft.limited(
          fmt::format("{}: \"{}\": logins come in over plain HTTP here, in production "
                      "maybe not",
                      draft.place(*directive), draft.quote(*directive)));
    }
  }
}

}  // namespace misfire
