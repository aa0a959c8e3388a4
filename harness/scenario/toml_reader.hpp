// Reads one TOML table. Whatever is asked for becomes a known key; finish() reports the others with
// the nearest known name. A getter that finds something wrong reports it and returns nothing, so
// that reading goes on and all mistakes are found. Lives while the toml::table does; one thread.
#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "scenario/mistakes.hpp"

namespace misfire {

enum class Zero { refused, allowed };

/// Longer is a slip of the pen, and would overflow sums of nanoseconds.
constexpr ModelDuration kLongestDuration = {std::chrono::hours(24 * 30)};

Position position_of(const toml::source_region&, const std::string& file);
/// "text", "a whole number", "a table": what a value is, in messages.
const char* type_name(const toml::node&);

class TableReader {
 public:
  /// `path` is how messages name the table: "load", "expect.alert"; "" for the root.
  TableReader(const toml::table& table, std::string path, Mistakes& mistakes);

  bool has(const std::string& key) const { return table_.contains(key); }
  Position where() const;
  /// Of the value, or of the table where the key is missing.
  Position where(const std::string& key) const;
  /// "load.rate": how messages name a key.
  std::string full(const std::string& key) const;

  const toml::node* raw(const std::string& key);
  std::optional<std::string> text(const std::string& key);
  std::optional<bool> flag(const std::string& key);
  std::optional<std::int64_t> whole(const std::string& key, std::int64_t min, std::int64_t max);
  std::optional<double> number(const std::string& key, double min, double max);
  std::optional<ModelDuration> duration(const std::string& key, Zero = Zero::refused);
  /// "256MiB": a whole number of B, KiB, MiB or GiB.
  std::optional<std::int64_t> bytes(const std::string& key, std::int64_t min);
  /// A date without a time, as 2027-01-31.
  std::optional<std::string> day(const std::string& key);
  std::optional<std::string> choice(const std::string& key, const std::vector<std::string>& known);
  /// A list of texts, or one text.
  std::optional<std::vector<std::string>> texts(const std::string& key);
  std::optional<TableReader> table(const std::string& key);
  /// [[key]]: each of its tables.
  std::vector<TableReader> tables(const std::string& key);
  /// Every key with its own name: tables whose keys the user chooses. All become known.
  std::vector<std::string> keys();

  void mistake(const std::string& key, std::string message, std::string hint = {});
  /// Reports the key as missing unless it is there. True when it is.
  bool demand(const std::string& key, std::string hint);
  void finish();

  Mistakes& mistakes() { return *mistakes_; }

 private:
  std::nullopt_t wrong_type(const toml::node&, const std::string& key, const char* expected,
                            std::string hint = {});

  const toml::table& table_;
  std::string path_;
  Mistakes* mistakes_;
  std::set<std::string> known_;
};

}  // namespace misfire
