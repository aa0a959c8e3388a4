#include "init/compose_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "init/largest.hpp"
#include "init/mount_source.hpp"

namespace misfire {
namespace {

constexpr int kMostMounts = 5'000;  // of a file: each is looked for

/// Words as a shell would split them, without its expansions.
std::vector<std::string> shell_words(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  char quote = '\0';
  bool open = false;
  for (const char c : text) {
    if (quote != '\0') {
      if (c == quote) quote = '\0';
      if (quote != '\0') word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      open = true;
    } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      if (open) words.push_back(std::move(word));
      word.clear();
      open = false;
    } else {
      word += c;
      open = true;
    }
  }
  if (open) words.push_back(std::move(word));
  return words;
}

class Reader {
 public:
  Reader(const YamlTree& compose, const fs::path& folder, const fs::path& root,
         const Variables& known, ComposeUse use, Deployments& out)
      : compose_(compose), folder_(folder), root_(root), known_(known), use_(use), out_(out) {}

  void run() {
    for (const auto& [name, tree] : compose_.find("services")->entries) {
      if (!tree.is_map()) continue;
      Deployed one;
      one.name = name;
      one.where = tree.key_where();
      one.special = use_ == ComposeUse::special;
      const YamlTree* base = base_of(tree);
      if (base != nullptr) read(*base, one);
      read(tree, one);
      for (const char* key : {"entrypoint", "command"}) {  // its own in place of the other's
        const YamlTree* own = tree.find(key);
        words(own != nullptr || base == nullptr ? own : base->find(key), one);
      }
      add(std::move(one));
    }
  }

 private:
  /// Of a service that another one of this file is an extension of.
  const YamlTree* base_of(const YamlTree& tree) {
    const YamlTree* extends = tree.find("extends");
    if (extends == nullptr) return nullptr;
    if (extends->find("file") != nullptr) {
      out_.note(extends->key_where(), "`extends` of another file is not followed");
      return nullptr;
    }
    const std::string name = extends->is_scalar() ? extends->text : extends->get("service");
    const YamlTree* base = compose_.find("services")->find(name);
    return base != nullptr && base->is_map() ? base : nullptr;
  }

  void read(const YamlTree& tree, Deployed& one) {
    if (const auto image = value(tree.find("image")); !image.empty()) one.image = image;
    environment(tree, one);
    if (const YamlTree* volumes = tree.find("volumes")) {
      for (const YamlTree& volume : volumes->items) this->volume(volume, one);
    }
    if (const YamlTree* configs = tree.find("configs")) {
      for (const YamlTree& config : configs->items) this->config(config, one);
    }
    for (const char* key : {"container_name", "hostname"}) {
      if (const auto name = value(tree.find(key)); !name.empty()) one.names.push_back(name);
    }
    if (const YamlTree* networks = tree.find("networks")) {
      for (const auto& [key, network] : networks->entries) {
        const YamlTree* aliases = network.find("aliases");
        if (aliases == nullptr) continue;
        for (const YamlTree& alias : aliases->items) one.names.push_back(value(&alias));
      }
    }
  }

  /// "" where it is no scalar, or names a variable that nobody sets.
  std::string value(const YamlTree* tree) const {
    if (tree == nullptr || !tree->is_scalar()) return "";
    return fill_in(tree->text, known_).value_or("");
  }

  void words(const YamlTree* tree, Deployed& one) const {
    if (tree == nullptr) return;
    if (tree->is_scalar()) {
      for (std::string& word : shell_words(value(tree))) one.words.push_back(std::move(word));
    }
    for (const YamlTree& item : tree->items) one.words.push_back(value(&item));
  }

  void environment(const YamlTree& tree, Deployed& one) {
    if (const YamlTree* files = tree.find("env_file")) {
      if (files->is_scalar()) env_file(*files, one);
      for (const YamlTree& file : files->items) {
        env_file(file.is_map() && file.find("path") != nullptr ? *file.find("path") : file, one);
      }
    }
    const YamlTree* given = tree.find("environment");
    if (given == nullptr) return;
    for (const auto& [name, text] : given->entries) {
      if (text.is_scalar()) one.environment[name] = value(&text);
    }
    for (const YamlTree& item : given->items) {
      const std::string text = value(&item);
      const std::size_t sign = text.find('=');
      if (sign != text.npos) one.environment[text.substr(0, sign)] = text.substr(sign + 1);
    }
  }

  void env_file(const YamlTree& named, Deployed& one) {
    const std::string written = value(&named);
    if (written.empty()) return;
    const auto path = mount_source(written, "", folder_, root_, named.where(), out_);
    const auto text = path ? read_file(*path, kLargestFile) : environment_error("");
    if (!text) return;
    for (auto& [name, set] : read_variables(*text)) one.environment[name] = set;
  }

