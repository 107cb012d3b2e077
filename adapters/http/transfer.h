// One request while libcurl works on it. Used by HttpClient only, on its I/O thread.
//
//   Transfer transfer(EasyHandle{curl_easy_init()}, request, done);
//   ... libcurl works on transfer.handle() ...
//   transfer.finish(code);
//   EasyHandle for_the_next = transfer.take_handle();
#pragma once

#include <curl/curl.h>
#include <functional>
#include <memory>
#include <string>

#include "adapters/http/exchange.h"

namespace dialctl::http {

struct EasyClose {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
// Used again for the next request, which sets anew whatever the one before it has set.
using EasyHandle = std::unique_ptr<CURL, EasyClose>;

class Transfer {
 public:
  using Done = std::function<void(Answer)>;

  Transfer(EasyHandle handle, Request request, Done done);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return handle_.get(); }
  void finish(CURLcode code);  // calls `done` with what is known now
  void refuse(std::string why) { done_(NotSent{std::move(why)}); }
  EasyHandle take_handle();  // afterwards this is only to be destroyed

 private:
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static int on_about_to_send(void* self, char*, char*, int, int);

  void set_up();
  void set_address();
  void set_content();
  void set_credentials();
  void take_header(std::string_view line);
  bool may_send();
  std::string why(CURLcode code) const;

  struct ListFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  Request request_;
  Done done_;
  EasyHandle handle_;
  std::unique_ptr<curl_slist, ListFree> header_list_;
  char error_[CURL_ERROR_SIZE] = {};
  Reply reply_;
  std::size_t header_bytes_ = 0;
  bool head_is_whole_ = false;
  int sends_ = 0;     // how often libcurl was about to put this request on a wire and was allowed to
  std::string veto_;  // why it was not allowed to
};

}  // namespace dialctl::http
