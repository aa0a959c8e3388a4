#include "mutate/mutant_rules.hpp"

namespace misfire {

Result<MutantRules> MutantRules::make() {
  auto folder = TemporaryFolder::make("mutate");
  if (!folder) return tl::unexpected(folder.error());
  return MutantRules(std::move(*folder));
}

Result<std::vector<fs::path>> MutantRules::write(const MonitoringTrees& trees) {
  const fs::path own = folder_.path() / std::to_string(next_++);
  std::vector<fs::path> files;
  for (const MonitoringTrees::RuleFile& file : trees.rules) {
    const fs::path folder = trees.folder.empty() ? fs::path(".") : trees.folder;
    fs::path name = file.path.lexically_relative(folder);
    if (name.empty() || *name.begin() == "..") name = file.path.filename();
    const fs::path to = own / name;
    auto done = make_folder(to.parent_path()).and_then([&] {
      return write_file(to, emit_yaml(file.tree));
    });
    if (!done) return tl::unexpected(done.error());
    files.push_back(to);
  }
  return files;
}

}  // namespace misfire
