#include "load/users.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/lower_case.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

constexpr char kForm[] = "a line is user,password; what has a comma or a quote stands in \"…\"";

/// The fields of one line; nothing: a quote does not end, or something follows it.
std::optional<std::vector<std::string>> fields_of(std::string_view line) {
  std::vector<std::string> fields(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ',') {
      fields.emplace_back();
    } else if (line[i] == '"' && fields.back().empty()) {
      for (++i;; ++i) {
        if (i >= line.size()) return std::nullopt;
        if (line[i] != '"') {
          fields.back() += line[i];
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
          fields.back() += line[i++];
        } else {
          break;
        }
      }
      if (i + 1 < line.size() && line[i + 1] != ',') return std::nullopt;
    } else {
      fields.back() += line[i];
    }
  }
  return fields;
}

bool is_heading(const std::vector<std::string>& fields) {
  if (fields.size() != 2 || lower_case(fields[1]) != "password") return false;
  const std::string name = lower_case(fields[0]);
  return name == "user" || name == "username";
}

/// What is wrong with a line, without quoting it: it may be a password.
std::string complaint(const std::optional<std::vector<std::string>>& fields) {
  if (!fields) return "a quote does not end, or something follows it";
  if (fields->size() != 2) {
    return fmt::format(
        "{} in place of a user and a password",
        fields->size() == 1 ? "one field" : fmt::format("{} fields", fields->size()));
  }
  if (fields->front().empty()) return "no user";
  if (fields->back().empty()) return "no password";
  const auto is_control = [](unsigned char c) { return c < ' ' || c == 127; };
  for (const std::string& field : *fields) {
    if (std::any_of(field.begin(), field.end(), is_control)) return "a control character";
  }
  return "";
}

}  // namespace

Checked<UserList> parse_users(std::string_view text, const std::string& file) {
  UserList accounts;
  Errors errors;
  std::map<std::string, int> line_of;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // spreadsheets write that
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const Position where{file, number, 1};
    auto fields = fields_of(line);
    if (number == 1 && fields && is_heading(*fields)) continue;
    if (const std::string wrong = complaint(fields); !wrong.empty()) {
      errors.push_back({ErrorCode::usage, wrong, kForm, where});
      continue;
    }
    const auto [known, fresh] = line_of.emplace(fields->front(), number);
    if (!fresh) {
      errors.push_back(
          {ErrorCode::usage,
           fmt::format("the user {} is in line {} already", known->first, known->second), "",
           where});
      continue;
    }
    accounts.push_back({std::move(fields->front()), std::move(fields->back())});
  }
  if (accounts.empty() && errors.empty()) {
    errors.push_back({ErrorCode::usage, "there is no user in it", kForm, Position{file, 1, 1}});
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return accounts;
}

Checked<UserList> read_users(const fs::path& path, const Position& named_at) {
  const auto text = read_user_file(path, named_at);
  if (!text) return tl::unexpected(Errors{text.error()});
  if (auto fine = check_text(*text, path.string()); !fine) {
    return tl::unexpected(Errors{fine.error()});
  }
  return parse_users(*text, path.string());
}

}  // namespace misfire
