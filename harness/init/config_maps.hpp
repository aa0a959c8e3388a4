// The ConfigMaps of manifests, and the Secrets that hold plain text, as folders of files. Pure.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "init/deployments.hpp"

namespace misfire {

struct ConfigMap {
  std::string kind, name;
  std::string folder;                        ///< of its copies, below misfire/
  std::map<std::string, std::string> files;  ///< key → text
  Position where;
};

class ConfigMaps {
 public:
  /// Keys that are no names of files are left out, with a note.
  ConfigMaps(const std::vector<YamlTree>& objects, Deployments&);

  /// Of that kind and name; of several the one that is nearest to the file that asks. Null: none.
  const ConfigMap* find(const std::string& kind, const std::string& name,
                        const Position& asked_by) const;
  const std::vector<ConfigMap>& all() const { return all_; }

 private:
  void add(const YamlTree& object, Deployments&);
  std::vector<ConfigMap> all_;
  std::multimap<std::pair<std::string, std::string>, std::size_t> by_name_;
  std::map<std::string, int> times_;  ///< folder → how many would have it
};

}  // namespace misfire
