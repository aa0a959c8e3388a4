// Which scenarios of a suite are run: by tag, and one machine's share of them.
#pragma once

#include <string_view>

#include "base/error.hpp"
#include "base/files.hpp"
#include "scenario/scenario.hpp"

namespace misfire {

/// The part of a suite that one of several machines runs.
struct Shard {
  std::size_t number = 1, of = 1;
};
/// "2/5".
Result<Shard> parse_shard(std::string_view);

struct Selection {
  std::vector<std::string> tags;       ///< any of them; none: all scenarios
  std::vector<std::string> skip_tags;  ///< none of them
};

/// A scenario by its file. The name is the file's without ".toml" where it cannot be read.
struct Listed {
  fs::path file;
  std::string name;
  std::vector<std::string> tags;
};
/// Reads them. What is wrong with a file is told by whoever checks it, unless `all_must_be_known`:
/// then every mistake is an error, as a selection of unknown scenarios is a guess.
Checked<std::vector<Listed>> list_scenarios(const std::vector<fs::path>&, bool all_must_be_known);

/// Those with the tags, in their order. Errors (usage): a tag that no scenario has, with the
/// nearest one; or nothing is left.
Checked<std::vector<Listed>> with_tags(const std::vector<Listed>&, const Selection&);

/// Every scenario is in one shard, whatever the order in which they were named: they are dealt out
/// like cards, sorted by name. So shards differ by at most one scenario, and a scenario and its
/// twin, which are neighbours, go to different machines. A shard may be empty.
std::vector<Listed> in_shard(const std::vector<Listed>&, const Shard&);

}  // namespace misfire
