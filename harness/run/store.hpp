// The users' store where it is a server of its own, PostgreSQL: started before the backends, with
// the run's accounts in it.
#pragma once

#include "fault/stressor.hpp"
#include "run/prepare.hpp"
#include "run/store_kind.hpp"
#include "run/watch.hpp"
#include "stack/engine.hpp"

namespace misfire {

/// What one needs to reach it.
struct StoreAccess {
  Endpoint at;
  std::string password;  ///< of every role in it
  /// As that role, for a part that has the file kPassFile.
  std::string address(const std::string& role) const;
  /// What stands in it.
  std::string pass_file() const;
};
inline constexpr char kPassFile[] = "pgpass";
/// With a new password.
StoreAccess make_access(Engine&);

PartSpec store_spec(const Inputs&, const StoreAccess&);
/// Somebody else's sessions.
PartSpec sessions_spec(const Inputs&, const StoreAccess&, const StoreTrouble&);
PartSpec store_exporter_spec(Engine&, const Inputs&, const StoreAccess&);
/// What a backend's command line says of it; its time limits are of model time.
std::vector<std::string> store_words(const StoreAccess&, double speed);

/// The words that ask it as its superuser, on a connection that is kept back for him, in the part's
/// folder: fields of one line, with blanks between.
std::vector<std::string> ask_words(const Inputs&, const StoreAccess&, const std::string& sql);
/// Asks whether it is there, which takes none of its connections.
Probe store_probe(const Part& store);

/// The words by which authd makes this run's accounts.
std::vector<std::string> create_words(const Inputs&, const Plan&, const std::string& store);

/// Waits until it answers, and puts this run's accounts into it. `folder`: of the run.
Result<void> fill_store(const Inputs&, const Plan&, const StoreAccess&, const Part& store,
                        const fs::path& folder, Watch&);

}  // namespace misfire
