// nginx's configuration: words cover their bytes, nothing is reformatted, each fault's edit is a
// configuration again, and a wired one reaches nothing but the stack. Included files are not read.
#include <set>

#include "balancer/nginx/adapter.hpp"
#include "balancer/nginx/config.hpp"
#include "edited_config.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

constexpr const char* kFile = "nginx.conf";
constexpr std::size_t kMostPools = 4;  // of one input

/// Directives stand one behind the other, those of a block inside it.
void check_places(const NginxModel& model) {
  std::size_t at = 0;
  for (const NginxDirective& directive : model.directives()) {
    require(!directive.words.empty(), "a directive has words");
    for (const NginxWord& word : directive.words) {
      require(word.begin >= at && word.end >= word.begin && word.end <= model.text().size(),
              "words follow one another");
      at = word.end;
    }
    require(directive.end > directive.begin && directive.end <= model.text().size(),
            "a directive ends behind its words");
    if (directive.script) at = directive.end;
    const NginxDirective* block = model.parent(directive);
    require(block == nullptr || (block->open < directive.begin && directive.end <= block->close),
            "a block is around its directives");
    static_cast<void>(model.where(directive));
  }
}

/// What stands in the maps and other blocks of values, each as it is written.
std::multiset<std::string> value_blocks(const NginxModel& model) {
  std::multiset<std::string> found;
  const NginxDirective* last = nullptr;
  for (const NginxDirective& directive : model.directives()) {
    const NginxDirective* block = model.parent(directive);
    if (!directive.entry || block->entry || block == last) continue;
    last = block;
    found.insert(model.text().substr(block->open, block->close - block->open));
  }
  return found;
}

/// Values are nobody's directives, whatever they look like. A fault may bring a block of its own,
/// or take one away, but none becomes another.
void check_values(std::multiset<std::string> gone, const NginxModel& after) {
  bool come = false;
  for (const std::string& block : value_blocks(after)) {
    const auto same = gone.find(block);
    come = come || same == gone.end();
    if (same != gone.end()) gone.erase(same);
  }
  require(gone.empty() || !come, "a block of values stays as it is");
}

}  // namespace

void nginx_config(std::string_view text) {
  const auto model = parse_nginx(std::string(text), kFile);
  if (!model) {
    require(!model.error().message.empty() && model.error().where, "a mistake has a place");
    return;
  }
  require(model->text() == text, "the model holds the text as it was");
  check_places(*model);
  // A mark says where a line comes from: then places are another file's.
  const bool marked = text.find(kOriginMark) != std::string_view::npos;
  std::set<std::string> pools;
  for (const NginxDirective& directive : model->directives()) {
    if (directive.name() == "upstream" && pools.size() < kMostPools)
      pools.insert(directive.word(1));
  }
  const std::multiset<std::string> values = value_blocks(*model);
  const NginxAdapter adapter(fs::path("/nonexistent/nginx"), {});
  for (const std::string& pool : pools) {
    const auto config = NginxConfig::parse(std::string(text), kFile, pool);
    if (!config) {
      if (!marked) require_places(config.error(), kFile, text);
      continue;
    }
    require((*config)->text() == text && misfire::apply((*config)->text(), {}) == text,
            "no edit leaves the file identical");
    const auto again = [&](std::string edited) -> Checked<std::unique_ptr<Config>> {
      auto parsed = NginxConfig::parse(std::move(edited), kFile, pool);
      if (!parsed) return tl::unexpected(parsed.error());
      check_values(values, (*parsed)->model());
      return std::unique_ptr<Config>(std::move(*parsed));
    };
    check_faults("nginx", **config, again);
    if (!marked) check_wiring(adapter, **config, kFile, again);
    require(!adapter.without_secrets(std::string(text)).empty(), "secrets can be hidden");
  }
}

}  // namespace misfire::fuzz
