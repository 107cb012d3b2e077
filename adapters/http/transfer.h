// One request while libcurl works on it. Used by HttpClient only, on its I/O thread.
#pragma once

#include <curl/curl.h>
#include <functional>
#include <memory>
#include <string>

#include "adapters/http/exchange.h"

namespace dialctl::http {

class Transfer {
 public:
  using Done = std::function<void(Answer)>;

  Transfer(Request request, Done done);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return handle_.get(); }
  void finish(CURLcode code);  // calls `done` with what is known now
  void refuse(std::string why) { done_(NotSent{std::move(why)}); }

 private:
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static int on_about_to_send(void* self, char*, char*, int, int);

  void set_up();
  void take_header(std::string_view line);
  bool may_send();
  std::string why(CURLcode code) const;

  struct EasyClose {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct ListFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  Request request_;
  Done done_;
  std::unique_ptr<CURL, EasyClose> handle_;
  std::unique_ptr<curl_slist, ListFree> header_list_;
  char error_[CURL_ERROR_SIZE] = {};
  Reply reply_;
  std::size_t header_bytes_ = 0;
  bool head_is_whole_ = false;
  int sends_ = 0;     // how often libcurl was about to put this request on a wire and was allowed to
  std::string veto_;  // why it was not allowed to
};

}  // namespace dialctl::http
