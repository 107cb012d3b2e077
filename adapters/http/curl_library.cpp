// The part of libcurl that the client uses, loaded when the first of it is called. libcurl brings some forty
// libraries with it (LDAP, Kerberos, SSH ..): loaded at the start they would be half the time of every
// command that talks to no provider.
//
// These are libcurl's own names and types, so whoever calls them sees no difference. A program that links
// libcurl itself gets its functions, and none of these.
#include <cstdarg>
#include <curl/curl.h>
#include <dlfcn.h>
#include <stdexcept>
#include <string>

namespace {

constexpr const char* kLibrary = "libcurl.so.4";

void* loaded() {
  static void* const library = ::dlopen(kLibrary, RTLD_LAZY | RTLD_LOCAL);  // stays to the end
  if (library == nullptr)
    throw std::runtime_error{std::string{kLibrary} + " cannot be loaded: " + ::dlerror()};
  return library;
}

template <class Function>
Function* find(const char* name) {
  auto* const found = reinterpret_cast<Function*>(::dlsym(loaded(), name));
  if (found == nullptr) throw std::runtime_error{std::string{kLibrary} + " has no " + name};
  return found;
}

// The function of libcurl that has the name and the type of the one it is called in.
#define DIALCTL_CURL(name) static decltype(&::name) const real = find<decltype(::name)>(#name)

// What follows an option is of the type that its number says.
template <class Set>
auto set_typed(int option, std::va_list& values, const Set& set) {
  if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB) return set(va_arg(values, curl_off_t));
  if (option >= CURLOPTTYPE_OBJECTPOINT) return set(va_arg(values, void*));
  return set(va_arg(values, long));
}

}  // namespace

// The macros would call these with a check of types.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

extern "C" {

CURLcode curl_global_init(long flags) {
  DIALCTL_CURL(curl_global_init);
  return real(flags);
}
void curl_global_cleanup() {
  DIALCTL_CURL(curl_global_cleanup);
  real();
}
curl_version_info_data* curl_version_info(CURLversion version) {
  DIALCTL_CURL(curl_version_info);
  return real(version);
}
time_t curl_getdate(const char* text, const time_t* unused) {
  DIALCTL_CURL(curl_getdate);
  return real(text, unused);
}
curl_slist* curl_slist_append(curl_slist* list, const char* text) {
  DIALCTL_CURL(curl_slist_append);
  return real(list, text);
}
void curl_slist_free_all(curl_slist* list) {
  DIALCTL_CURL(curl_slist_free_all);
  real(list);
}

CURL* curl_easy_init() {
  DIALCTL_CURL(curl_easy_init);
  return real();
}
void curl_easy_cleanup(CURL* handle) {
  DIALCTL_CURL(curl_easy_cleanup);
  real(handle);
}
const char* curl_easy_strerror(CURLcode code) {
  DIALCTL_CURL(curl_easy_strerror);
  return real(code);
}
CURLcode curl_easy_setopt(CURL* handle, CURLoption option, ...) {
  DIALCTL_CURL(curl_easy_setopt);
  std::va_list values;
  va_start(values, option);
  const CURLcode code = set_typed(option, values, [&](auto value) { return real(handle, option, value); });
  va_end(values);
  return code;
}
CURLcode curl_easy_getinfo(CURL* handle, CURLINFO info, ...) {
  DIALCTL_CURL(curl_easy_getinfo);
  std::va_list values;
  va_start(values, info);
  const CURLcode code = real(handle, info, va_arg(values, void*));  // always where to put it
  va_end(values);
  return code;
}

CURLM* curl_multi_init() {
  DIALCTL_CURL(curl_multi_init);
  return real();
}
CURLMcode curl_multi_cleanup(CURLM* multi) {
  DIALCTL_CURL(curl_multi_cleanup);
  return real(multi);
}
CURLMcode curl_multi_setopt(CURLM* multi, CURLMoption option, ...) {
  DIALCTL_CURL(curl_multi_setopt);
  std::va_list values;
  va_start(values, option);
  const CURLMcode code = set_typed(option, values, [&](auto value) { return real(multi, option, value); });
  va_end(values);
  return code;
}
CURLMcode curl_multi_add_handle(CURLM* multi, CURL* handle) {
  DIALCTL_CURL(curl_multi_add_handle);
  return real(multi, handle);
}
CURLMcode curl_multi_remove_handle(CURLM* multi, CURL* handle) {
  DIALCTL_CURL(curl_multi_remove_handle);
  return real(multi, handle);
}
CURLMcode curl_multi_perform(CURLM* multi, int* running) {
  DIALCTL_CURL(curl_multi_perform);
  return real(multi, running);
}
CURLMcode curl_multi_poll(CURLM* multi, curl_waitfd extra[], unsigned count, int timeout_millis, int* ready) {
  DIALCTL_CURL(curl_multi_poll);
  return real(multi, extra, count, timeout_millis, ready);
}
CURLMcode curl_multi_wakeup(CURLM* multi) {
  DIALCTL_CURL(curl_multi_wakeup);
  return real(multi);
}
CURLMsg* curl_multi_info_read(CURLM* multi, int* left) {
  DIALCTL_CURL(curl_multi_info_read);
  return real(multi, left);
}
const char* curl_multi_strerror(CURLMcode code) {
  DIALCTL_CURL(curl_multi_strerror);
  return real(code);
}

}  // extern "C"
