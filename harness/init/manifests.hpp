// Kubernetes objects: the files in ConfigMaps, and the workloads that mount them. Pure.
#pragma once

#include <string>
#include <vector>

#include "init/deployments.hpp"

namespace misfire {

/// Is there an object (`apiVersion` and `kind`) in the document, perhaps in a List?
bool is_manifest(const YamlTree&);

/// The objects of documents; those of Lists one by one.
std::vector<YamlTree> objects_of(const std::vector<YamlTree>& documents);

/// Adds the workloads of all manifests together, since they name each other's objects, and of the
/// ConfigMaps all files, if one is a configuration or a workload has them beside one. Positions'
/// files are relative to the repository.
void read_manifests(const std::vector<YamlTree>& objects, Deployments&);

}  // namespace misfire
