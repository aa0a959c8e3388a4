#include "init/manifests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "init/config_maps.hpp"
#include "init/kind.hpp"
#include "init/mount_source.hpp"

namespace misfire {
namespace {

constexpr int kDeepest = 10;  // Lists in Lists

void collect(const YamlTree& tree, std::vector<YamlTree>& objects, int depth) {
  if (tree.get("kind").empty() || depth > kDeepest) return;
  if (tree.get("kind") != "List") return objects.push_back(tree);
  const YamlTree* items = tree.find("items");
  for (const YamlTree& item : (items != nullptr ? *items : YamlTree()).items) {
    collect(item, objects, depth + 1);
  }
}

const YamlTree& at(const YamlTree& tree, std::initializer_list<const char*> path) {
  static const YamlTree none;
  const YamlTree* here = &tree;
  for (const char* key : path) {
    here = here->find(key);
    if (here == nullptr) return none;
  }
  return *here;
}

/// What a workload's pods are made of; null: it has none.
const YamlTree* pod_of(const YamlTree& object) {
  static const std::set<std::string> kWorkloads = {"Deployment", "StatefulSet", "DaemonSet",
                                                   "ReplicaSet", "Pod"};
  const std::string kind = object.get("kind");
  if (!kWorkloads.contains(kind)) return nullptr;
  const YamlTree& spec =
      kind == "Pod" ? at(object, {"spec"}) : at(object, {"spec", "template", "spec"});
  return spec.is_map() ? &spec : nullptr;
}

class Workloads {
 public:
  Workloads(const std::vector<YamlTree>& objects, const ConfigMaps& maps, Deployments& out)
      : objects_(objects), maps_(maps), out_(out) {
    for (const YamlTree& object : objects_) {
      if (object.get("kind") != "Service") continue;
      const YamlTree& selector = at(object, {"spec", "selector"});
      if (selector.entries.empty()) continue;
      const auto& [label, value] = selector.entries.front();
      services_.emplace(label + "=" + value.text, &object);
    }
  }

  void run() {
    for (const YamlTree& object : objects_) {
      if (const YamlTree* pod = pod_of(object)) workload(object, *pod);
    }
  }

 private:
  void workload(const YamlTree& object, const YamlTree& pod) {
    const YamlTree& containers = at(pod, {"containers"});
    const std::string name = at(object, {"metadata"}).get("name");
    for (const YamlTree& container : containers.items) {
      Deployed one;
      one.name =
          containers.items.size() == 1 ? name : fmt::format("{}/{}", name, container.get("name"));
      one.image = container.get("image");
      one.where = container.where();
      one.names = services_of(object);
      for (const char* key : {"command", "args"}) {
        for (const YamlTree& word : at(container, {key}).items) one.words.push_back(word.text);
      }
      environment(container, one);
      for (const YamlTree& mount : at(container, {"volumeMounts"}).items) {
        this->mount(mount, pod, one);
      }
      out_.all.push_back(std::move(one));
    }
  }

  /// The Services whose selector the pods' labels satisfy.
  std::vector<std::string> services_of(const YamlTree& workload) const {
    const YamlTree& labels = workload.get("kind") == "Pod"
                                 ? at(workload, {"metadata", "labels"})
                                 : at(workload, {"spec", "template", "metadata", "labels"});
    std::vector<std::string> names;
    for (const auto& [label, value] : labels.entries) {
      const auto [first, last] = services_.equal_range(label + "=" + value.text);
      for (auto service = first; service != last; ++service) {
        const YamlTree& selector = at(*service->second, {"spec", "selector"});
        const bool all = std::all_of(
            selector.entries.begin(), selector.entries.end(),
            [&](const auto& entry) { return labels.get(entry.first) == entry.second.text; });
        if (all) names.push_back(at(*service->second, {"metadata"}).get("name"));
      }
    }
    return names;
  }

  void environment(const YamlTree& container, Deployed& one) {
    for (const YamlTree& from : at(container, {"envFrom"}).items) {
      const std::string name = at(from, {"configMapRef"}).get("name");
      const ConfigMap* map = maps_.find("ConfigMap", name, one.where);
      if (map == nullptr) continue;
      for (const auto& [key, text] : map->files) one.environment[from.get("prefix") + key] = text;
    }
    for (const YamlTree& entry : at(container, {"env"}).items) {
      const YamlTree& ref = at(entry, {"valueFrom", "configMapKeyRef"});
      const ConfigMap* map = maps_.find("ConfigMap", ref.get("name"), one.where);
      if (entry.find("value") != nullptr) {
        one.environment[entry.get("name")] = entry.get("value");
      } else if (map != nullptr && map->files.contains(ref.get("key"))) {
        one.environment[entry.get("name")] = map->files.at(ref.get("key"));
      }
    }
  }

