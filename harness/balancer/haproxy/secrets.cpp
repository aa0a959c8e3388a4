#include "balancer/haproxy/secrets.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "balancer/haproxy/adapter.hpp"
#include "base/secret_parts.hpp"
#include "base/secrets.hpp"
#include "base/trimmed.hpp"

namespace misfire {
namespace {

/// The values that a header, a cookie or a parameter is compared with, up to the end of the
/// condition: `{ req.hdr(X-Api-Key) -m str VALUE }`.
void compared_with(const HaproxyLine& line, std::size_t from, std::vector<HaproxyWord>& found) {
  static const std::set<std::string> ends = {"if", "unless", "}", "{", "!", "or", "||"};
  for (std::size_t i = from; i < line.words.size() && !ends.contains(line.word(i)); ++i) {
    const std::string& word = line.word(i);
    if (word == "-m" || word == "-f" || word == "-M" || word == "-u") {
      ++i;
    } else if (!word.starts_with('-')) {
      found.push_back(line.words[i]);
    }
  }
}

/// `req.hdr(authorization)`, `urlp(token)`, `set-var(txn.api_key)`: is what it names a secret? Or
/// is it one by itself: `http_auth_pass`?
bool fetches_a_secret(const std::string& word) {
  const std::string fetch = word.substr(0, word.find_first_of("(,"));
  if (fetch == "http_auth_pass" || fetch == "http_auth_bearer") return true;
  const std::size_t open = word.find('(');
  if (open == std::string::npos) return false;
  return names_a_secret(word.substr(open + 1, word.find_first_of("),", open) - open - 1));
}

/// Does this rule set a header? Then the word behind it is the header's name.
bool sets_a_header(const std::string& action) {
  static const std::set<std::string> actions = {"set-header",    "add-header", "replace-header",
                                                "replace-value", "hdr",        "set-param"};
  return actions.contains(action);
}

/// The old way to give headers, behind method, path and version: "HTTP/1.1\r\nX-Token: VALUE". The
/// values of those that are secret: the version and a host's name stand in many sentences.
void of_old_headers(const HaproxyWord& word, std::vector<HaproxyWord>& found) {
  for (std::size_t line = word.text.find('\n'); line != std::string::npos;) {
    const std::size_t next = word.text.find('\n', ++line);
    const std::string header = word.text.substr(line, next - line);
    const std::size_t colon = header.find(':');
    if (colon != std::string::npos && names_a_secret(header.substr(0, colon))) {
      HaproxyWord value = word;
      value.text = trimmed(std::string_view(header).substr(colon + 1));
      found.push_back(std::move(value));
    }
    line = next;
  }
}

void push(const HaproxyWord& word, std::string_view part, std::vector<HaproxyWord>& found) {
  HaproxyWord secret = word;
  secret.text = part;
  found.push_back(std::move(secret));
}

bool is_variable(std::string_view argument) {
  for (const std::string_view scope : {"txn.", "sess.", "proc.", "req.", "res.", "check."}) {
    if (argument.starts_with(scope)) return true;
  }
  return is_reference(argument);
}

bool is_key_file(std::string_view argument) {
  for (const std::string_view end : {".pem", ".crt", ".key", ".pub"}) {
    if (argument.ends_with(end)) return true;
  }
  return argument.starts_with('/');
}

/// The keys that converters check and sign with: `hmac(sha256,KEY)`, `jwt_verify(txn.alg,"KEY")`.
/// That of the second may stand in a file.
void of_converters(const HaproxyWord& word, std::vector<HaproxyWord>& found) {
  const std::string_view text = word.text;
  for (const std::string_view converter : {"hmac(", "jwt_verify("}) {
    for (std::size_t at = 0; (at = text.find(converter, at)) != text.npos;) {
      at += converter.size();
      const std::size_t end = std::min(text.find(')', at), text.size());
      const std::size_t comma = text.find(',', at);
      if (comma >= end) continue;
      std::string_view key = text.substr(comma + 1, end - comma - 1);
      while (key.starts_with('"') || key.starts_with(' ')) key.remove_prefix(1);
      while (key.ends_with('"') || key.ends_with(' ')) key.remove_suffix(1);
      if (key.empty() || is_variable(key)) continue;
      if (converter == "hmac(" || !is_key_file(key)) push(word, key, found);
    }
  }
}

/// What is a secret whatever the line says.
void of_words(const HaproxySection& section, const HaproxyLine& line,
              std::vector<HaproxyWord>& found) {
  for (std::size_t i = 0; i < line.words.size(); ++i) {
    const HaproxyWord& word = line.words[i];
    for (const std::string_view part : secret_parts(word.text)) push(word, part, found);
    for (const std::string_view part : assigned_secrets(word.text)) push(word, part, found);
    of_converters(word, found);
    const std::string& next = line.word(i + 1);
    if (section.kind != "program" || !is_secret_option(word.text) || next.empty()) continue;
    if (!next.starts_with('-') && !is_reference(next)) found.push_back(line.words[i + 1]);
  }
}

void of_line(const HaproxySection& section, const HaproxyLine& line,
             std::vector<HaproxyWord>& found) {
  const std::string& keyword = line.keyword();
  const auto word = [&](std::size_t i) {
    if (i < line.words.size()) found.push_back(line.words[i]);
  };
  if (section.kind == "userlist") {
    for (std::size_t i = 2; keyword == "user" && i + 1 < line.words.size(); i += 2) {
      if (line.word(i) != "groups")
        word(i + 1);  // HAProxy quotes a password behind a misspelt word
    }
    return;
  }
  if (keyword == "stats" && line.word(1) == "auth") {
    for (std::size_t i = 2; i < line.words.size(); ++i) {
      word(i);
      const std::size_t colon = line.word(i).find(':');
      if (colon != std::string::npos) push(line.words[i], line.word(i).substr(colon + 1), found);
    }
    return;
  }
  if (keyword == "dynamic-cookie-key") return word(1);
  if (keyword == "setenv" || keyword == "presetenv") {
    for (const std::string_view part : passwords_before_hosts(line.word(2))) {
      push(line.words[2], part, found);
    }
    return names_a_secret(line.word(1)) ? word(2) : void();
  }
  if (keyword == "option" && line.word(1) == "httpchk") {
    return line.words.size() > 4 ? of_old_headers(line.words[4], found) : void();
  }
  if (keyword == "tcp-check" && line.word(1).starts_with("send")) return word(2);
  for (std::size_t i = 0; i < line.words.size(); ++i) {
    const std::string& name = line.word(i);
    if (name == "ca-sign-pass" || name == "agent-send") word(++i);
    if (keyword == "http-check" && (name == "body" || name == "body-lf")) word(++i);
    if (sets_a_header(name) && names_a_secret(line.word(i + 1))) {
      for (i += 2; i < line.words.size(); ++i) {
        static const std::set<std::string> ends = {"if", "unless", "hdr", "meth", "uri", "ver"};
        if (ends.contains(line.word(i))) break;
        word(i);
      }
      --i;
    } else if (fetches_a_secret(name)) {
      if (name.starts_with("set-var")) {
        for (std::size_t k = i + 1; k < line.words.size(); ++k) {
          if (line.word(k).starts_with("str(") || name.starts_with("set-var-fmt")) word(k);
        }
        return;
      }
      compared_with(line, i + 1, found);
    }
  }
}

}  // namespace

std::vector<HaproxyWord> secret_words(const HaproxyModel& model) {
  std::vector<HaproxyWord> found;
  for (const HaproxySection& section : model.sections) {
    for (const HaproxyLine& line : section.lines) {
      of_words(section, line, found);
      of_line(section, line, found);
    }
  }
  const auto same = [](const HaproxyWord& a, const HaproxyWord& b) {
    return a.begin == b.begin && a.text == b.text;
  };
  std::stable_sort(found.begin(), found.end(),
                   [](const HaproxyWord& a, const HaproxyWord& b) { return a.begin < b.begin; });
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  return found;
}

Secrets HaproxyAdapter::secrets(const std::string& text) const {
  Secrets secrets;
  const auto model = parse_haproxy(text, "");
  if (!model) return secrets;
  for (const HaproxyWord& word : secret_words(*model)) secrets.add(word.text);
  for (const std::string& name : model->variables) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) continue;
    if (names_a_secret(name)) secrets.add(value);
    for (const std::string_view part : secret_parts(value)) secrets.add(part);
  }
  return secrets;
}

std::string HaproxyAdapter::without_secrets(const std::string& text) const {
  const auto model = parse_haproxy(text, "");
  if (!model) return text;
  Edits edits;
  for (const HaproxyWord& word : secret_words(*model)) {
    const Edit edit{word.begin, word.end, std::string(kHidden)};
    if (edits.empty() || edits.back() != edit) edits.push_back(edit);  // one word, two secrets
  }
  const auto hidden = misfire::apply(text, std::move(edits));
  // In comments, too, also those that the wiring made of lines.
  return secrets(text).hide(hidden.value_or(""));
}

}  // namespace misfire
