#include <iostream>

#include "ledger/programme/catalogue.h"
#include "ledger/programme/describe.h"

int main() {
  std::cout << programme::describe(programme::catalogue());
  return std::cout.good() ? 0 : 1;
}
