// Conditions on how a login came in. In production logins come over TLS, here they do not.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/entry.hpp"

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

}  // namespace

void wire_scheme(NginxDraft& draft) {
  const NginxDirective* entry = draft.entry().server;
  if (entry == nullptr) return;
  for (const NginxDirective* directive : draft.remaining()) {
    if (directive->begin < entry->begin || directive->end > entry->end) continue;
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
