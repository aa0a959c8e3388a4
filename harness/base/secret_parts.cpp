#include "base/secret_parts.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>

#include "base/lower_case.hpp"
#include "base/secrets.hpp"

namespace misfire {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr int kDeepest = 100;         // of JSON that somebody writes
constexpr std::size_t kLongest = 30;  // of variables that begin with a group of an expression

bool is_alnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != set.npos;
}

bool of_a_name(char c) {
  return is_alnum(c) || is_one_of(c, "_-.");
}

/// The longest run of such characters that ends before `end`.
template <typename Predicate>
std::size_t run_before(std::string_view text, std::size_t end, Predicate of_it) {
  while (end > 0 && of_it(text[end - 1])) --end;
  return end;
}

void add(SecretParts& parts, std::string_view value) {
  if (!value.empty() && !is_reference(value)) parts.push_back(value);
}

/// The name of a file in which the secret stands is none.
bool names_a_value(std::string_view name) {
  const std::string low = lower_case(name);
  if (name == "pwd" || name == "--pwd") return true;  // as a variable, PWD, it is a folder
  for (const std::string_view end : {"file", "files", "path", "dir"}) {
    if (low.ends_with(end)) return false;
  }
  return names_a_secret(name);
}

void of_addresses(std::string_view text, SecretParts& parts) {
  std::string_view authority = next_authority(text);
  while (authority.data() != nullptr) {
    if (const std::size_t at = authority.rfind('@'); at != authority.npos) {
      const std::string_view user = authority.substr(0, at);
      const std::size_t colon = user.find(':');
      add(parts, colon == user.npos ? user : user.substr(colon + 1));
    }
    authority = next_authority(
        text, static_cast<std::size_t>(authority.data() - text.data()) + authority.size());
  }
}

/// "Basic authentication" is a sentence, not what a client proves itself with.
bool is_a_word_of_sentences(std::string_view value) {
  static constexpr std::array<std::string_view, 10> kWords = {
      "auth",  "authentication", "authorization", "access", "area",
      "realm", "login",          "token",         "tokens", "credentials"};
  return value.starts_with("realm=") ||
         std::find(kWords.begin(), kWords.end(), lower_case(value)) != kWords.end();
}

bool looks_random(std::string_view value) {
  return value.size() >= 8 && std::any_of(value.begin(), value.end(), [](unsigned char c) {
           return std::isdigit(c) != 0 || std::isupper(c) != 0;
         });
}

void of_credentials(std::string_view text, SecretParts& parts) {
  const std::string low = lower_case(text);
  for (const std::string_view scheme : {"basic ", "bearer "}) {
    for (std::size_t at = 0; (at = low.find(scheme, at)) != low.npos;) {
      const bool first = at == 0;
      const bool word = first || !is_alnum(text[at - 1]);
      at += scheme.size();
      const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'<>", at), text.size());
      const std::string_view value = text.substr(at, end - at);
      // In a text of several words only what is no word of the language.
      const bool alone = first && end == text.size();
      if (word && !is_a_word_of_sentences(value) && (alone || looks_random(value))) {
        add(parts, value);
      }
    }
  }
}

/// A value that begins at `from` and ends where the next one or a text around it goes on. A bracket
/// that was opened before ends it, too.
std::string_view value_at(std::string_view text, std::size_t from) {
  std::string_view value = text.substr(from);
  value = value.substr(0, value.find_first_of("&#;\"' \t\r\n"));
  if (value.find('(') == value.npos) value = value.substr(0, value.find(')'));
  return value;
}

void of_query(std::string_view text, SecretParts& parts) {
  for (std::size_t at = 0; (at = text.find_first_of("?&", at)) != text.npos;) {
    const std::size_t equals = text.find_first_of("=?&# \t\r\n", ++at);
    if (equals == text.npos || text[equals] != '=') continue;
    if (names_a_value(text.substr(at, equals - at))) add(parts, value_at(text, equals + 1));
  }
}

void of_json(const nlohmann::json& json, bool secret, int depth, std::vector<std::string>& found) {
  if (depth > kDeepest) return;
  if (json.is_string() && secret && !is_reference(json.get_ref<const std::string&>())) {
    found.push_back(json.get<std::string>());
  }
  if (json.is_array()) {
    for (const auto& item : json) of_json(item, secret, depth + 1, found);
  } else if (json.is_object()) {
    for (const auto& [name, value] : json.items()) {
      of_json(value, secret || names_a_value(name), depth + 1, found);
    }
  }
}

