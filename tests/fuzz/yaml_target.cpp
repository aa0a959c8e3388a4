// YAML: what is read and written anew is read as the same, and written the same; without its
// secrets it is YAML, too.
#include "monitor/monitoring_secrets.hpp"
#include "monitor/yaml_tree.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void yaml(std::string_view text) {
  const auto tree = parse_yaml(text, "file.yml");
  if (!tree) return require_place(tree.error(), "file.yml", text);
  const std::string emitted = emit_yaml(*tree);
  const auto again = parse_yaml(emitted, "file.yml");
  require(again.has_value(), "what is written is YAML:\n" + emitted);
  require(again->same(*tree), "what is written is read as the same:\n" + emitted);
  require(emit_yaml(*again) == emitted, "writing twice gives the same:\n" + emitted);
  require(parse_yaml(without_secrets(emitted), "file.yml").has_value(), "secrets can be hidden");
}

}  // namespace misfire::fuzz
