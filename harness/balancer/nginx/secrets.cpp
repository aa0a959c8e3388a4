#include "balancer/nginx/secrets.hpp"

#include <algorithm>
#include <array>

#include "balancer/nginx/adapter.hpp"
#include "balancer/nginx/config.hpp"
#include "base/secret_parts.hpp"
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

/// A piece of a word at its own place, or, where the text is written with backslashes, at the
/// word's.
NginxWord piece_of(const NginxModel& model, const NginxWord& word, std::string_view piece) {
  const std::size_t inside = word.begin + (word.quoted ? 1 : 0);
  NginxWord found{std::string(piece), word.begin, word.end, word.quoted};
  if (std::string_view(model.text()).substr(inside).starts_with(word.text)) {
    found.begin = inside + static_cast<std::size_t>(piece.data() - word.text.data());
    found.end = found.begin + piece.size();
    found.quoted = false;
  }
  return found;
}

/// What is a secret whatever the directive is.
void of_words(const NginxModel& model, const NginxDirective& directive,
              std::vector<NginxWord>& found) {
  for (const NginxWord& word : directive.words) {
    for (const std::string_view part : secret_parts(word.text)) {
      found.push_back(piece_of(model, word, part));
    }
    for (const std::string_view part : assigned_secrets(word.text)) {
      found.push_back(piece_of(model, word, part));
    }
  }
}

void of_directive(const NginxModel& model, const NginxDirective& directive,
                  std::vector<NginxWord>& found) {
  const std::string& name = directive.name();
  const auto word = [&](std::size_t i) {
    if (i < directive.words.size()) found.push_back(directive.words[i]);
  };
  const auto of_host = [&](std::size_t i) {
    for (const std::string_view part : passwords_before_hosts(directive.word(i))) {
      found.push_back(piece_of(model, directive.words[i], part));
    }
  };
  if (name == "secure_link_secret" || name == "secure_link_md5" || name == "proxy_set_body") {
    return word(1);
  }
  if (names_a_value(name)) {
    const std::string& what = directive.word(1);
    const std::size_t from = what.starts_with("$") ? 1 : 0;
    // What comes from variables alone is no value that stands here.
    if (is_reference(directive.word(2))) return;
    if (names_a_secret(std::string_view(what).substr(from))) word(2);
    return of_host(2);
  }
  if (name == "env") {
    const std::string_view variable = directive.word(1);
    const std::size_t equals = std::min(variable.find('='), variable.size());
    if (equals + 1 < variable.size() && names_a_secret(variable.substr(0, equals))) {
      found.push_back(piece_of(model, directive.words[1], variable.substr(equals + 1)));
    }
    return of_host(1);
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
    of_words(model, directive, found);
  }
  std::stable_sort(found.begin(), found.end(), [](const NginxWord& one, const NginxWord& other) {
    return one.begin < other.begin;
  });
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
    if (!edits.empty() && word.begin < edits.back().end) {  // a piece of a word, and the word
      edits.back().end = std::max(edits.back().end, word.end);
    } else {
      edits.push_back({word.begin, word.end, std::string(kHidden)});
    }
  }
  const auto hidden = misfire::apply(text, std::move(edits));
  // In comments, too, also those that the wiring made of directives.
  return secrets(text).hide(hidden.value_or(""));
}

}  // namespace misfire
