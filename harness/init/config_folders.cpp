#include "init/config_folders.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "balancer/haproxy/config_folder.hpp"
#include "balancer/haproxy/model.hpp"
#include "init/pools.hpp"

namespace misfire {
namespace {

bool has_defaults(const std::string& text, const fs::path& file) {
  const auto model = parse_haproxy(text, file.string());
  return model && std::any_of(model->sections.begin(), model->sections.end(),
                              [](const auto& section) { return section.kind == "defaults"; });
}

bool leads_to_a_pool(const std::string& text, const fs::path& file) {
  return !haproxy_pools(text, file).empty();
}

/// Something leads to its pool, and limits of time are given.
bool stands_alone(const FoundFile& file) {
  return has_defaults(file.text, file.path) && leads_to_a_pool(file.text, file.path);
}

/// The folder's files as one text, where that is more than those that were found in it.
std::optional<std::string> joined(const fs::path& folder, const std::vector<FoundFile>& found) {
  if (haproxy_files_of(folder).size() < 2) return {};
  if (std::any_of(found.begin(), found.end(), stands_alone)) return {};
  auto text = read_haproxy_files(folder, {});
  if (!text || !leads_to_a_pool(*text, folder)) return {};
  const bool one_leads = std::any_of(found.begin(), found.end(), [](const FoundFile& file) {
    return leads_to_a_pool(file.text, file.path);
  });
  if (one_leads && !has_defaults(*text, folder)) return {};
  return std::move(*text);
}

}  // namespace

void join_haproxy_folders(std::vector<FoundFile>& files) {
  std::map<fs::path, std::vector<FoundFile>> found;  // by folder
  for (const FoundFile& file : files) {
    if (file.kind != FoundKind::haproxy || file.path.extension() != ".cfg") continue;
    found[file.path.parent_path()].push_back(file);
  }
  for (const auto& [folder, parts] : found) {
    auto text = joined(folder, parts);
    if (!text) continue;
    for (const FoundFile& part : parts) {
      std::erase_if(files, [&](const FoundFile& file) { return file.path == part.path; });
    }
    files.push_back({FoundKind::haproxy, folder, std::move(*text), parts.front().origin});
  }
}

}  // namespace misfire
