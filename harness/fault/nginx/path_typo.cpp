#include "fault/shared/path_typo.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "balancer/nginx/entry.hpp"
#include "balancer/nginx/location.hpp"
#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

using Kind = NginxLocation::Kind;

/// A location that a typo in `path` reaches: one of that path, or below it.
bool begins_with(const NginxDirective& location, const std::string& path) {
  const NginxLocation read = read_location(location);
  return (read.kind == Kind::prefix || read.kind == Kind::exact) && read.path.starts_with(path);
}

/// The path as a request would find it written in the text, so that quotes stay what they are.
bool stands_plainly(const NginxModel& model, const NginxDirective& location,
                    const std::string& path) {
  return model.text().compare(read_location(location).at, path.size(), path) == 0;
}

class Typo {
 public:
  Typo(const NginxConfig& config, std::string path, std::string typo)
      : config_(config),
        model_(config.model()),
        path_(std::move(path)),
        typo_(std::move(typo)),
        passes_(config.passes()) {}

  Result<Edits> edits() {
    for (const NginxDirective* pass : passes_) collect(*pass);
    if (locations_.empty()) return nothing();
    Edits edits;
    for (const NginxDirective* location : locations_) {
      if (auto fine = check_around(*location); !fine) return tl::unexpected(fine.error());
      if (auto fine = check_effect(*location); !fine) return tl::unexpected(fine.error());
      const std::size_t at = read_location(*location).at;
      edits.push_back({at, at + path_.size(), typo_});
    }
    return edits;
  }

 private:
  bool renamed(const NginxDirective& location) const {
    return std::find(locations_.begin(), locations_.end(), &location) != locations_.end();
  }

  void add(const NginxDirective& location) {
    if (location.name() != "location" || location.entry || renamed(location)) return;
    if (!begins_with(location, path_) || !stands_plainly(model_, location, path_)) return;
    locations_.push_back(&location);
    // What stands inside must begin as it does, or nginx refuses it.
    for (const std::size_t i : location.inside) add(model_[i]);
  }

  /// The pass's own location, and those around it.
  void collect(const NginxDirective& pass) {
    std::vector<const NginxDirective*> around;
    for (const auto* location = location_of(model_, pass); location != nullptr;
         location = location_of(model_, *location)) {
      around.push_back(location);
    }
    for (auto at = around.rbegin(); at != around.rend(); ++at) add(**at);
  }

  bool passes(const NginxDirective& location) const {
    return std::any_of(passes_.begin(), passes_.end(), [&](const NginxDirective* pass) {
      return location_of(model_, *pass) == &location;
    });
  }

  /// A location around it that keeps its path, and that the misspelt one would be outside of.
  Result<void> check_around(const NginxDirective& location) const {
    const NginxDirective* outer = location_of(model_, location);
    if (outer == nullptr || renamed(*outer)) return {};
    const NginxLocation read = read_location(*outer);
    if (read.kind == Kind::prefix && typo_.starts_with(read.path)) return {};
    return usage_error(
        fmt::format("location {} stands in location {}: misspelt as {} it would be outside of it, "
                    "which nginx refuses",
                    path_, read.path, typo_),
        "give the params of the fault another path", model_.where(location));
  }

  /// Another location of the server that hands the logins on all the same.
  Result<void> check_effect(const NginxDirective& location) const {
    const NginxDirective* server = server_of(model_, location);
    if (server == nullptr) return {};
    const NginxDirective* next = nullptr;
    for (const NginxDirective* other : model_.all(server, "location")) {
      if (renamed(*other)) continue;
      const NginxLocation read = read_location(*other);
      const bool expression = read.kind == Kind::regex && passes(*other) &&
                              read.path.find(path_.substr(1)) != std::string::npos;
      if (expression) return no_effect(*other);
      if (!read.matches(path_)) continue;
      const bool closer = next == nullptr || read_location(*next).path.size() <= read.path.size();
      if (closer) next = other;
    }
    return next != nullptr && passes(*next) ? no_effect(*next) : Result<void>{};
  }

  Result<void> no_effect(const NginxDirective& other) const {
    return usage_error(fmt::format("a typo in {} changes nothing: location {} hands it to the "
                                   "upstream \"{}\", too",
                                   path_, read_location(other).path, config_.pool_name()),
                       "a configuration that lets known paths through is needed",
                       model_.where(other));
  }

  tl::unexpected<Error> nothing() const {
    for (const NginxDirective* pass : passes_) {
      const NginxDirective* location = location_of(model_, *pass);
      if (location == nullptr || read_location(*location).kind != Kind::regex) continue;
      return usage_error(
          fmt::format("location {} is a regular expression, and only plain paths can be misspelt",
                      read_location(*location).path),
          fmt::format("let [balancer] config name a copy with \"location {}\"", path_),
          model_.where(*location));
    }
    return usage_error(
        fmt::format("no location of {} leads to the upstream \"{}\", so it cannot be misspelt",
                    path_, config_.pool_name()),
        fmt::format("path in the params of the fault is that of the logins as a location has it: "
                    "\"location {} {{ … }}\"",
                    path_),
        model_.where(config_.upstream()));
  }

  const NginxConfig& config_;
  const NginxModel& model_;
  std::string path_, typo_;
  std::vector<const NginxDirective*> passes_;
  std::vector<const NginxDirective*> locations_;  ///< that are misspelt
};

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  auto typo = misspelt_path(args);
  if (!typo) return tl::unexpected(typo.error());
  return Typo(config, right_path(args), std::move(*typo)).edits();
}

}  // namespace

Misconfiguration nginx_path_typo() {
  Misconfiguration fault;
  fault.doc = path_typo_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = path_typo_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
