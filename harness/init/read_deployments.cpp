#include "init/read_deployments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "init/compose_file.hpp"
#include "init/largest.hpp"
#include "init/manifests.hpp"
#include "init/mount_source.hpp"
#include "monitor/yaml_documents.hpp"

namespace misfire {
namespace {

class Reader {
 public:
  Reader(Survey& seen, const fs::path& root)
      : seen_(seen), root_(root), deployments_(seen.deployments) {}

  void run() {
    compose();
    manifests();
  }

 private:
  static YamlTree tree_of(const FoundFile& file, const std::string& shown) {
    auto tree = parse_yaml(file.text, shown);
    return tree ? std::move(*tree) : YamlTree::map();  // it could be parsed before
  }

  void compose() {
    auto files = seen_.all(FoundKind::compose);
    // What overrides comes after what it changes.
    std::stable_sort(files.begin(), files.end(), [](const FoundFile* a, const FoundFile* b) {
      return use_of_compose(a->path) < use_of_compose(b->path);
    });
    for (const FoundFile* file : files) {
      const fs::path folder = file->path.parent_path();
      read_compose(tree_of(*file, short_name(file->path, root_)), folder, root_,
                   variables_beside(folder), use_of_compose(file->path), deployments_);
    }
  }

  /// What `.env` says; it may be a link that leads out of the repository.
  Variables variables_beside(const fs::path& folder) {
    const auto path = mount_source(".env", "", folder, root_, {}, deployments_);
    if (!path) return {};
    const auto text = read_file(*path, kLargestFile);
    return text ? read_variables(*text) : Variables{};
  }

  void manifests() {
    std::vector<YamlTree> objects;
    for (const FoundFile& file : seen_.files) {
      if (file.kind != FoundKind::manifests && file.kind != FoundKind::rules) continue;
      const auto documents = parse_documents(file.text, short_name(file.path, root_));
      if (!documents) continue;
      for (YamlTree& object : objects_of(*documents)) objects.push_back(std::move(object));
    }
    read_manifests(objects, deployments_);
    of_the_operator(objects);
  }

  /// Objects of which an operator makes configurations that are not here.
  void of_the_operator(const std::vector<YamlTree>& objects) {
    const std::map<std::string, std::string> kMade = {
        {"AlertmanagerConfig",
         "cannot be used: the Prometheus operator makes a part of Alertmanager's configuration of "
         "it, with its namespace in every route; put the whole here, from the Secret "
         "alertmanager-NAME-generated (alertmanager.yaml.gz)"},
        {"Prometheus",
         "has no configuration in it: the Prometheus operator makes one; put it here, from the "
         "Secret prometheus-NAME (prometheus.yaml.gz)"}};
    for (const auto& [kind, text] : kMade) {
      std::vector<const YamlTree*> found;
      for (const YamlTree& object : objects) {
        if (object.get("kind") == kind) found.push_back(&object);
      }
      if (found.empty()) continue;
      const std::string more =
          found.size() == 1 ? "" : fmt::format(" (the first of {})", found.size());
      deployments_.note(found.front()->where(),
                        fmt::format("an object of the kind {}{} {}", kind, more, text));
    }
  }

  Survey& seen_;
  const fs::path& root_;
  Deployments& deployments_;
};

}  // namespace

void read_deployments(Survey& seen, const fs::path& root) {
  Reader(seen, root).run();
}

}  // namespace misfire
