// Compose files and manifests: whatever they say, files stay where they belong.
#include <algorithm>

#include "init/compose_file.hpp"
#include "init/manifests.hpp"
#include "monitor/yaml_documents.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

bool stays_below(const fs::path& path) {
  return path == path.lexically_normal() && path.is_relative() && *path.begin() != "..";
}

void require_order(const Deployments& all, const fs::path& root) {
  for (const auto& [path, copy] : all.copies) {
    require(stays_below(path) && path.starts_with(kCopies), "a copy is one of the copies: " + path);
  }
  for (const Deployed& one : all.all) {
    for (const Mount& mount : one.mounts) {
      require(fs::path(mount.to) == fs::path(mount.to).lexically_normal() && mount.to[0] == '/',
              "a place in a container is absolute and normal: " + mount.to);
      const bool copied = all.copies.contains(mount.from.string());
      require(copied || stays_below(mount.from.lexically_relative(root)),
              "what is mounted lies in the repository: " + mount.from.string());
    }
  }
}

}  // namespace

void deployments(std::string_view yaml) {
  const fs::path root = fs::weakly_canonical(scratch_file("compose.yaml", yaml).parent_path());
  const auto documents = parse_documents(yaml, "compose.yaml");
  if (!documents) return require_place(documents.error(), "compose.yaml", yaml);
  Deployments compose, manifests;
  if (is_compose(documents->front())) {
    read_compose(documents->front(), root, root, read_variables(yaml), ComposeUse::usual, compose);
  }
  require_order(compose, root);
  read_manifests(objects_of(*documents), manifests);
  require_order(manifests, root);
}

}  // namespace misfire::fuzz
