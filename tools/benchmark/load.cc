// The load generator of `tools/bench append`: N clients, each with one connection and one stream,
// one event in flight each, all in one thread. A client sends the version that it expects.
//
//   load HOST-PORT CLIENTS SECONDS RUN     prints events a second
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Client {
  int socket = -1;
  int number = 0;
  long version = 0;
  std::string answer;
};

std::string event(const Client& client, const std::string& run) {
  char out[1500];
  const char* opening =
      R"({"specversion":"1.0","id":"%s-%d-%ld","source":"/bench","type":"person.registered",)"
      R"("subject":"person/%s-%d","time":"2023-03-08T08:03:00+07:00","actor":"disnaker-lebak",)"
      R"("role":"manpower_office","area":"36.02","data":{"nik":"36022721077290%02d",)"
      R"("name":"Uji","birth_date":"1972-07-21","sex":"L","region_id_card":"36.02.27.2010",)"
      R"("region_domicile":"36.02.27.2010","edition":"KEPMENDAGRI-100.1.1-6117-2022",)"
      R"("phone":"+62813241559%02d"}})";
  const char* later =
      R"({"specversion":"1.0","id":"%s-%d-%ld","source":"/bench",)"
      R"("type":"person.welfare_status_recorded","subject":"person/%s-%d",)"
      R"("time":"2023-03-08T08:07:00+07:00","actor":"disnaker-lebak","role":"manpower_office",)"
      R"("area":"36.02","basis":"Surat 140/21/DS/2023","basisdigest":"sha-256:5ab351cbe84bb5cd)"
      R"(bf340b286536a26311c8e5cd22ff8e547b7f9972f3f94fbf",)"
      R"("correlationid":"7d1c2a9e-4c1b-4f0e-9f63-1d2f5b6a0000","data":{"source":"P3KE",)"
      R"("decile":%ld,"extreme_poor":true,"as_of":"2022-12-31"}})";
  if (client.version == 0)
    std::snprintf(out, sizeof out, opening, run.c_str(), client.number, client.version, run.c_str(),
                  client.number, client.number, client.number);
  else
    std::snprintf(out, sizeof out, later, run.c_str(), client.number, client.version, run.c_str(),
                  client.number, client.version % 10 + 1);
  return out;
}

void send_next(Client& client, const std::string& run) {
  const std::string body = event(client, run);
  const std::string request =
      "POST /v1/events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/cloudevents+json\r\n"
      "Prefer: return=minimal\r\nIf-Match: \"" +
      std::to_string(client.version) + "\"\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  if (write(client.socket, request.data(), request.size()) !=
      static_cast<ssize_t>(request.size())) {
    std::fprintf(stderr, "a request was not sent whole\n");
    std::exit(1);
  }
}

// Whether the answer is whole. Stops the run at anything but 201.
bool read_some(Client& client) {
  char buffer[16384];
  const ssize_t count = read(client.socket, buffer, sizeof buffer);
  if (count <= 0) {
    std::fprintf(stderr, "a connection was closed\n");
    std::exit(1);
  }
  client.answer.append(buffer, static_cast<std::size_t>(count));
  const auto end = client.answer.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const char* length = std::strstr(client.answer.c_str(), "Content-Length: ");
  if (length == nullptr || client.answer.compare(9, 3, "201") != 0) {
    std::fprintf(stderr, "refused: %s\n", client.answer.c_str());
    std::exit(1);
  }
  return client.answer.size() >= end + 4 + std::strtoul(length + 16, nullptr, 10);
}

Client connected(int port, int number) {
  Client client;
  client.number = number;
  client.socket = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  if (connect(client.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    std::fprintf(stderr, "the server cannot be reached\n");
    std::exit(1);
  }
  const int on = 1;
  setsockopt(client.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return client;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: load PORT CLIENTS SECONDS RUN\n");
    return 2;
  }
  const int port = std::atoi(argv[1]), count = std::atoi(argv[2]);
  const std::string run = argv[4];
  std::vector<Client> clients;
  std::vector<pollfd> polls;
  for (int i = 0; i < count; ++i) {
    clients.push_back(connected(port, i + 1));
    polls.push_back({clients.back().socket, POLLIN, 0});
    send_next(clients.back(), run);
  }
  const auto start = Clock::now();
  const auto end = start + std::chrono::seconds(std::atoi(argv[3]));
  long done = 0;
  while (Clock::now() < end) {
    poll(polls.data(), polls.size(), 100);
    for (std::size_t i = 0; i < polls.size(); ++i) {
      if ((polls[i].revents & POLLIN) == 0 || !read_some(clients[i])) continue;
      ++done;
      ++clients[i].version;
      clients[i].answer.clear();
      send_next(clients[i], run);
    }
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  std::printf("%.1f\n", static_cast<double>(done) / took.count());
}
