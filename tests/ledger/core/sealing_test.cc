#include "ledger/core/sealing.h"

#include <catch2/catch.hpp>

#include "ledger/core/bytes.h"
#include "ledger/core/crypto.h"
#include "ledger/core/sha256.h"

namespace ledger {
namespace {

const SubjectKey key{std::string(32, 'k')};
const FieldPlace place{.source = "office/1", .id = "e-1", .pointer = "/data/nik"};

// Gives the same byte for ever.
class ConstantRandom : public Random {
 public:
  void fill(char* bytes, std::size_t count) override { std::fill_n(bytes, count, '\x07'); }
};

std::string sealed_nik() {
  ConstantRandom random;
  return seal_field(key, place, R"("3602010101900001")", random);
}

}  // namespace

TEST_CASE("a sealed field is key id, nonce and ciphertext, made from the published primitives") {
  const std::string info = "office/1\ne-1\n/data/nik";
  const std::string nonce(12, '\x07');
  const std::string field_key = hkdf_sha256(std::string(32, 'k'), info, 32);
  const std::string ciphertext = seal_aes256gcm(field_key, nonce, R"("3602010101900001")", info);
  const Hash key_id = sha256("leuit-subject-key" + std::string(32, 'k'));

  CHECK(sealed_nik() ==
        to_base64url(view(key_id)) + "." + to_base64url(nonce) + "." + to_base64url(ciphertext));
  CHECK(ciphertext.size() == 18 + 16);
}

TEST_CASE("a sealed field opens with its key in its place") {
  CHECK(open_field(key, place, sealed_nik()).value() == R"("3602010101900001")");
}

TEST_CASE("a sealed field does not open with another key or in another place") {
  struct Row {
    const char* what;
    SubjectKey key;
    FieldPlace place;
  };
  const auto row = GENERATE(values<Row>({
      {"key", {std::string(32, 'x')}, {"office/1", "e-1", "/data/nik"}},
      {"source", key, {"office/2", "e-1", "/data/nik"}},
      {"id", key, {"office/1", "e-2", "/data/nik"}},
      {"pointer", key, {"office/1", "e-1", "/data/name"}},
  }));
  INFO(row.what);

  CHECK(open_field(row.key, row.place, sealed_nik()).error().code == Code::corrupt);
}

TEST_CASE("each sealed field has a seal of its own, which stands in it") {
  SeededRandom random{5};
  const std::string one = seal_field(key, place, "1", random),
                    other = seal_field(key, place, "1", random);
  CHECK(seal_of(one).size() == 16);
  CHECK(one.find("." + std::string(seal_of(one)) + ".") != std::string::npos);
  CHECK(seal_of(one) != seal_of(other));
  CHECK(seal_of("").empty());
  CHECK(seal_of("a.b").empty());
}

TEST_CASE("a sealed field with any character altered, added or lost is refused") {
  const std::string sealed = sealed_nik();
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(open_field(key, place, altered));
    CHECK_FALSE(open_field(key, place, sealed.substr(0, i)));
  }
  CHECK_FALSE(open_field(key, place, sealed + "A"));
  CHECK_FALSE(open_field(key, place, sealed + "."));
}

}  // namespace ledger
