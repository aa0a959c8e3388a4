#include "init/deployed_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "init/config_folders.hpp"
#include "init/container_view.hpp"
#include "init/largest.hpp"
#include "init/nginx_image.hpp"
#include "init/read_deployments.hpp"

namespace misfire {
namespace {

class Adder {
 public:
  Adder(Survey& seen, const fs::path& root) : seen_(seen), deployments_(seen.deployments) {
    std::error_code error;
    root_ = fs::weakly_canonical(root, error);
    if (error) root_ = root;
  }

  Result<void> run() {
    read_deployments(seen_, root_);
    if (deployments_.all.empty() && deployments_.copies.empty()) return {};
    auto made = TemporaryFolder::make("init");
    if (!made) return tl::unexpected(made.error());
    seen_.scratch = std::make_shared<TemporaryFolder>(std::move(*made));
    if (auto done = lay_copies(); !done) return done;
    for (Deployed& one : deployments_.all) {
      for (Mount& mount : one.mounts) mount.from = here(mount.from);
    }
    mounted_under_other_names();
    nginx_images();
    uses();
    return lay_views();
  }

 private:
  fs::path own() const { return seen_.scratch->path(); }
  /// A relative one is a copy.
  fs::path here(const fs::path& from) const { return from.is_absolute() ? from : own() / from; }

  /// Mounts name files by these; copies have no other.
  fs::path real_path(const fs::path& path) const {
    if (seen_.final_path(path, root_) != path) return path;
    std::error_code error;
    fs::path real = fs::weakly_canonical(path, error);
    return error ? path : real;
  }

  Result<void> lay_copies() {
    for (const auto& [path, copy] : deployments_.copies) {
      const fs::path file = own() / path;
      if (auto done = lay(file, copy.text); !done) return done;
      found(file, copy.text, file, copy.of);
    }
    join_haproxy_folders(seen_.files);
    return {};
  }

  static Result<void> lay(const fs::path& file, const std::string& text) {
    if (auto made = make_folder(file.parent_path()); !made) return made;
    return write_file(file, text);
  }

  /// `name` decides about its form.
  void found(const fs::path& file, const std::string& text, const fs::path& name,
             const std::string& origin) {
    if (const auto kind = kind_of(text, name)) {
      if (*kind != FoundKind::compose && *kind != FoundKind::manifests) {
        seen_.files.push_back({*kind, file, text, origin});
      }
      return;
    }
    const PassedOver why = passed_over(text, name, short_name(file, own()));
    if (why.template_line > 0) {
      deployments_.notes.push_back(
          fmt::format("{}, line {} of {}, is a template ({{{{), which misfire does not fill in",
                      origin.empty() ? short_name(file, root_) : origin, why.template_line,
                      name.filename().string()));
    }
    if (why.mistake) {
      deployments_.notes.push_back(
          fmt::format("{} is passed over: {}", origin, to_string(*why.mistake)));
    }
  }

  /// "haproxy.cfg.prod" is what it is called in the container.
  void mounted_under_other_names() {
    std::set<fs::path> known;
    for (const FoundFile& file : seen_.files) known.insert(file.path);
    for (const Deployed& one : deployments_.all) {
      for (const Mount& mount : one.mounts) {
        std::error_code error;
        if (!fs::is_regular_file(mount.from, error) || !known.insert(mount.from).second) continue;
        if (mount.from.extension() == fs::path(mount.to).extension()) continue;  // was looked at
        const auto text = read_file(mount.from, kLargestFile);
        if (!text) {
          deployments_.note(mount.where, text.error().message);
        } else if (text->find('\0') == text->npos) {
          found(mount.from, *text, mount.to, "");
        }
      }
    }
  }

  void nginx_images() {
    for (std::size_t i = 0; i < deployments_.all.size(); ++i) {
      const Deployed& one = deployments_.all[i];
      const auto files = files_of_nginx_image(one);
      if (files.empty()) continue;
      const std::string folder = view_folder(one);
      for (const Mount& mount : one.mounts) {
        if (mount.to.starts_with("/etc/nginx/")) {
          add_link(seen_.links, place_in_view(folder, mount.to), mount.from);
        }
      }
      for (const auto& [path, text] : files) {
        const std::string place = place_in_view(folder, path);
        add_link(seen_.links, place, own() / place);  // holds its place among the links
        deployments_.copies[place] = {
            text, fmt::format("the image {} of {}", one.image, line_of(one.where)), one.where.file,
            path != kNginxMain && has_secret(one)};
      }
      FoundFile main{FoundKind::nginx, own() / place_in_view(folder, kNginxMain),
                     files.at(kNginxMain)};
      main.origin = fmt::format("as in the image {}, with what {} puts into conf.d", one.image,
                                line_of(one.where));
      main.use = {one.special ? 2 : 4, i, kNginxMain,
                  fmt::format("{} of {} runs that image", one.name, line_of(one.where))};
      seen_.files.push_back(std::move(main));
    }
  }

  /// What its templates become may hold what stands in a Secret that it mounts.
  bool has_secret(const Deployed& one) const {
    return std::any_of(one.mounts.begin(), one.mounts.end(), [&](const Mount& mount) {
      const fs::path from = mount.from.lexically_relative(own());
      const auto& copies = deployments_.copies;
      return std::any_of(copies.begin(), copies.end(), [&](const auto& copy) {
        const fs::path path = copy.first;
        return copy.second.secret && (path == from || path.parent_path() == from);
      });
    });
  }

  std::string view_folder(const Deployed& one) const {
    return (fs::path(kMounted) / one.where.file / as_file_name(one.name)).string();
  }

  void uses() {
    for (FoundFile& file : seen_.files) {
      if (file.use.strength > 0 || file.kind == FoundKind::compose) continue;
      const fs::path real = real_path(file.path);
      file.use = use_of(real, file.kind, deployments_.all);
      if (file.use.strength == 0 || file.kind == FoundKind::rules) continue;
      const Deployed& one = deployments_.all[file.use.by];
      const std::string folder = view_folder(one);
      const auto links = container_view(one, file.use.as, real, file.text, folder);
      if (!links) continue;
      for (const auto& [path, to] : *links) add_link(seen_.links, path, to);
      if (file.origin.empty()) {
        file.origin = fmt::format("{}, beside what it names, as {} has them",
                                  short_name(file.path, root_), line_of(one.where));
      }
      file.path = own() / place_in_view(folder, file.use.as);
    }
    std::sort(seen_.files.begin(), seen_.files.end(), [&](const FoundFile& a, const FoundFile& b) {
      return seen_.final_path(a.path, root_) < seen_.final_path(b.path, root_);
    });
  }

  /// All at once: no link may lie below another, which would be written into the repository.
  Result<void> lay_views() {
    std::erase_if(seen_.links, [&](const auto& link) { return link.second == own() / link.first; });
    for (const auto& [path, to] : seen_.links) {
      const fs::path link = own() / path;
      if (auto made = make_folder(link.parent_path()); !made) return made;
      std::error_code error;
      fs::create_symlink(to, link, error);
      if (error) {
        return environment_error(
            fmt::format("cannot make the link {}: {}", link.string(), error.message()));
      }
    }
    for (const auto& [path, copy] : deployments_.copies) {
      if (!path.starts_with(kMounted)) continue;
      if (auto done = lay(own() / path, copy.text); !done) return done;
    }
    return {};
  }

  Survey& seen_;
  Deployments& deployments_;
  fs::path root_;
};

}  // namespace

Result<void> add_deployed_files(Survey& seen, const fs::path& root) {
  return Adder(seen, root).run();
}

}  // namespace misfire
