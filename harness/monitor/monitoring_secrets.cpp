#include "monitor/monitoring_secrets.hpp"

#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>

#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

enum class Kind { value, url, sent };

/// Links that people click, not addresses that are called.
bool is_link(std::string_view key) {
  static constexpr std::array<std::string_view, 9> kLinks = {
      "runbook_url", "title_link",   "icon_url",      "image_url", "thumb_url",
      "client_url",  "external_url", "slack_app_url", "token_url"};
  return std::find(kLinks.begin(), kLinks.end(), key) != kLinks.end();
}

bool is_url(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

/// Calls `see` for each scalar that is a secret, with what kind of one it is.
void walk(YamlTree& tree, std::string_view key, bool secret,
          const std::function<void(YamlTree&, Kind)>& see) {
  for (YamlTree& item : tree.items) walk(item, key, secret, see);
  for (auto& [name, value] : tree.entries) {
    const bool path = name.ends_with("_file") || name.ends_with("_files");
    walk(value, name, !path && (secret || names_a_secret(name)), see);
  }
  if (!tree.is_scalar() || tree.text.empty()) return;
  if (is_url(tree.text)) {
    const bool called = key.ends_with("url") && !is_link(key);
    const bool carries =
        tree.text.find('?') != std::string::npos || without_userinfo(tree.text) != tree.text;
    const bool ours = tree.text.starts_with("http://127.77.");  // rendered: the sink's
    if (!ours && (called || carries || secret)) see(tree, Kind::url);
  } else if (key == "body" || key == "send") {
    see(tree, Kind::sent);
  } else if (secret) {
    see(tree, Kind::value);
  }
}

/// What a probe sends: as a whole, and the values of its JSON or form that are named like secrets.
void add_sent(Secrets& secrets, const std::string& text) {
  secrets.add(text);
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_object()) {
    for (const auto& [name, value] : json.items()) {
      if (names_a_secret(name) && value.is_string()) secrets.add(value.get<std::string>());
    }
  }
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('&', from), text.size());
    const std::size_t equal = text.find('=', from);
    if (equal < to && names_a_secret(text.substr(from, equal - from))) {
      secrets.add(text.substr(equal + 1, to - equal - 1));
    }
    from = to + 1;
  }
}

void add(Secrets& secrets, const YamlTree& scalar, Kind kind) {
  if (kind == Kind::url) secrets.add_url(scalar.text);
  if (kind == Kind::value) secrets.add(scalar.text);
  if (kind == Kind::sent) add_sent(secrets, scalar.text);
}

/// For files that are no YAML: `key: value` wherever it stands.
void search(Secrets& secrets, const std::string& text) {
  static const std::regex pair(
      R"(([A-Za-z_-]+)['"]?\s*:\s*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,{}\[\]#'"][^,{}\n]*))");
  for (auto it = std::sregex_iterator(text.begin(), text.end(), pair); it != std::sregex_iterator();
       ++it) {
    std::string value = (*it)[2];
    if (value.front() == '"' || value.front() == '\'') value = value.substr(1, value.size() - 2);
    while (!value.empty() && value.back() == ' ') value.pop_back();
    YamlTree tree = YamlTree::map();
    tree.set((*it)[1].str(), YamlTree::string(value));
    walk(tree, "", false, [&](YamlTree& s, Kind kind) { add(secrets, s, kind); });
  }
}

}  // namespace

Secrets monitoring_secrets(const System& system) {
  Secrets secrets;
  for (const fs::path& file :
       {system.monitoring.prometheus, system.monitoring.alertmanager, system.monitoring.blackbox}) {
    const auto text = file.empty() ? Result<std::string>("") : read_file(file);
    if (!text) continue;
    auto tree = parse_yaml(*text, file.string());
    if (!tree) {
      search(secrets, *text);
    } else {
      walk(*tree, "", false, [&](YamlTree& s, Kind kind) { add(secrets, s, kind); });
    }
  }
  return secrets;
}

std::string without_secrets(const std::string& yaml) {
  auto tree = parse_yaml(yaml, "");
  if (!tree) return std::string(kHidden);  // never: it was rendered here
  walk(*tree, "", false, [](YamlTree& scalar, Kind kind) {
    std::string hidden(kHidden);
    if (kind == Kind::url) {
      const std::string bare = without_userinfo(scalar.text);
      hidden = bare.substr(0, bare.find_first_of("/?#", bare.find("://") + 3)) + "/" + hidden;
    }
    scalar = YamlTree::string(std::move(hidden));
  });
  return emit_yaml(*tree);
}

}  // namespace misfire
