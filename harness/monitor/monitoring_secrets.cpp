#include "monitor/monitoring_secrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <optional>
#include <regex>
#include <set>

#include "base/glob.hpp"
#include "base/lower_case.hpp"
#include "base/secret_parts.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

constexpr std::size_t kShortestKey = 8;  // among the values of headers: shorter ones are words
constexpr std::size_t kLongKey = 16;     // longer than the words of one

/// What of a scalar is secret: all of it, private parts of a URL, what a probe sends, pieces.
enum class Kind { value, url, sent, parts };

/// Where a scalar stands.
struct Around {
  std::string_view key = {};
  bool secret = false;  ///< below a key that is named like one
  bool header = false;  ///< the value of a header that may hold one
};

/// Links that people click, not addresses that are called.
bool is_link(std::string_view key) {
  static constexpr std::array<std::string_view, 9> kLinks = {
      "runbook_url", "title_link",   "icon_url",      "image_url", "thumb_url",
      "client_url",  "external_url", "slack_app_url", "token_url"};
  return std::find(kLinks.begin(), kLinks.end(), key) != kLinks.end();
}

/// "socks5://proxy:1080", "HTTPS://host/x".
bool is_url(std::string_view text) {
  const std::size_t end = text.find("://");
  if (end == text.npos || end == 0) return false;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
  });
}

bool are_headers(std::string_view key) {
  return key == "headers" || key == "http_headers" || key == "proxy_connect_header";
}

/// Headers that say who asks for what, and that no server takes for a proof.
bool is_public_header(std::string_view name) {
  static constexpr std::array<std::string_view, 20> kPublic = {
      "host",       "user-agent", "subject",  "from",          "to",
      "cc",         "bcc",        "reply-to", "sender",        "date",
      "message-id", "origin",     "referer",  "cache-control", "connection",
      "range",      "x-zone",     "x-region", "x-cluster",     "x-environment"};
  const std::string low = lower_case(name);
  return low.starts_with("accept") || low.starts_with("content-") ||
         low.starts_with("x-forwarded-") ||
         std::find(kPublic.begin(), kPublic.end(), low) != kPublic.end();
}

/// A key of some service, not a word such as the name of a team.
bool looks_like_a_key(std::string_view value) {
  if (value.size() < kShortestKey || value.find_first_of(" {") != value.npos) return false;
  return value.size() >= kLongKey || std::any_of(value.begin(), value.end(), [](unsigned char c) {
           return std::isdigit(c) != 0 || std::isupper(c) != 0;
         });
}

SecretParts parts_of(std::string_view text) {
  SecretParts parts = secret_parts(text);
  if (text.find_first_of(" {") == text.npos) {  // an address by itself
    const SecretParts more = passwords_before_hosts(text);
    parts.insert(parts.end(), more.begin(), more.end());
  }
  return parts;
}

/// Calls `see` for each scalar that is a secret or holds one, with what of it is.
void walk(YamlTree& tree, const Around& around, const std::function<void(YamlTree&, Kind)>& see) {
  for (YamlTree& item : tree.items) walk(item, around, see);
  // `{target_label: __param_token, replacement: VALUE}` says the same as `token: VALUE`.
  const bool relabels_to_one = names_a_secret(tree.get("target_label"));
  for (auto& [name, value] : tree.entries) {
    const bool path =
        name.ends_with("_file") || name.ends_with("_files") || (around.header && name == "files");
    Around inside{name, false, false};
    inside.secret = !path && (around.secret || names_a_secret(name));
    const bool open = are_headers(around.key) ? is_public_header(name) : !around.header;
    inside.header = !path && !open;
    if (relabels_to_one && name == "replacement") inside.secret = !is_reference(value.text);
    walk(value, inside, see);
  }
  if (!tree.is_scalar() || tree.text.empty()) return;
  if (is_url(tree.text)) {
    const bool called = around.key.ends_with("url") && !is_link(around.key);
    const bool carries =
        tree.text.find('?') != std::string::npos || without_userinfo(tree.text) != tree.text;
    const bool ours = tree.text.starts_with("http://127.77.");  // rendered: the sink's
    if (!ours && (called || carries || around.secret)) see(tree, Kind::url);
  } else if (around.key == "body" || around.key == "send") {
    see(tree, Kind::sent);
  } else if (around.secret || (around.header && looks_like_a_key(tree.text))) {
    see(tree, Kind::value);
  } else if (!parts_of(tree.text).empty()) {
    see(tree, Kind::parts);
  }
}