  void mount(const std::string& written, const std::string& target, const Position& where,
             Deployed& one) {
    const std::string to = container_path(target);
    if (to == "/" || ++mounts_ > kMostMounts) return;
    if (auto from = mount_source(written, to, folder_, root_, where, out_)) {
      put({std::move(*from), to, where}, one);
    }
  }

  static void put(Mount mount, Deployed& one) {
    std::erase_if(one.mounts, [&](const Mount& other) { return other.to == mount.to; });
    one.mounts.push_back(std::move(mount));
  }

  /// Volumes that have a name and no path are data of the container's.
  static bool is_path(const std::string& text) {
    return text.starts_with('.') || text.starts_with('/') || text.starts_with('~');
  }

  void volume(const YamlTree& tree, Deployed& one) {
    if (tree.is_map()) {
      const std::string from = value(tree.find("source"));
      if (tree.get("type", "bind") == "bind" && !from.empty()) {
        mount(from, value(tree.find("target")), tree.where(), one);
      }
      return;
    }
    const std::string text = value(&tree);
    const std::size_t first = text.find(':');
    if (first == text.npos || !is_path(text)) return;
    const std::size_t second = std::min(text.find(':', first + 1), text.size());
    mount(text.substr(0, first), text.substr(first + 1, second - first - 1), tree.where(), one);
  }

  void config(const YamlTree& tree, Deployed& one) {
    const std::string name = tree.is_map() ? value(tree.find("source")) : value(&tree);
    std::string target = tree.is_map() ? value(tree.find("target")) : "";
    if (target.empty()) target = "/" + name;
    const YamlTree* configs = compose_.find("configs");
    const YamlTree* defined = configs != nullptr ? configs->find(name) : nullptr;
    if (name.empty() || defined == nullptr) return;
    if (const std::string file = value(defined->find("file")); !file.empty()) {
      mount(file, target, defined->find("file")->where(), one);
    } else if (const YamlTree* content = defined->find("content")) {
      inline_config(name, target, *content, one);
    }
  }

  void inline_config(const std::string& name, const std::string& target, const YamlTree& content,
                     Deployed& one) {
    auto text = fill_in(content.text, without_secrets(known_));
    if (!content.is_scalar() || !text) {
      out_.note(content.key_where(), fmt::format("the config {} names variables without a value, "
                                                 "and is not looked at",
                                                 name));
      return;
    }
    const std::string to = container_path(target);
    const fs::path path = fs::path(kCopies) / content.file / as_file_name(name) /
                          as_file_name(fs::path(to).filename().string());
    out_.copies[path.string()] = {
        std::move(*text), fmt::format("the config {} of {}", name, line_of(content.key_where())),
        content.file};
    put({path, to, content.key_where()}, one);
  }

  /// A service of a file that overrides others changes the one of its name.
  void add(Deployed one) {
    const auto base = std::find_if(out_.all.begin(), out_.all.end(), [&](const Deployed& other) {
      return use_ == ComposeUse::overrides && other.name == one.name && !other.special &&
             fs::path(other.where.file).parent_path() == fs::path(one.where.file).parent_path();
    });
    if (base == out_.all.end()) return out_.all.push_back(std::move(one));
    if (!one.image.empty()) base->image = one.image;
    if (!one.words.empty()) base->words = one.words;
    for (const auto& [name, text] : one.environment) base->environment[name] = text;
    for (Mount& mount : one.mounts) put(std::move(mount), *base);
  }

  const YamlTree& compose_;
  fs::path folder_, root_;
  const Variables& known_;
  ComposeUse use_;
  Deployments& out_;
  int mounts_ = 0;
};

}  // namespace

bool is_compose(const YamlTree& tree) {
  const YamlTree* services = tree.find("services");
  if (services == nullptr || !services->is_map()) return false;
  return std::any_of(services->entries.begin(), services->entries.end(), [](const auto& entry) {
    const YamlTree& service = entry.second;
    return service.find("image") != nullptr || service.find("build") != nullptr ||
           service.find("extends") != nullptr || service.find("volumes") != nullptr;
  });
}

ComposeUse use_of_compose(const fs::path& file) {
  const std::string name = file.stem().string();
  if (name == "compose" || name == "docker-compose") return ComposeUse::usual;
  if (name == "compose.override" || name == "docker-compose.override") {
    return ComposeUse::overrides;
  }
  return ComposeUse::special;
}

void read_compose(const YamlTree& compose, const fs::path& folder, const fs::path& root,
                  const Variables& known, ComposeUse use, Deployments& out) {
  Reader(compose, folder, root, known, use, out).run();
}

}  // namespace misfire
