#include "balancer/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace misfire {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;

/// Seconds from now. A run takes minutes, and the clocks of containers differ.
struct Validity {
  long from, until;
};
constexpr long kDay = 24L * 3600;
constexpr Validity kSound = {-kDay, 30 * kDay};
constexpr Validity kOver = {-91 * kDay, -kDay};

bool add(X509* to, int extension, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, to, to, nullptr, nullptr, 0);
  const Extension made(X509V3_EXT_conf_nid(nullptr, &context, extension, value));
  return made != nullptr && X509_add_ext(to, made.get(), -1) == 1;
}

bool fill(X509* certificate, EVP_PKEY* key, const Validity& validity) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* called = reinterpret_cast<const unsigned char*>("misfire");
  return X509_set_version(certificate, X509_VERSION_3) == 1 &&
         ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), validity.from) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), validity.until) != nullptr &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, called, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
         add(certificate, NID_basic_constraints, "critical,CA:TRUE") &&
         add(certificate, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1") &&
         X509_sign(certificate, key, EVP_sha256()) != 0;
}

Result<std::string> make(const Validity& validity) {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  const Memory memory(BIO_new(BIO_s_mem()));
  char* bytes = nullptr;
  const bool made =
      key && certificate && memory && fill(certificate.get(), key.get(), validity) &&
      PEM_write_bio_X509(memory.get(), certificate.get()) == 1 &&
      PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
  const long size = made ? BIO_get_mem_data(memory.get(), &bytes) : 0;
  if (size <= 0) return environment_error("the library of OpenSSL could not make a certificate");
  return std::string(bytes, static_cast<std::size_t>(size));
}

}  // namespace

const Result<std::string>& generated_certificate() {
  static const Result<std::string> certificate = make(kSound);
  return certificate;
}

const Result<std::string>& expired_certificate() {
  static const Result<std::string> certificate = make(kOver);
  return certificate;
}

}  // namespace misfire
