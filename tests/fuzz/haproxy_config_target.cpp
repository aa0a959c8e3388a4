// HAProxy's configuration: words cover their bytes, nothing is reformatted, each fault's edit is a
// configuration again, and a wired one reaches nothing but the stack.
#include <fmt/format.h>

#include <set>

#include "balancer/haproxy/adapter.hpp"
#include "balancer/haproxy/config.hpp"
#include "fault/misconfiguration.hpp"
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

/// What a fault may be asked: each parameter alone, at both ends of its range.
std::vector<Args> some_args(const FaultDoc& doc) {
  std::vector<Args> all = {{}};
  for (const ParamSpec& param : doc.params) {
    if (param.type != ParamType::integer) continue;
    for (const double value : {param.min.value_or(0), param.max.value_or(1000)}) {
      all.push_back({{param.name, static_cast<std::int64_t>(value)}});
    }
  }
  return all;
}

std::vector<std::string> names(const Config& config) {
  std::vector<std::string> found;
  for (const PoolServer& server : config.pool()) found.push_back(server.name);
  return found;
}

void check_fault(const Misconfiguration& fault, const Config& config, const std::string& pool) {
  for (const Args& args : some_args(fault.doc)) {
    const auto edits = fault.edit(config, args);
    if (!edits) {
      require(!edits.error().message.empty(), "a fault says why it cannot be");
      continue;
    }
    const auto edited = misfire::apply(config.text(), *edits);
    require(edited.has_value(), fault.doc.name + ": its edits do not overlap");
    const auto again = HaproxyConfig::parse(*edited, kFile, pool);
    require(again.has_value(), fault.doc.name + ": the edited file is a configuration");
    static_cast<void>(unified_diff(config.text(), *edited, kFile));
  }
}

void check_wiring(const HaproxyConfig& config, const std::string& pool) {
  const HaproxyAdapter adapter(fs::path("/nonexistent/haproxy"), pool, {});
  Wiring wiring;
  wiring.address = "127.77.1.1";
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    wiring.backends.push_back({wiring.address, 9001 + static_cast<int>(i)});
  }
  wiring.entry_port = 8080;
  wiring.metrics_port = 8405;
  wiring.runtime_port = 9999;
  wiring.master_port = 9998;
  wiring.spare_port = 20000;
  wiring.speed = 30;
  const auto wired = adapter.wire(config, wiring);
  if (!wired) return require_place(wired.error(), kFile, config.text());
  const auto again = HaproxyConfig::parse(wired->text, kFile, pool);
  require(again.has_value(), "the wired file is a configuration");
  require(names(**again) == names(config), "the wired pool has the same servers");
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    const PoolServer& server = (*again)->pool()[i];
    require(server.address == wiring.address && server.port == wiring.backends[i].port,
            "the wired pool leads to the stack");
  }
  static_cast<void>(adapter.part(wired->text, wiring));
}

}  // namespace

void haproxy_config(std::string_view text) {
  const auto model = parse_haproxy(std::string(text), kFile);
  if (!model) return require_place(model.error(), kFile, text);
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
      require_places(config.error(), kFile, text);
      continue;
    }
    require((*config)->text() == text && misfire::apply((*config)->text(), {}) == text,
            "no edit leaves the file identical");
    for (const Misconfiguration& fault : misconfigurations("haproxy")) {
      check_fault(fault, **config, pool);
    }
    check_wiring(**config, pool);
  }
}

}  // namespace misfire::fuzz
