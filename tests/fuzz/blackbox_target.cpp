// The blackbox exporter's modules.
#include "monitoring.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void blackbox(std::string_view yaml) {
  static System system = monitored_system();
  system.monitoring.blackbox = scratch_file("blackbox.yml", yaml);
  const auto rendered = render_blackbox(system, 30);
  if (!rendered) {
    return require_places(rendered.error(), system.monitoring.blackbox.string(), yaml);
  }
  const YamlTree tree = rendered_tree(rendered->files, "blackbox.yml");
  const auto original = parse_yaml(yaml, "blackbox.yml");
  require(original.has_value(), "what is rendered was YAML");
  const YamlTree *before = original->find("modules"), *now = tree.find("modules");
  require((before ? before->entries.size() : 0) == (now ? now->entries.size() : 0),
          "every module stays");
}

}  // namespace misfire::fuzz
