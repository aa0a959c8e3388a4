#include "init/nginx_image.hpp"

#include "init/compose_variables.hpp"
#include "init/in_use.hpp"
#include "init/largest.hpp"

namespace misfire {
namespace {

constexpr char kTemplates[] = "/etc/nginx/templates/";
constexpr std::string_view kEnding = ".template";

/// As far as it says more than where files lie and how logs look.
constexpr char kMain[] = R"(events {
    worker_connections 1024;
}

http {
    keepalive_timeout 65;
    include /etc/nginx/conf.d/*.conf;
}
)";

/// "nginx:1.27-alpine", "registry.example/web/nginx-unprivileged".
bool is_nginx(const std::string& image) {
  const std::string name = image.substr(image.rfind('/') + 1);
  return name.starts_with("nginx");
}

/// ${NAME} and $NAME of variables that are set; nginx's own stay.
std::string filled_in(std::string text, const Variables& environment) {
  for (auto named = environment.rbegin(); named != environment.rend(); ++named) {
    const auto& [name, value] = *named;  // the longer of two with the same beginning first
    if (name.empty()) continue;
    for (const std::string& written : {"${" + name + "}", "$" + name}) {
      for (std::size_t at = 0; (at = text.find(written, at)) != text.npos; at += value.size()) {
        text.replace(at, written.size(), value);
      }
    }
  }
  return text;
}

}  // namespace

std::map<std::string, std::string> files_of_nginx_image(const Deployed& one) {
  std::map<std::string, std::string> files;
  if (!is_nginx(one.image) || !files_at(one, kNginxMain).empty()) return files;
  const Variables environment = without_secrets(one.environment);
  for (const fs::path& file : files_at(one, std::string(kTemplates) + "*" + std::string(kEnding))) {
    const auto text = read_file(file, kLargestFile);
    if (!text) continue;
    files["/etc/nginx/conf.d/" + file.stem().string()] = filled_in(*text, environment);
  }
  if (files.empty() && files_at(one, "/etc/nginx/conf.d/*.conf").empty()) return {};
  files[kNginxMain] = kMain;
  return files;
}

}  // namespace misfire
