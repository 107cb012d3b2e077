// Begins a test of the suite: a provider of its own on the server under test, up; or the test is left out.
#pragma once

#include <doctest/doctest.h>

#include "tests/adapters/provider_contract/rig/rig.h"

#define SUITE_SERVER                                                 \
  const auto rig_server_found = dialctl::test::Server::under_test(); \
  if (!rig_server_found) {                                           \
    MESSAGE("left out: no server to test (ARI_URL is not set)");     \
    return;                                                          \
  }                                                                  \
  [[maybe_unused]] const dialctl::test::Server& rig_server = *rig_server_found

#define SUITE_RIG(rig)                                                                        \
  SUITE_SERVER;                                                                               \
  dialctl::test::Rig rig{                                                                     \
      rig_server.settings(dialctl::test::fresh_name("app"), dialctl::test::fresh_name("t"))}; \
  REQUIRE(rig.hears("up"))
