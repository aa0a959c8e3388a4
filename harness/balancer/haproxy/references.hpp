// Files that the lines of a configuration read: maps, lists, error pages, scripts. Certificates are
// no concern of it: they are never read (wire_certificates.cpp).
#pragma once

#include <string>
#include <vector>

#include "balancer/haproxy/model.hpp"

namespace misfire {

struct HaproxyReference {
  enum class Kind {
    list,    ///< of an ACL, or a map: what happens to a request depends on it
    page,    ///< `errorfile`: HAProxy has one of its own
    answer,  ///< what a rule returns
    script   ///< Lua
  };
  Kind kind = Kind::list;
  const HaproxyLine* line = nullptr;
  std::size_t word = 0;            ///< that names it, or a part of it does
  std::size_t begin = 0, end = 0;  ///< bytes of the path in the text
  std::string path;                ///< as written
};

/// Of all sections, in the order of the text; without those in variables, which only HAProxy knows.
std::vector<HaproxyReference> file_references(const HaproxyModel&);

}  // namespace misfire
