#include "ledger/core/random.h"

#include <openssl/rand.h>

#include "ledger/core/check.h"

namespace ledger {

std::string Random::bytes(std::size_t size) {
  std::string bytes(size, '\0');
  fill(bytes.data(), size);
  return bytes;
}

void SystemRandom::fill(char* out, std::size_t size) {
  LEUIT_CHECK(size <= 0x7fffffff);
  LEUIT_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(out), static_cast<int>(size)) == 1);
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
