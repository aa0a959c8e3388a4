// What a file is, by what stands in it: names say nothing ("app.conf", "values.yml").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace misfire {

enum class FileKind { haproxy, nginx, prometheus, rules, alertmanager, system };
const char* to_string(FileKind);
std::optional<FileKind> file_kind_from(std::string_view name);
/// As --kind takes them.
std::vector<std::string> file_kind_names();

/// By the first lines that only one kind can have; nothing where none has.
std::optional<FileKind> kind_of(std::string_view text);

}  // namespace misfire
