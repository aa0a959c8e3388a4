// The corpus's marks of files that belong together: a configuration with what it includes, the
// monitoring's files.
#pragma once

#include <set>

#include "corpus.hpp"

namespace misfire {

/// Everything that was found is listed in its file, and everything that is listed was found. The
/// same place twice (a file that is included twice) is once.
inline void check_corpus_files(const std::vector<AuditedFile>& files,
                               const std::vector<Finding>& findings, CorpusTotals& totals) {
  std::set<std::pair<std::string, CorpusKey>> expected, found;
  for (const AuditedFile& file : files) {
    ++totals.files;
    for (const auto& [key, count] : corpus_expected(file.text, totals)) {
      expected.insert({file.name, key});
    }
  }
  for (const Finding& finding : findings) {
    const Place& place = finding.place;
    const std::pair<std::string, CorpusKey> key = {place.where.file,
                                                   {place.where.line, finding.rule}};
    EXPECT_TRUE(expected.contains(key)) << "not listed: " << to_string(place.where) << ": "
                                        << finding.rule << ": " << place.message;
    EXPECT_GT(place.where.column, 0) << to_string(place.where);
    EXPECT_TRUE(place.end_column == 0 || place.end_column > place.where.column)
        << to_string(place.where);
    found.insert(key);
  }
  for (const auto& [file, key] : expected) {
    EXPECT_TRUE(found.contains({file, key})) << file << ":" << key.first << " " << key.second;
  }
}

/// Every rule has its mistake in some file of the folder.
template <class Rule>
void check_corpus_is_complete(const fs::path& folder, const std::vector<Rule>& rules) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) all += *read_file(entry.path());
  }
  for (const Rule& rule : rules) {
    EXPECT_NE(all.find(": " + rule.doc.id + " line "), all.npos) << rule.doc.id;
  }
}

}  // namespace misfire
