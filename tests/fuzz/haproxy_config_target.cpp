// HAProxy's configuration: words cover their bytes, nothing is reformatted, each fault's edit is a
// configuration again, and a wired one reaches nothing but the stack.
#include <fmt/format.h>

#include <set>

#include "balancer/haproxy/adapter.hpp"
#include "balancer/haproxy/config.hpp"
#include "edited_config.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

constexpr const char* kFile = "haproxy.cfg";
constexpr std::size_t kMostPools = 4;  // of one input

void check_line(const HaproxyLine& line, std::size_t& at, std::size_t size) {
  require(!line.words.empty(), "a line has words");
  for (const HaproxyWord& word : line.words) {
    require(word.begin >= at && word.end > word.begin && word.end <= size,
            "words follow one another");
    at = word.end;
  }
  require(line.end >= at && line.end <= size, "a line ends behind its words");
}

Checked<std::unique_ptr<Config>> parse(std::string text, const std::string& pool) {
  auto config = HaproxyConfig::parse(std::move(text), kFile, pool);
  if (!config) return tl::unexpected(config.error());
  return std::unique_ptr<Config>(std::move(*config));
}

}  // namespace

void haproxy_config(std::string_view text) {
  const auto model = parse_haproxy(std::string(text), kFile);
  // A mark says where a line comes from: then places are another file's.
  const bool marked = text.find(kOriginMark) != std::string_view::npos;
  if (!model) return marked ? void() : require_place(model.error(), kFile, text);
  require(model->text == text, "the model holds the text as it was");
  std::size_t at = 0;
  std::set<std::string> pools;
  for (const HaproxySection& section : model->sections) {
    check_line(section.header, at, text.size());
    for (const HaproxyLine& line : section.lines) check_line(line, at, text.size());
    static_cast<void>(model->defaults_of(section));
    if (section.has_servers() && pools.size() < kMostPools) pools.insert(section.name);
  }
  for (const std::string& pool : pools) {
    const auto config = HaproxyConfig::parse(std::string(text), kFile, pool);
    if (!config) {
      if (!marked) require_places(config.error(), kFile, text);
      continue;
    }
    require((*config)->text() == text && misfire::apply((*config)->text(), {}) == text,
            "no edit leaves the file identical");
    const auto again = [&](std::string edited) { return parse(std::move(edited), pool); };
    const HaproxyAdapter adapter(fs::path("/nonexistent/haproxy"), pool, {});
    check_faults("haproxy", **config, again);
    if (!marked) check_wiring(adapter, **config, kFile, again);
    require(!adapter.without_secrets(std::string(text)).empty(), "secrets can be hidden");
  }
}

}  // namespace misfire::fuzz
