#include "balancer/nginx/location.hpp"

namespace misfire {

NginxLocation read_location(const NginxDirective& location) {
  NginxLocation read;
  if (location.words.size() < 2) return read;
  const NginxWord& last = location.words.back();
  std::string modifier = location.words.size() > 2 ? location.word(1) : "";
  std::size_t skipped = 0;
  if (location.words.size() == 2) {  // nginx takes the modifier without a space, too
    for (const char* known : {"=", "^~", "~*", "~"}) {
      if (!last.text.starts_with(known)) continue;
      modifier = known;
      skipped = modifier.size();
      break;
    }
  }
  read.path = last.text.substr(skipped);
  read.at = last.begin + (last.quoted ? 1 : 0) + skipped;
  if (modifier == "=") read.kind = NginxLocation::Kind::exact;
  if (modifier == "~" || modifier == "~*") read.kind = NginxLocation::Kind::regex;
  if (modifier.empty() && read.path.starts_with('@')) read.kind = NginxLocation::Kind::named;
  return read;
}

const NginxDirective* location_of(const NginxModel& model, const NginxDirective& directive) {
  const NginxDirective* block = model.parent(directive);
  while (block != nullptr && block->name() != "location") block = model.parent(*block);
  return block;
}

}  // namespace misfire
