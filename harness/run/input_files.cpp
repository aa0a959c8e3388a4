#include "run/input_files.hpp"

#include <set>

#include "balancer/own_files.hpp"
#include "base/digest.hpp"

namespace misfire {
namespace {

std::string digest_of(const std::string& bytes) {
  Digest digest;
  digest.feed(bytes);
  return digest.hex();
}

}  // namespace

std::map<std::string, std::string> input_files(const Inputs& in, const Prepared& prepared) {
  std::set<fs::path> paths{in.system.file, in.system.balancer.config};
  for (const Origins* origins : {&prepared.prometheus.origins, &prepared.alertmanager.origins,
                                 &prepared.blackbox.origins, &prepared.mtail.origins}) {
    for (const auto& [copy, origin] : *origins) paths.insert(origin.file);
  }
  std::map<std::string, std::string> files;
  const auto add = [&](const std::string& name, const fs::path& path) {
    const auto bytes = read_file(path);
    files[name] = bytes ? digest_of(*bytes) : "";
  };
  const fs::path folder = fs::absolute(in.system.file).parent_path();
  for (const fs::path& path : paths) {
    if (path.empty()) continue;
    add(fs::absolute(path).lexically_normal().lexically_relative(folder).generic_string(), path);
  }
  for (const auto& [name, bytes] : prepared.alertmanager.files) {
    if (name.starts_with("templates/")) files[name] = digest_of(bytes);  // they run as written
  }
  for (const auto& [name, bytes] : prepared.files) {
    if (name.starts_with(kOwnFiles)) files[name] = digest_of(bytes);
  }
  add(in.options.scenario.filename().string(), in.options.scenario);
  return files;
}

}  // namespace misfire
