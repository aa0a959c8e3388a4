#include "balancer/nginx/includes.hpp"

#include <fmt/format.h>

#include <set>

#include "balancer/balancer.hpp"
#include "balancer/nginx/model.hpp"
#include "balancer/own_files.hpp"
#include "base/glob.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

constexpr int kDeepest = 20;                 // a file that includes itself has no end
constexpr std::size_t kLongest = 16u << 20;  // of all files together, as of one

class Includes {
 public:
  explicit Includes(const std::string& file) : file_(file) {}

  std::vector<std::string> notes;

  Result<std::string> of(std::string text, const std::string& file, int depth) {
    const auto model = parse_nginx(std::move(text), file);
    if (!model) return tl::unexpected(model.error());
    Edits edits;
    for (const NginxDirective& directive : model->directives()) {
      if (directive.name() != "include" || directive.block || directive.words.size() != 2) continue;
      const Position named_at = model->where(directive);
      if (depth == kDeepest) {
        return usage_error(fmt::format("files include each other more than {} deep", kDeepest),
                           "does one of them include itself?", named_at);
      }
      auto content = matching(directive.word(1), named_at, depth);
      if (!content) return content;
      const Position behind = model->where(directive.end);
      edits.push_back(
          {directive.begin, directive.end, fmt::format("{}\n{}\n", *content, origin_mark(behind))});
    }
    return misfire::apply(model->text(), std::move(edits));
  }

 private:
  /// The files of that name. A pattern may match none.
  std::vector<fs::path> files_called(const std::string& name) {
    if (!is_pattern(name)) {
      if (const auto found = find_own_file(file_, name)) return {*found};
      return of_nginx(name);
    }
    return files_beside(folder_of_config(file_), name);
  }

  /// Files that nginx's package brings along, and that say nothing about servers. Where a copied
  /// tree lacks them, those of this machine do as well, or none.
  std::vector<fs::path> of_nginx(const std::string& name) {
    static const std::set<std::string> kNames = {"mime.types",   "fastcgi_params", "fastcgi.conf",
                                                 "uwsgi_params", "scgi_params",    "proxy_params",
                                                 "koi-utf",      "koi-win",        "win-utf"};
    const std::string base = fs::path(name).filename().string();
    if (!kNames.contains(base)) return {fs::path(name)};  // whoever reads it says what is wrong
    const fs::path usual = fs::path("/etc/nginx") / base;
    std::error_code error;
    const bool there = fs::is_regular_file(usual, error);
    notes.push_back(there ? fmt::format("include {} is {}", name, usual.string())
                          : fmt::format("include {} is left out: it is not there", name));
    return there ? std::vector<fs::path>{usual} : std::vector<fs::path>{};
  }

  /// What stands in the files of that name, each behind a mark.
  Result<std::string> matching(const std::string& name, const Position& named_at, int depth) {
    const auto files = files_called(name);
    std::string all;
    for (const fs::path& one : files) {
      auto text = read_user_file(one, named_at);
      if (!text) return text;
      if (auto fine = check_no_nul(*text, one.string()); !fine) return tl::unexpected(fine.error());
      if (auto fine = check_no_bom(*text, one.string()); !fine) return tl::unexpected(fine.error());
      total_ += text->size();
      if (total_ > kLongest) {
        return usage_error(
            fmt::format("the included files are more than {} MiB in all", kLongest >> 20), "",
            named_at);
      }
      auto whole = of(std::move(*text), one.string(), depth + 1);
      if (!whole) return whole;
      all += fmt::format("\n{}\n{}", origin_mark({one.string(), 1, 1}), *whole);
    }
    return all;
  }

  std::string file_;
  std::size_t total_ = 0;
};

}  // namespace

Result<void> check_no_bom(const std::string& text, const std::string& file) {
  if (!text.starts_with("\xEF\xBB\xBF")) return {};
  return usage_error("the file begins with a byte order mark, which nginx refuses",
                     "save it as UTF-8 without BOM", Position{file, 1, 1});
}

Result<WithIncludes> with_includes(std::string text, const std::string& file) {
  Includes includes(file);
  auto whole = includes.of(std::move(text), file, 0);
  if (!whole) return tl::unexpected(whole.error());
  return WithIncludes{std::move(*whole), std::move(includes.notes)};
}

}  // namespace misfire
