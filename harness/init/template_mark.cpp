#include "init/template_mark.hpp"

#include <algorithm>
#include <string_view>

namespace misfire {
namespace {

constexpr std::string_view kOpen = "{{", kClose = "}}";

/// ".Values." as a name of its own: `.CommonLabels.Values` is Alertmanager's.
bool names(std::string_view inside, std::string_view object) {
  for (std::size_t at = 0; (at = inside.find(object, at)) != inside.npos; ++at) {
    const char before = at == 0 ? ' ' : inside[at - 1];
    if (std::string_view(" ($-").find(before) != std::string_view::npos) return true;
  }
  return false;
}

bool is_helms(std::string_view inside) {
  for (const char* object : {".Values.", ".Release.", ".Chart.", ".Capabilities.", ".Files."}) {
    if (names(inside, object)) return true;
  }
  const std::size_t first = inside.find_first_not_of("- ");
  if (first != inside.npos) inside.remove_prefix(first);
  return inside.starts_with("include \"") || inside.starts_with("tpl ");
}

}  // namespace

int template_mark(const std::string& text) {
  const std::size_t at = text.find(kOpen);
  if (at == text.npos) return 0;
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

bool is_helm_template(const std::string& text) {
  const std::string_view all = text;
  for (std::size_t at = 0; (at = all.find(kOpen, at)) != all.npos;) {
    at += kOpen.size();
    const std::size_t end = all.find(kClose, at);
    if (end == all.npos) return false;
    if (is_helms(all.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

}  // namespace misfire