void add(Secrets& secrets, const YamlTree& scalar, Kind kind) {
  if (kind == Kind::url) secrets.add_url(scalar.text);
  if (kind == Kind::value) secrets.add(scalar.text);
  if (kind == Kind::sent) {
    secrets.add(scalar.text);
    for (const std::string& value : sent_secrets(scalar.text)) secrets.add(value);
  }
  for (const std::string_view part : parts_of(scalar.text)) secrets.add(part);
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
    walk(tree, {}, [&](YamlTree& s, Kind kind) { add(secrets, s, kind); });
  }
  for (const std::string_view part : secret_parts(text)) secrets.add(part);
}

/// The files that a configuration in `folder` names by patterns at that key, wherever it stands, or
/// in the `files` of what is listed there.
std::set<fs::path> files_at(const YamlTree& tree, std::string_view key, const fs::path& folder) {
  std::set<fs::path> files;
  const auto take = [&](const YamlTree& pattern) {
    if (!pattern.is_scalar() || pattern.text.empty()) return;
    const std::vector<fs::path> meant = files_meant(folder, pattern.text);
    files.insert(meant.begin(), meant.end());
  };
  for (const YamlTree& item : tree.items) files.merge(files_at(item, key, folder));
  for (const auto& [name, value] : tree.entries) {
    if (name != key) {
      files.merge(files_at(value, key, folder));
      continue;
    }
    for (const YamlTree& item : value.items) {
      take(item);
      if (const YamlTree* listed = item.find("files")) {
        for (const YamlTree& pattern : listed->items) take(pattern);
      }
    }
  }
  return files;
}

/// What a file holds itself. Its tree, when it is YAML.
std::optional<YamlTree> of_file(Secrets& secrets, const fs::path& file) {
  const auto text = file.empty() ? Result<std::string>("") : read_file(file);
  if (!text) return std::nullopt;
  auto tree = parse_yaml(*text, file.string());
  if (!tree) {
    search(secrets, *text);
    return std::nullopt;
  }
  walk(*tree, {}, [&](YamlTree& s, Kind kind) { add(secrets, s, kind); });
  return std::move(*tree);
}

/// What prometheus.yml names: files of jobs, of targets, and of rules, whose annotations have
/// links.
void of_named_files(Secrets& secrets, const YamlTree& prometheus, const fs::path& folder) {
  std::vector<YamlTree> all{prometheus};
  for (const fs::path& file : files_at(prometheus, "scrape_config_files", folder)) {
    if (auto tree = of_file(secrets, file)) all.push_back(std::move(*tree));
  }
  std::set<fs::path> targets;
  for (const YamlTree& tree : all) targets.merge(files_at(tree, "file_sd_configs", folder));
  for (const fs::path& file : targets) of_file(secrets, file);
  for (const fs::path& file : files_at(prometheus, "rule_files", folder)) {
    const auto text = read_file(file);
    if (!text) continue;
    for (const std::string_view part : secret_parts(*text)) secrets.add(part);
  }
}

}  // namespace

Secrets monitoring_secrets(const System& system) {
  Secrets secrets;
  const MonitoringSpec& files = system.monitoring;
  const auto prometheus = of_file(secrets, files.prometheus);
  if (prometheus) of_named_files(secrets, *prometheus, files.prometheus.parent_path());
  of_file(secrets, files.alertmanager);
  of_file(secrets, files.blackbox);
  return secrets;
}

std::string without_secrets(const std::string& yaml) {
  auto tree = parse_yaml(yaml, "");
  if (!tree) return std::string(kHidden);  // never: it was rendered here
  walk(*tree, {}, [](YamlTree& scalar, Kind kind) {
    std::string hidden(kHidden);
    if (kind == Kind::parts) hidden = without_parts(scalar.text, parts_of(scalar.text));
    if (kind == Kind::url) {
      const std::string bare = without_userinfo(scalar.text);
      hidden = bare.substr(0, bare.find_first_of("/?#", bare.find("://") + 3)) + "/" + hidden;
    }
    scalar = YamlTree::string(std::move(hidden));
  });
  return emit_yaml(*tree);
}

}  // namespace misfire
