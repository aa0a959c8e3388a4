#include "watch/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace misfire::watch {
namespace {

constexpr const char* kPresent = "present";
constexpr const char* kAbsent = "absent";

struct Values {
  const std::string *running, *file, *approved_file, *approved_running;
};

std::string text(const std::string* value) {
  return value == nullptr ? "" : *value;
}

bool same(const std::string* a, const std::string* b) {
  return a != nullptr && b != nullptr && *a == *b;
}

/// What drift there is, by the table of the header.
std::optional<Against> drift(const Values& v) {
  if (v.running != nullptr && v.file != nullptr && *v.running != *v.file) {
    const bool as_approved = same(v.running, v.approved_running) && same(v.file, v.approved_file);
    return as_approved ? std::nullopt : std::optional(Against::file);
  }
  if (v.file == nullptr || v.approved_file == nullptr || *v.file == *v.approved_file) {
    return std::nullopt;
  }
  return Against::approved;
}

std::optional<Difference> compared(const Subject& subject, Aspect aspect, const Values& values) {
  const auto against = drift(values);
  if (!against) return std::nullopt;
  return Difference{subject,           aspect,
                    *against,          text(values.running),
                    text(values.file), text(values.approved_running)};
}

/// Whether a place knows the pool at all: what it does not know, it cannot miss.
bool knows_pool(const Facts& facts, const std::string& pool) {
  const auto first = facts.lower_bound({pool, ""});
  return first != facts.end() && first->first.pool == pool;
}

class Comparison {
 public:
  Comparison(const Facts& file, const Running& running, const std::optional<Approved>& approved)
      : file_(file), running_(running), approved_(approved) {}

  std::vector<Difference> all() {
    std::set<Subject> subjects;
    const auto gather = [&](const Facts& facts) {
      for (const auto& [subject, unused] : facts) subjects.insert(subject);
    };
    gather(file_);
    gather(running_.facts);
    if (approved_) gather(approved_->file);
    for (const Subject& subject : subjects) look_at(subject);
    return std::move(found_);
  }

 private:
  void look_at(const Subject& subject) {
    if (!subject.server.empty() && !look_at_presence(subject)) return;
    const auto known = file_.find(subject);
    if (known == file_.end()) return;  // what its file does not fix may be anything
    for (const auto& [aspect, value] : known->second) {
      if (aspect == Aspect::presence) continue;
      const Values values{told(running_.facts, subject, aspect), &value,
                          approved_ ? told(approved_->file, subject, aspect) : nullptr,
                          approved_ ? told(approved_->running, subject, aspect) : nullptr};
      if (auto difference = compared(subject, aspect, values)) {
        found_.push_back(std::move(*difference));
      }
    }
  }

  /// False where one of running and file has no such server: nothing else is to be compared.
  bool look_at_presence(const Subject& subject) {
    static const std::string present = kPresent, absent = kAbsent;
    const auto in = [&](const Facts& facts) {
      return facts.contains(subject) ? &present : &absent;
    };
    const auto written = file_.find(subject);
    const bool may_be_absent =
        written != file_.end() && !written->second.contains(Aspect::presence);
    const bool of_this_file = knows_pool(file_, subject.pool);
    const bool running_tells = running_.complete || running_.facts.contains(subject);
    const bool approved_tells = approved_ && knows_pool(approved_->file, subject.pool);
    const Values values{running_tells ? in(running_.facts) : nullptr,
                        of_this_file ? in(file_) : nullptr,
                        approved_tells ? in(approved_->file) : nullptr,
                        approved_tells ? in(approved_->running) : nullptr};
    if (!may_be_absent) {
      if (auto difference = compared(subject, Aspect::presence, values)) {
        found_.push_back(std::move(*difference));
      }
    }
    return written != file_.end() && (!running_tells || running_.facts.contains(subject));
  }

  const Facts& file_;
  const Running& running_;
  const std::optional<Approved>& approved_;
  std::vector<Difference> found_;
};

std::string name_of(Aspect aspect) {
  switch (aspect) {
    case Aspect::check:
      return "health check";
    case Aspect::agent:
      return "agent check";
    case Aspect::failures:
      return "limit of failures";
    default:
      return to_string(aspect);
  }
}

/// The file is told by digests, which say nothing to a person.
std::string file_text(const Difference& d) {
  if (d.against == Against::file) return "the file was changed and is not loaded";
  return "the file was changed since it was approved";
}

}  // namespace

const char* to_string(Against against) {
  return against == Against::file ? "file" : "approved";
}

std::string to_string(const Difference& d) {
  if (d.aspect == Aspect::file) return file_text(d);
  if (d.aspect == Aspect::presence) {
    const bool there = (d.running.empty() ? d.file : d.running) == kPresent;
    const char* other = d.against == Against::file ? (there ? "not in the file" : "in the file")
                                                   : (there ? "not approved" : "approved");
    return fmt::format("{}: {}, {}", to_string(d.subject), there ? "runs" : "does not run", other);
  }
  std::string text = fmt::format("{}: {} is {}", to_string(d.subject), name_of(d.aspect),
                                 d.running.empty() ? d.file : d.running);
  if (d.against == Against::file) return text + fmt::format(", {} in the file", d.file);
  return text + fmt::format(", approved was {}", d.approved.empty() ? "nothing" : d.approved);
}

std::vector<Difference> differences(const Facts& file, const Running& running,
                                    const std::optional<Approved>& approved) {
  return Comparison(file, running, approved).all();
}

}  // namespace misfire::watch
