#include "report/page/document.hpp"

#include <sodium/crypto_hash_sha256.h>
#include <sodium/utils.h>

#include <array>

#include "report/page/assets.hpp"

namespace misfire {
namespace {

/// As a Content Security Policy names a script: 'sha256-…' (CSP level 2, "Hash usage").
std::string hash_source(std::string_view script) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(script.data()),
                     script.size());
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, kVariant)> text{};
  sodium_bin2base64(text.data(), text.size(), digest.data(), digest.size(), kVariant);
  return fmt::format("'sha256-{}'", text.data());
}

Html script(std::string_view text) {
  return Html::of_markup(fmt::format("<script>{}</script>\n", text));
}

Html style(std::string_view text) {
  return Html::of_markup(fmt::format("<style>{}</style>\n", text));
}

}  // namespace

std::string document(const Document& page) {
  const std::string library = fmt::format("/*\n{}*/\n{}", kChartLicence, kChartScript);
  std::string allowed;
  Html head, tail;
  if (!page.data.empty()) {
    tail += Html::of_markup(fmt::format(
        "<script type=\"application/json\" id=\"chart-data\">{}</script>\n", page.data));
  }
  if (!page.data.empty() || page.live) {  // the charts of a live page come later
    head += style(kChartStyle);
    tail += script(library);
    allowed = hash_source(library) + " ";
  }
  head += style(kPageStyle);
  if (!page.script.empty()) {
    tail += script(page.script);
    allowed += hash_source(page.script);
  }
  if (page.live) {
    tail += script(kFollowScript);
    allowed += " " + hash_source(kFollowScript);
  }
  if (allowed.empty()) allowed = "'none'";
  return html(
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; img-src data:; script-src {}; {}base-uri 'none'; "
             "form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<meta name=\"generator\" content=\"misfire\">\n<title>{}</title>\n"
             "<link rel=\"icon\" href=\"data:,\">\n{}</head>\n<body>\n<main>\n{}</main>\n{}"
             "</body>\n</html>\n",
             Html::of_markup(allowed), Html::of_markup(page.live ? "connect-src 'self'; " : ""),
             page.title, head, page.body, tail)
      .text();
}

}  // namespace misfire
