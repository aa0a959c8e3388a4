#include "balancer/nginx/secrets.hpp"

#include <algorithm>
#include <array>

#include "balancer/nginx/adapter.hpp"
#include "balancer/nginx/config.hpp"
#include "base/lower_case.hpp"
#include "base/secrets.hpp"

namespace misfire {
namespace {

bool is_name(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Does a text speak of a variable that is named like a secret: "$http_authorization",
/// "$arg_token"?
bool speaks_of_a_secret(std::string_view text) {
  for (std::size_t at = 0; (at = text.find('$', at)) != std::string_view::npos;) {
    std::size_t from = ++at;
    if (from < text.size() && text[from] == '{') ++from;
    std::size_t to = from;
    while (to < text.size() && is_name(text[to])) ++to;
    std::string_view name = text.substr(from, to - from);
    for (const std::string_view kind : {"http_", "arg_", "cookie_", "sent_http_"}) {
      if (name.starts_with(kind)) name.remove_prefix(kind.size());
    }
    if (names_a_secret(name)) return true;
  }
  return false;
}

/// Directives that give a name a value.
bool names_a_value(const std::string& name) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "proxy_set_header", "grpc_set_header", "add_header", "add_trailer",
      "fastcgi_param",    "uwsgi_param",     "scgi_param", "set"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// "Basic c2VjcmV0": whatever it is called, it is what a client proves itself with.
bool is_credentials(const NginxWord& word) {
  const std::size_t space = word.text.find(' ');
  if (space == std::string::npos || space + 1 >= word.text.size()) return false;
  const std::string scheme = lower_case(word.text.substr(0, space));
  return (scheme == "basic" || scheme == "bearer") && word.text[space + 1] != '$';
}

/// "/login?api_key=SECRET&x=1": the values of a query that are called after secrets.
void of_query(const NginxModel& model, const NginxWord& word, std::vector<NginxWord>& found) {
  // Of the text as it stands there: nothing in a query is written with a backslash.
  const std::string raw = model.text().substr(word.begin, word.end - word.begin);
  const std::size_t last = raw.size() - (word.quoted ? 1 : 0);
  for (std::size_t at = 0; (at = raw.find_first_of("?&", at)) != std::string::npos;) {
    const std::size_t name = ++at;
    const std::size_t end = std::min(raw.find_first_of("?&#", at), last);
    const std::size_t equals = raw.find('=', name);
    if (equals == std::string::npos || equals + 1 >= end || raw[equals + 1] == '$') continue;
    if (!names_a_secret(std::string_view(raw).substr(name, equals - name))) continue;
    found.push_back({raw.substr(equals + 1, end - equals - 1), word.begin + equals + 1,
                     word.begin + end, false});
  }
}

void of_directive(const NginxModel& model, const NginxDirective& directive,
                  std::vector<NginxWord>& found) {
  const std::string& name = directive.name();
  const auto word = [&](std::size_t i) {
    if (i < directive.words.size()) found.push_back(directive.words[i]);
  };
  if (name == "secure_link_secret" || name == "secure_link_md5" || name == "proxy_set_body") {
    return word(1);
  }
  if (names_a_value(name)) {
    const std::string& what = directive.word(1);
    const std::size_t from = what.starts_with("$") ? 1 : 0;
    // What comes from a request's variable alone is no value that stands here.
    const bool literal = !directive.word(2).starts_with("$");
    if (names_a_secret(std::string_view(what).substr(from)) && literal) word(2);
    return;
  }
  if (name == "env") {
    const std::size_t equals = directive.word(1).find('=');
    if (names_a_secret(std::string_view(directive.word(1)).substr(0, equals))) word(1);
    return;
  }
  if (name == "if" && speaks_of_a_secret(directive.word(1))) {
    for (std::size_t i = 3; i < directive.words.size(); ++i) {
      if (directive.word(i) != ")") word(i);
    }
    return;
  }
  const NginxDirective* block = model.parent(directive);
  if (block != nullptr && block->name() == "map") {
    if (speaks_of_a_secret(block->word(1)) && name != "default" && name != "hostnames" &&
        name != "volatile") {
      word(0);
    }
    if (speaks_of_a_secret(block->word(2))) word(1);
    return;
  }
  for (const NginxWord& one : directive.words) {
    if (without_userinfo(one.text) != one.text) found.push_back(one);
  }
}

/// "($http_x_api_key = secret)": the bracket is the condition's.
NginxWord without_bracket(NginxWord word) {
  if (!word.quoted && word.text.ends_with(')')) {
    word.text.pop_back();
    --word.end;
  }
  return word;
}

}  // namespace

std::vector<NginxWord> secret_words(const NginxModel& model) {
  std::vector<NginxWord> found;
  for (const NginxDirective& directive : model.directives()) {
    const std::size_t before = found.size();
    of_directive(model, directive, found);
    if (directive.name() == "if") {
      for (std::size_t i = before; i < found.size(); ++i) found[i] = without_bracket(found[i]);
    }
    const auto whole = [&](const NginxWord& word) {
      return std::any_of(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(),
                         [&](const NginxWord& one) { return one.begin == word.begin; });
    };
    for (const NginxWord& word : directive.words) {
      if (whole(word)) continue;
      if (is_credentials(word)) {
        found.push_back(word);
      } else {
        of_query(model, word, found);
      }
    }
  }
  return found;
}

Secrets NginxAdapter::secrets(const std::string& text) const {
  Secrets secrets;
  const auto model = parse_nginx(text, "");
  if (!model) return secrets;
  for (const NginxWord& word : secret_words(*model)) secrets.add(word.text);
  return secrets;
}

std::string NginxAdapter::without_secrets(const std::string& text) const {
  const auto model = parse_nginx(text, "");
  if (!model) return text;
  Edits edits;
  for (const NginxWord& word : secret_words(*model)) {
    edits.push_back({word.begin, word.end, std::string(kHidden)});
  }
  const auto hidden = misfire::apply(text, std::move(edits));
  // In comments, too, also those that the wiring made of directives.
  return secrets(text).hide(hidden.value_or(""));
}

}  // namespace misfire
