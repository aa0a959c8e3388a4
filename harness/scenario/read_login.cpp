#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/nearest.hpp"
#include "base/pattern.hpp"
#include "base/placeholders.hpp"
#include "scenario/read_backends.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

using Names = std::vector<std::string>;

const Names kMethods = {"GET", "POST", "PUT", "PATCH"};
const Names kOfUser = {"user", "password"};
const Names kOfHeader = {"user", "password", "basic"};

void check_placeholders(TableReader& table, const std::string& key, const std::string& text,
                        const Names& known) {
  for (const std::string& name : placeholders(text)) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    table.mistake(key, fmt::format("{} has an unknown placeholder {{{}}}", table.full(key), name),
                  suggestion(name, known));
  }
}

bool is_token(const std::string& name) {  // RFC 9110, section 5.6.2
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool is_one_line(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < ' '; });
}

void read_headers(TableReader& login, LoginSpec& spec) {
  auto table = login.table("headers");
  if (!table) return;
  spec.headers.clear();
  for (const std::string& name : table->keys()) {
    const auto value = table->text(name);
    if (!value) continue;
    if (!is_token(name)) table->mistake(name, fmt::format("\"{}\" is no name of a header", name));
    if (!is_one_line(*value)) table->mistake(name, fmt::format("{} is not one line", name));
    check_placeholders(*table, name, *value, kOfHeader);
    spec.headers[name] = *value;
  }
}

void check_pattern(TableReader& table, const std::string& key, const std::string& text) {
  if (auto pattern = Pattern::make(text); !pattern) {
    table.mistake(key, fmt::format("{}: {}", table.full(key), pattern.error().message),
                  pattern.error().hint);
  }
}

void read_status(TableReader& table, LoginSuccess& success) {
  const toml::node* node = table.raw("status");
  if (node == nullptr) return;
  constexpr const char* kExpected = "must be a status of HTTP from 200 to 599, or a list of them";
  success.status.clear();
  const auto take = [&](const toml::node& item) {
    const auto value = item.as_integer();
    if (value == nullptr || value->get() < 200 || value->get() > 599) {
      table.mistakes().add(position_of(item.source(), table.mistakes().file()),
                           fmt::format("{} {}", table.full("status"), kExpected));
    } else {
      success.status.push_back(static_cast<int>(value->get()));
    }
  };
  const toml::array* list = node->as_array();
  if (list == nullptr) return take(*node);
  for (const toml::node& item : *list) take(item);
  if (list->empty()) table.mistake("status", fmt::format("{} {}", table.full("status"), kExpected));
}

void read_json(TableReader& success, std::map<std::string, std::string>& fields) {
  auto table = success.table("json");
  if (!table) return;
  for (const std::string& key : table->keys()) {
    const toml::node& node = *table->raw(key);
    if (const auto* text = node.as_string()) {
      fields[key] = nlohmann::json(text->get()).dump();
    } else if (const auto* flag = node.as_boolean()) {
      fields[key] = flag->get() ? "true" : "false";
    } else if (const auto* number = node.as_integer()) {
      fields[key] = std::to_string(number->get());
    } else {
      table->mistake(key, fmt::format("{} must be text, true or false, or a whole number, not {}",
                                      table->full(key), type_name(node)));
    }
  }
}

void read_success(TableReader& login, LoginSpec& spec) {
  auto table = login.table("success");
  if (!table) return;
  LoginSuccess success;
  read_status(*table, success);
  if (const auto body = table->text("body")) {
    success.body = *body;
    check_pattern(*table, "body", *body);
  }
  read_json(*table, success.json);
  if (auto headers = table->table("headers")) {
    for (const std::string& name : headers->keys()) {
      const auto pattern = headers->text(name);
      if (!pattern) continue;
      check_pattern(*headers, name, *pattern);
      success.headers[name] = *pattern;
    }
  }
  table->finish();
  spec.success = std::move(success);
}

}  // namespace

void read_login(TableReader& table, const fs::path& folder, bool own, LoginSpec& spec) {
  spec.where = table.where();
  if (const auto method = table.choice("method", kMethods)) spec.method = *method;
  if (const auto path = table.text("path")) {
    spec.path = *path;
    if (!path->starts_with('/') || !is_one_line(*path) || path->find(' ') != path->npos) {
      table.mistake("path", "login.path must begin with / and have no spaces");
    }
    if (own) check_placeholders(table, "path", *path, kOfUser);
  }
  if (!own) {
    for (const char* key : {"method", "headers", "body", "success", "users"}) {
      if (!table.has(key)) continue;
      table.mistake(key,
                    fmt::format("{} is of a service of your own: authd, which stands for it, "
                                "takes a request of its own kind",
                                table.full(key)),
                    "name your service in [backends]: command = [\"…\", \"{port}\"]");
    }
  }
  if (const auto host = table.text("host")) {
    spec.host = *host;
    if (!is_one_line(*host) || host->find_first_of(" /") != host->npos) {
      table.mistake("host", "login.host must be the name of a host, as login.example.com");
    }
  }
  read_headers(table, spec);
  if (const auto body = table.text("body")) {
    spec.body = *body;
    check_placeholders(table, "body", *body, kOfUser);
  } else if (spec.method == "GET") {
    spec.body.clear();
    if (!table.has("headers")) spec.headers.clear();
  }
  read_success(table, spec);
  if (const auto users = table.text("users")) {
    spec.users_where = table.where("users");
    spec.users = (folder / *users).lexically_normal();
    if (auto there = check_is_file(spec.users, "paths are relative to the system file"); !there) {
      table.mistake("users", there.error().message, there.error().hint);
      spec.users.clear();
    }
  }
  if (own) spec.backend.clear();  // only authd is known to name itself
  if (const auto backend = table.text("backend")) {
    spec.backend = *backend;
    if (!is_token(*backend)) {
      table.mistake("backend", "login.backend must be the name of a header, as \"X-Served-By\"");
    }
  }
  table.finish();
}

}  // namespace misfire