  void mount(const YamlTree& mount, const YamlTree& pod, Deployed& one) {
    for (const YamlTree& volume : at(pod, {"volumes"}).items) {
      if (volume.get("name") != mount.get("name")) continue;
      source(volume, mount, one);
      for (const YamlTree& projected : at(volume, {"projected", "sources"}).items) {
        source(projected, mount, one);
      }
    }
  }

  void source(const YamlTree& volume, const YamlTree& mount, Deployed& one) {
    const YamlTree& of_map = at(volume, {"configMap"});
    const YamlTree& of_secret = at(volume, {"secret"});
    const YamlTree& source = of_map.is_map() ? of_map : of_secret;
    const ConfigMap* map =
        of_map.is_map()
            ? maps_.find("ConfigMap", of_map.get("name"), one.where)
            : maps_.find("Secret", of_secret.get("secretName", of_secret.get("name")), one.where);
    if (map == nullptr) return;
    std::map<std::string, std::string> files;  // path in the volume → key
    for (const YamlTree& item : at(source, {"items"}).items) {
      if (map->files.contains(item.get("key"))) files[item.get("path")] = item.get("key");
    }
    if (source.find("items") == nullptr) {
      for (const auto& [key, text] : map->files) files[key] = key;
    }
    const std::string inside = mount.get("subPath"), to = container_path(mount.get("mountPath"));
    for (const auto& [path, key] : files) {
      if (!inside.empty() && path != inside) continue;
      const std::string there = inside.empty() ? container_path(to + "/" + path) : to;
      one.mounts.push_back({fs::path(map->folder) / key, there, mount.where()});
    }
  }

  const std::vector<YamlTree>& objects_;
  const ConfigMaps& maps_;
  Deployments& out_;
  std::multimap<std::string, const YamlTree*> services_;  // by the first label that they select
};

/// One that somebody must fill in first counts, too: it is told.
bool holds_configuration(const ConfigMap& map) {
  return std::any_of(map.files.begin(), map.files.end(), [](const auto& file) {
    const auto& [key, text] = file;
    return kind_of(text, key).has_value() || passed_over(text, key, key).template_line > 0;
  });
}

}  // namespace

bool is_manifest(const YamlTree& tree) {
  return tree.is_map() && tree.find("apiVersion") != nullptr && !tree.get("kind").empty();
}

std::vector<YamlTree> objects_of(const std::vector<YamlTree>& documents) {
  std::vector<YamlTree> objects;
  for (const YamlTree& document : documents) collect(document, objects, 0);
  return objects;
}

void read_manifests(const std::vector<YamlTree>& objects, Deployments& out) {
  const ConfigMaps maps(objects, out);
  const std::size_t before = out.all.size();
  Workloads(objects, maps, out).run();
  std::set<std::string> needed;
  for (const ConfigMap& map : maps.all()) {
    if (holds_configuration(map)) needed.insert(map.folder);
  }
  const auto is_needed = [&](const Mount& mount) {
    return needed.contains(mount.from.parent_path().string()) ||
           mount.to.starts_with("/etc/nginx/");
  };
  std::set<std::string> beside;  // what a configuration includes may be a part only
  for (std::size_t i = before; i < out.all.size(); ++i) {
    const auto& mounts = out.all[i].mounts;
    if (std::none_of(mounts.begin(), mounts.end(), is_needed)) continue;
    for (const Mount& mount : mounts) beside.insert(mount.from.parent_path().string());
  }
  needed.merge(beside);
  for (const ConfigMap& map : maps.all()) {
    if (!needed.contains(map.folder)) continue;
    for (const auto& [key, text] : map.files) {
      out.copies[(fs::path(map.folder) / key).string()] = {
          text, fmt::format("the {} {} of {}", map.kind, map.name, line_of(map.where)),
          map.where.file, map.kind == "Secret"};
    }
  }
  // What is no file of a configuration is no business of init's.
  for (std::size_t i = before; i < out.all.size(); ++i) {
    std::erase_if(out.all[i].mounts, [&](const Mount& mount) {
      return !needed.contains(mount.from.parent_path().string());
    });
  }
}

}  // namespace misfire
