#include "edited_config.hpp"

#include <functional>
#include <string>

namespace misfire::fuzz {
namespace {

constexpr std::size_t kShares = 8;  // of the faults, one for each input of a fuzzer

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

}  // namespace

void check_faults(std::string_view balancer, const Config& config, const ParseAgain& parse) {
  const std::size_t share = std::hash<std::string>{}(config.text()) % kShares;
  std::size_t turn = 0;
  for (const Misconfiguration& fault : misconfigurations(balancer)) {
    if (fault.edit == nullptr) continue;  // this balancer cannot do it at all
    if (fuzzing && turn++ % kShares != share) continue;
    for (const Args& args : some_args(fault.doc)) {
      const auto edits = fault.edit(config, args);
      if (!edits) {
        require(!edits.error().message.empty(), "a fault says why it cannot be");
        continue;
      }
      const auto edited = misfire::apply(config.text(), *edits);
      require(edited.has_value(), fault.doc.name + ": its edits do not overlap");
      require(parse(*edited).has_value(), fault.doc.name + ": the edited file is a configuration");
      static_cast<void>(unified_diff(config.text(), *edited, "file"));
    }
  }
}

void check_wiring(const Balancer& balancer, const Config& config, const std::string& file,
                  const ParseAgain& parse) {
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
  const auto wired = balancer.wire(config, wiring);
  if (!wired) return require_place(wired.error(), file, config.text());
  const auto again = parse(wired->text);
  require(again.has_value(), "the wired file is a configuration");
  require((*again)->pool().size() == config.pool().size(), "the wired pool has as many servers");
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    const PoolServer& server = (*again)->pool()[i];
    require(server.address == wiring.address && server.port == wiring.backends[i].port,
            "the wired pool leads to the stack");
  }
  static_cast<void>(balancer.part(wired->text, wiring));
}

}  // namespace misfire::fuzz
