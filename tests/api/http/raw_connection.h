// A bare TCP connection for the tests: sends exactly the bytes it is given and reads whole answers.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace api {

struct Answer {
  std::string head;  // status line and headers, as received; empty where the connection had ended
  std::string body;

  int status() const { return head.size() < 12 ? 0 : std::atoi(head.substr(9, 3).c_str()); }
  bool has(std::string_view line) const { return head.find(line) != std::string::npos; }
};

class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    is_open_ = ::connect(socket_, generic, sizeof address) == 0;
  }
  ~RawConnection() { ::close(socket_); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  bool is_open() const { return is_open_; }

  // False when the peer has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // The next answer, to a request of `method`.
  Answer read_answer(std::string_view method = "GET") {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return {};
    }
    Answer answer{received_.substr(0, end + 4), {}};
    received_.erase(0, end + 4);
    const std::size_t field = answer.head.find("Content-Length: ");
    if (method == "HEAD" || field == std::string::npos) return answer;
    const std::size_t size = std::strtoul(answer.head.c_str() + field + 16, nullptr, 10);
    while (received_.size() < size && receive()) {
    }
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
  }

  Answer ask(std::string_view request) {
    return send(request) ? read_answer(request.substr(0, request.find(' '))) : Answer{};
  }

  // Whether the peer closes without sending anything more.
  bool is_closed_by_peer() {
    while (receive()) {
    }
    return received_.empty() && last_read_ == 0;
  }

 private:
  bool receive() {
    char chunk[16384];
    last_read_ = ::recv(socket_, chunk, sizeof chunk, 0);
    if (last_read_ <= 0) return false;
    received_.append(chunk, static_cast<std::size_t>(last_read_));
    return true;
  }

  int socket_;
  bool is_open_ = false;
  ssize_t last_read_ = 1;
  std::string received_;
};

}  // namespace api
