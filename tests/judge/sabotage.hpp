// Verdict sabotage: a catalogue of corruptions of what the judge reads, applied to recorded runs of
// known verdict. No corruption may turn a fail or an invalid into a pass.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "judge/judgement.hpp"

namespace misfire::testing {

/// A run as the judge reads it, and its verdict.
struct Recording {
  std::string name;
  Plan plan;
  History history;
  Verdict verdict = Verdict::invalid;
  fs::path folder;  ///< of a real run's files; empty for one that a builder wrote
};

/// The names of real runs (tests/judge/recordings, whose README.md says how each was made) and of
/// built ones. Cheap: nothing is read.
std::vector<std::string> recordings();
/// Only the real ones.
std::vector<std::string> real_recordings();
/// One of them, read or built; throws when it cannot be read.
Recording recording(const std::string& name);
/// Its plan alone.
Plan plan_of_recording(const std::string& name);

/// One kind of corruption, with as many variants as `corrupt` accepts, from 0 on: it returns false
/// when there is nothing (more) to corrupt.
struct Corruption {
  const char* family;
  const char* name;
  std::function<bool(Recording&, int variant)> corrupt;
};
/// Of facts: what was seen was wrong, lost or foreign before it was written.
const std::vector<Corruption>& sabotaged_facts();

/// The verdicts that a corruption left, by the verdict before.
struct Outcomes {
  std::string family, name;
  int counts[3][3] = {};  ///< [before][after], each pass, fail, invalid
};
void note(Outcomes&, Verdict before, Verdict after);
/// A row a corruption, for people and for docs/sabotage.md.
std::string table(const std::vector<Outcomes>&);

}  // namespace misfire::testing
