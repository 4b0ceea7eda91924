#include "ledger/core/random.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <cstring>

#include "ledger/core/check.h"

namespace ledger {

std::string Random::bytes(std::size_t size) {
  std::string bytes(size, '\0');
  fill(bytes.data(), size);
  return bytes;
}

namespace {

void generate(char* out, std::size_t size) {
  LEUIT_CHECK(size <= 0x7fffffff);
  LEUIT_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(out), static_cast<int>(size)) == 1);
}

// Bytes generated ahead, since a call for a few costs as much as one for many. Each is given out
// once and then overwritten.
struct Ahead {
  std::array<char, 4096> bytes;
  std::size_t used = sizeof bytes;
};

}  // namespace

void SystemRandom::fill(char* out, std::size_t size) {
  thread_local Ahead ahead;
  if (size > ahead.bytes.size() / 8) return generate(out, size);
  if (size > ahead.bytes.size() - ahead.used) {
    generate(ahead.bytes.data(), ahead.bytes.size());
    ahead.used = 0;
  }
  char* const first = ahead.bytes.data() + ahead.used;
  std::memcpy(out, first, size);
  OPENSSL_cleanse(first, size);
  ahead.used += size;
}

void SeededRandom::fill(char* out, std::size_t size) {
  for (std::size_t i = 0; i < size;) {
    std::uint64_t word = engine_();
    for (int byte = 0; byte < 8 && i < size; ++byte, word >>= 8) {
      out[i++] = static_cast<char>(word & 0xff);
    }
  }
}

}  // namespace ledger
