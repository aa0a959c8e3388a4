#include "run/checkup.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/gather.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

/// What one part knows without a place, another knows with it.
bool known_better(const Error& error, const Errors& all) {
  return !error.where && std::any_of(all.begin(), all.end(), [&](const Error& other) {
    return other.where && other.message == error.message;
  });
}

/// Each mistake once, file by file as they first came up, in each file's order.
Errors in_order(const Errors& errors) {
  std::map<std::string, std::size_t> rank;
  std::set<std::string> said;
  Errors once;
  for (const Error& error : errors) {
    if (known_better(error, errors) || !said.insert(to_string(error)).second) continue;
    rank.emplace(error.where ? error.where->file : "", rank.size());
    once.push_back(error);
  }
  const auto key = [&](const Error& error) {
    const Position where = error.where.value_or(Position{});
    return std::tuple(rank.at(where.file), where.line, where.column);
  };
  std::stable_sort(once.begin(), once.end(),
                   [&](const Error& a, const Error& b) { return key(a) < key(b); });
  return once;
}

}  // namespace

Checked<Checkup> check_up(const RunOptions& options, Ask ask) {
  InputsDraft draft = draft_inputs(options);
  Errors errors = draft.errors;
  if (errors.empty()) {
    auto prepared =
        prepare(draft.in, [](const std::string&, int port) { return nominal_address(port); });
    if (prepared) {
      const auto fine =
          ask == Ask::programs ? check_with_programs(draft.in, *prepared) : Checked<void>();
      if (fine) return Checkup{std::move(draft.in), std::move(*prepared)};
      return tl::unexpected(in_order(fine.error()));
    }
    add(errors, prepared.error());
  }
  if (draft.system) {
    add(errors, draft.in.secrets.hide(check_files_alone(draft, ask == Ask::programs)));
  }
  return tl::unexpected(in_order(errors));
}

}  // namespace misfire
