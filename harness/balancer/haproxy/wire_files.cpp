// Maps, lists, error pages and scripts: the part has copies, wherever it runs.
#include <fmt/format.h>

#include <algorithm>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/references.hpp"
#include "base/glob.hpp"

namespace misfire {
namespace {

using Kind = HaproxyReference::Kind;

/// Settings by which other paths become relative to folders of production's.
void wire_folders(WiringDraft& draft) {
  for (const HaproxySection& section : draft.model.sections) {
    const bool store = section.kind == "crt-store";
    if (section.kind != "global" && !store) continue;
    for (const HaproxyLine& line : section.lines) {
      const std::string& keyword = line.keyword();
      if (keyword == "ca-base" || keyword == "crt-base" || keyword == "key-base") {
        draft.comment_out(line, "certificates are made here");
      } else if (keyword == "default-path") {
        draft.comment_out(line, "the files that it names are in the part's folder");
      }
    }
  }
}

/// `lua-prepend-path FOLDER/?.lua`: the modules that a script asks for.
Result<void> wire_modules(WiringDraft& draft, const HaproxyLine& line) {
  const fs::path pattern = line.word(1);
  if (pattern.filename() != "?.lua" || line.word(2) == "cpath") {
    draft.comment_out(line, "only modules of Lua, FOLDER/?.lua, are copied");
    return {};
  }
  // Any of its files tells where the folder is.
  fs::path wanted = pattern.parent_path();
  std::vector<fs::path> modules;
  for (fs::path rest = wanted.relative_path();; rest = rest.lexically_relative(*rest.begin())) {
    modules = files_matching(folder_of_config(draft.model.file) / rest / "*.lua");
    if (!modules.empty() || rest.empty() || rest == ".") break;
  }
  if (modules.empty() && wanted.is_absolute()) modules = files_matching(wanted / "*.lua");
  for (const fs::path& module : modules) {
    auto copied =
        draft.own.copy_as("lua/" + module.filename().string(), module, draft.model.where(line, 1));
    if (!copied) return tl::unexpected(copied.error());
  }
  draft.replace(line.words[1], fmt::format("./{}lua/?.lua", kOwnFiles));
  draft.changed(fmt::format("{}: {} modules of Lua are copied into the part's folder",
                            draft.model.place(line), modules.size()));
  return {};
}

}  // namespace

Errors missing_files(const HaproxyModel& model) {
  Errors errors;
  for (const HaproxyReference& one : file_references(model)) {
    if (one.kind == Kind::page || one.kind == Kind::script) continue;
    if (find_own_file(model.file, one.path)) continue;
    errors.push_back({ErrorCode::usage,
                      fmt::format("\"{}\" decides about requests and is not there", one.path),
                      "put a copy beside the configuration, in a folder as in production, or "
                      "under its name alone",
                      model.where(*one.line, one.word)});
  }
  return errors;
}

Result<void> wire_files(WiringDraft& draft) {
  wire_folders(draft);
  for (const HaproxyReference& one : file_references(draft.model)) {
    const Position where = draft.model.where(*one.line, one.word);
    const auto found = find_own_file(draft.model.file, one.path);
    if (!found && one.kind == Kind::page) {
      draft.comment_out(*one.line, "the page is not here: HAProxy answers with its own");
      continue;
    }
    if (!found) {
      return usage_error(fmt::format("\"{}\" is not there", one.path),
                         "put a copy beside the configuration", where);
    }
    auto copied = draft.own.copy(*found, where);
    if (!copied) return tl::unexpected(copied.error());
    draft.replace(one.begin, one.end, *copied);
    draft.changed(fmt::format("{}: {} is {} in the part's folder, a copy of {}",
                              draft.model.place(*one.line), one.path, *copied,
                              found->lexically_normal().string()));
  }
  for (const HaproxySection& section : draft.model.sections) {
    if (section.kind != "global") continue;
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "lua-prepend-path") continue;
      if (auto done = wire_modules(draft, line); !done) return done;
    }
  }
  return {};
}

}  // namespace misfire
