// A whole HTML document around a body: style and scripts inside, nothing from anywhere else. Pure.
#pragma once

#include <string>
#include <string_view>

#include "report/page/html.hpp"

namespace misfire {

struct Document {
  std::string title;
  Html body;         ///< inside <main>
  std::string data;  ///< JSON for the charts (script_json); "": no charts, and no chart library
  std::string_view script;  ///< what draws them, one of assets.hpp; may be empty
  bool live = false;        ///< it asks its own server for news
};

/// The policy in its head lets a browser run these scripts and no other, and fetch nothing: were
/// foreign text ever to get in as markup, it could do nothing.
std::string document(const Document&);

}  // namespace misfire
