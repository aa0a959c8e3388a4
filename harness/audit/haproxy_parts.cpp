#include "audit/haproxy_parts.hpp"

#include <algorithm>
#include <map>

#include "balancer/haproxy/model.hpp"

namespace misfire {
namespace {

bool has_global_section(const fs::path& path) {
  const auto text = read_file(path);
  const auto model = parse_haproxy(text.value_or(""), path.string());
  return model && std::any_of(model->sections.begin(), model->sections.end(),
                              [](const auto& section) { return section.kind == "global"; });
}

/// One of them has what is global; several that have it are alternatives.
bool are_parts(const std::vector<fs::path>& files) {
  return files.size() > 1 && std::count_if(files.begin(), files.end(), has_global_section) == 1;
}

}  // namespace

void join_haproxy_parts(std::vector<GivenFile>& found, std::size_t before,
                        const std::vector<fs::path>& inside) {
  std::map<fs::path, std::vector<fs::path>> folders;
  for (const fs::path& file : inside) {
    if (file.extension() == ".cfg") folders[file.parent_path()].push_back(file);
  }
  for (const auto& one : folders) {
    const fs::path& folder = one.first;
    const std::vector<fs::path>& files = one.second;
    const auto is_part = [&](const GivenFile& file) {
      return file.kind == FileKind::haproxy && file.path.extension() == ".cfg" &&
             file.path.parent_path() == folder;
    };
    const auto begin = found.begin() + static_cast<std::ptrdiff_t>(before);
    // Were there others, HAProxy would not take the folder.
    const bool all =
        std::count_if(begin, found.end(), is_part) == static_cast<std::ptrdiff_t>(files.size());
    if (!all || !are_parts(files)) continue;
    const auto first = std::find_if(begin, found.end(), is_part);
    found.erase(std::remove_if(first + 1, found.end(), is_part), found.end());
    first->path = folder;
  }
}

}  // namespace misfire
