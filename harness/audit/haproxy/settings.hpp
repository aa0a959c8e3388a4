// What holds in a section: its own lines and those of its defaults, the nearest first. What stands
// inside .if, or in an environment variable, is not known, and no rule speaks of it.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/finding.hpp"
#include "balancer/haproxy/model.hpp"

namespace misfire {

/// The line that decides a setting.
struct Effective {
  const HaproxyLine* line = nullptr;  ///< null: nothing is said about it
  bool unknown = false;               ///< a line inside .if may say something else
  bool missing() const { return line == nullptr && !unknown; }
  /// The word at `i`; nothing where it is unknown or holds a variable.
  std::optional<std::string> word(std::size_t i) const;
  std::optional<std::chrono::microseconds> time(std::size_t i) const;
  std::optional<int> number(std::size_t i) const;
};

/// Of `KEYWORD` or `KEYWORD SECOND`; "no KEYWORD …" is found as well (its first word is "no").
Effective effective(const HaproxyModel&, const HaproxySection&, const std::string& keyword,
                    const std::string& second = {});

/// Whether `option NAME` holds; nothing where that is not known.
std::optional<bool> option_set(const HaproxyModel&, const HaproxySection&, const std::string& name);

/// Of the global section.
Effective global_setting(const HaproxyModel&, const std::string& keyword,
                         const std::string& second = {});

/// Whether the section's mode is known to be http (tcp is HAProxy's default).
bool is_http(const HaproxyModel&, const HaproxySection&);
bool is_tcp(const HaproxyModel&, const HaproxySection&);

/// The sections that run for sure: neither disabled nor inside .if.
std::vector<const HaproxySection*> frontends(const HaproxyModel&);  ///< frontend and listen
std::vector<const HaproxySection*> backends(const HaproxyModel&);   ///< backend and listen

/// A frontend for operators: it shows statistics or metrics and leads to no server.
bool is_service(const HaproxyModel&, const HaproxySection&);

// ---- places ----

/// The words [first, last] of a line.
Place place_at(const HaproxyModel&, const HaproxyLine&, std::size_t first, std::size_t last,
               std::string message);
/// The whole line.
Place place_at(const HaproxyModel&, const HaproxyLine&, std::string message);

/// Where something is missing: in a section's header, or once in the header of the defaults that
/// several of them share. `message` gets their names.
std::vector<Place> missing_in(const HaproxyModel&, const std::vector<const HaproxySection*>&,
                              const std::function<std::string(const std::string& names)>& message);

/// `backend "auth"`.
std::string title_of(const HaproxySection&);

}  // namespace misfire