/// The length of the variable or placeholder that the text begins with; 0: it does not.
std::size_t reference_at(std::string_view text) {
  const auto closed = [&](std::size_t open, char opens, char closes) -> std::size_t {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
      if (text[i] == opens) ++depth;
      if (text[i] == closes && --depth == 0) return i + 1;
    }
    return 0;
  };
  if (text.starts_with('{')) return closed(0, '{', '}');
  if (text.starts_with("${") || text.starts_with("%{")) return closed(1, '{', '}');
  if (text.starts_with("%[")) return closed(1, '[', ']');
  if (!text.starts_with('$') || text.size() < 2) return 0;
  if (std::isdigit(static_cast<unsigned char>(text[1])) != 0) return 2;
  std::size_t end = 1;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '_')) ++end;
  return end > 1 ? end : 0;
}

}  // namespace

std::string_view next_authority(std::string_view text, std::size_t from) {
  for (std::size_t at = from; (at = text.find("://", at)) != text.npos;) {
    const std::size_t scheme =
        run_before(text, at, [](char c) { return is_alnum(c) || is_one_of(c, "+-."); });
    const bool named = scheme < at;
    at += 3;
    if (!named) continue;
    const std::size_t end = std::min(text.find_first_of("/?#\"<> \t\r\n", at), text.size());
    return text.substr(at, end - at);
  }
  return {};
}

SecretParts secret_parts(std::string_view text) {
  SecretParts parts;
  of_addresses(text, parts);
  of_credentials(text, parts);
  of_query(text, parts);
  return parts;
}

SecretParts assigned_secrets(std::string_view text) {
  SecretParts parts;
  for (std::size_t at = 0; (at = text.find('=', at)) != text.npos; ++at) {
    const std::size_t name = run_before(text, at, of_a_name);
    if (names_a_value(text.substr(name, at - name))) add(parts, value_at(text, at + 1));
  }
  for (std::size_t at = 0; (at = text.find("--", at)) != text.npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    const std::size_t value = std::min(text.find_first_not_of(kSpace, end), text.size());
    if (value < text.size() && text[value] != '-' && is_secret_option(text.substr(at, end - at))) {
      add(parts, value_at(text, value));
    }
    at = end;
  }
  return parts;
}

SecretParts passwords_before_hosts(std::string_view text) {
  SecretParts parts;
  for (std::size_t at = 0; (at = text.find('@', at)) != text.npos; ++at) {
    const std::size_t begin =
        run_before(text, at, [](char c) { return !is_one_of(c, " \t\r\n\"'/@,=<>(){}"); });
    const std::string_view user = text.substr(begin, at - begin);
    const std::size_t colon = user.find(':');
    if (colon == user.npos || colon == 0 || lower_case(user).starts_with("mailto:")) continue;
    add(parts, user.substr(colon + 1));
  }
  return parts;
}

std::vector<std::string> sent_secrets(std::string_view body) {
  std::vector<std::string> found;
  of_json(nlohmann::json::parse(body, nullptr, false), false, 0, found);
  for (std::size_t from = 0; from < body.size();) {
    const std::size_t to = std::min(body.find('&', from), body.size());
    const std::size_t equal = body.find('=', from);
    if (equal < to && names_a_value(body.substr(from, equal - from))) {
      const std::string_view value = body.substr(equal + 1, to - equal - 1);
      if (!is_reference(value)) found.emplace_back(value);
    }
    from = to + 1;
  }
  return found;
}

bool is_secret_option(std::string_view word) {
  return word.starts_with('-') && word.find('=') == word.npos && names_a_value(word);
}

bool is_reference(std::string_view text) {
  const bool hash = text.size() > kLongest && text[0] == '$' &&
                    std::isdigit(static_cast<unsigned char>(text[1])) != 0;  // "$5$salt$…"
  if (text.empty() || hash) return false;
  while (!text.empty()) {
    const std::size_t length = reference_at(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string without_parts(std::string_view text, SecretParts parts) {
  std::sort(parts.begin(), parts.end(), [](std::string_view a, std::string_view b) {
    return a.data() != b.data() ? a.data() < b.data() : a.size() > b.size();
  });
  std::string out;
  std::size_t done = 0;
  for (const std::string_view part : parts) {
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    const std::size_t end = begin + part.size();
    if (end <= done) continue;  // inside of the one before
    if (begin >= done) {
      out += text.substr(done, begin - done);
      out += kHidden;
    }
    done = end;
  }
  return out += text.substr(done);
}

}  // namespace misfire
