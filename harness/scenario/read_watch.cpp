#include "scenario/read_watch.hpp"

#include <fmt/format.h>

#include "base/duration.hpp"

namespace misfire {

void read_watch(TableReader& root, const fs::path& folder, WatchSpec& spec) {
  auto table = root.table("watch");
  if (!table) return;
  spec.where = table->where();
  const auto mistake = [&](const char* key, const Error& error) {
    table->mistake(key, fmt::format("{}: {}", table->full(key), error.message), error.hint);
  };
  if (const auto text = table->text("runtime_api")) {
    const auto at = parse_endpoint(*text);
    if (at) spec.runtime_api = *at;
    if (!at) mistake("runtime_api", at.error());
  }
  if (const auto text = table->text("status_page")) {
    const auto page = parse_status_page(*text);
    if (page) spec.status_page = *page;
    if (!page) mistake("status_page", page.error());
  }
  if (const auto text = table->text("pid_file"))
    spec.pid_file = (folder / *text).lexically_normal();
  if (const auto every = table->duration("every")) {
    spec.every = *every;
    if (*every < kShortestEvery || *every > kLongestEvery) {
      table->mistake("every",
                     fmt::format("{} is {}", table->full("every"), format_duration(*every)),
                     fmt::format("it is at least {} and at most {}",
                                 format_duration(kShortestEvery), format_duration(kLongestEvery)));
    }
  }
  if (const auto text = table->text("listen")) {
    const auto at = parse_endpoint(*text);
    if (at) spec.listen = *at;
    if (!at) mistake("listen", at.error());
  }
  table->finish();
}

}  // namespace misfire
